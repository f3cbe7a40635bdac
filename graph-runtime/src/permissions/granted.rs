//! The permissions that an access token lists. They are used for messages only, never for a decision about access.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD_INDIFFERENT};
use serde::{Deserialize, Serialize};

use crate::{
    error::line::one_line,
    permissions::{
        access::{Access, Caller},
        alternative::Alternative,
    },
};

/// The maximum length of a token, in bytes. A token of Microsoft with hundreds of permissions has a few kilobytes.
const MAX_TOKEN: usize = 64 * 1024;
/// The maximum length of a permission name, in bytes. Microsoft's longest name has 69.
const MAX_NAME: usize = 128;
/// The maximum number of permissions that `Display` writes.
const MAX_SHOWN: usize = 5;
/// The tenant ID of all personal Microsoft accounts.
const PERSONAL_TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// The permissions granted to a caller, read from an access token or taken from another source.
///
/// Use them to explain an error to a person, not for decisions about access: the token is not validated, because it is
/// meant for Microsoft Graph and not for its clients. Some tokens cannot be read, such as those of personal accounts.
///
/// `Display` writes one short line: the first five permissions, and how many more there are.
///
/// ```
/// use graph_runtime::{auth::AccessToken, permissions::Caller};
///
/// // {"idtyp":"app","roles":["Device.Read.All"]}
/// let token = AccessToken::from("eyJhbGciOiJub25lIn0.eyJpZHR5cCI6ImFwcCIsInJvbGVzIjpbIkRldmljZS5SZWFkLkFsbCJdfQ.");
/// let granted = token.granted().expect("a token that can be read");
/// assert_eq!(granted.caller(), Caller::Application);
/// assert_eq!(granted.permissions(), ["Device.Read.All"]);
/// assert_eq!(granted.to_string(), "Device.Read.All");
///
/// assert!(AccessToken::from("opaque").granted().is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedPermissions {
    caller: Caller,
    permissions: Vec<String>,
}

impl GrantedPermissions {
    /// Creates a list of granted permissions from another source, such as the Azure portal. The names are not
    /// validated.
    ///
    /// ```
    /// use graph_runtime::permissions::{Caller, GrantedPermissions};
    ///
    /// let granted = GrantedPermissions::new(Caller::Delegated, "openid User.Read Mail.Send".split(' '));
    /// assert!(granted.holds("mail.send"));
    /// ```
    #[must_use]
    pub fn new(caller: Caller, permissions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { caller, permissions: permissions.into_iter().map(Into::into).collect() }
    }

    /// Reads the claim `scp` or `roles` of an access token, given without the prefix `Bearer`. Returns `None` if the
    /// token cannot be read.
    ///
    /// A token cannot be read if it is encrypted or opaque, as are those of personal accounts, if it is longer than 64
    /// KiB, or if its claims do not have the types that Microsoft documents. The signature is not checked: according to
    /// Microsoft, clients must not rely on the content of a token for Graph. Use the result for information only, never
    /// for a decision about access.
    ///
    /// See [Access tokens](https://learn.microsoft.com/entra/identity-platform/access-tokens) and the [claims
    /// reference](https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
    ///
    /// ```
    /// use graph_runtime::permissions::{Caller, GrantedPermissions};
    ///
    /// // {"idtyp":"app","roles":["Device.Read.All"]}
    /// let granted = GrantedPermissions::from_token("eyJhbGciOiJub25lIn0.eyJpZHR5cCI6ImFwcCIsInJvbGVzIjpbIkRldmljZS5SZWFkLkFsbCJdfQ.");
    /// assert_eq!(granted, Some(GrantedPermissions::new(Caller::Application, ["Device.Read.All"])));
    /// assert_eq!(GrantedPermissions::from_token("EwBoA8l6BAAU"), None);
    /// ```
    #[must_use]
    pub fn from_token(token: &str) -> Option<Self> {
        read(token)
    }

    /// Returns the caller type of the token.
    #[must_use]
    pub fn caller(&self) -> Caller {
        self.caller
    }

    /// Returns the names of the permissions in the order of the token: scopes if the token is for a user, app roles if
    /// it is for an application.
    #[must_use]
    pub fn permissions(&self) -> &[String] {
        &self.permissions
    }

    /// Returns `true` if the permission with this name is granted. The comparison ignores case.
    #[must_use]
    pub fn holds(&self, permission: &str) -> bool {
        self.permissions.iter().any(|granted| granted.eq_ignore_ascii_case(permission))
    }

    /// Returns `true` if all permissions of at least one alternative are granted, or no permission is needed.
    #[must_use]
    pub fn suffices(&self, access: &Access) -> bool {
        let holds_all = |together: Alternative| together.iter().all(|needed| self.holds(needed.name));
        matches!(access, Access::NotNeeded) || access.alternatives().iter().any(holds_all)
    }
}

impl fmt::Display for GrantedPermissions {
    /// Writes the permissions, such as `A, B, C, D, E and 12 more`, or `no permission`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.permissions.is_empty() {
            return f.write_str("no permission");
        }
        let shown: Vec<_> = self.permissions.iter().take(MAX_SHOWN).map(|name| one_line(name)).collect();
        f.write_str(&shown.join(", "))?;
        match self.permissions.len().saturating_sub(MAX_SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// The relevant claims. A claim of an unexpected type makes the whole token unreadable.
#[derive(Deserialize)]
struct Claims {
    /// The scopes of a token for a user, separated by spaces.
    scp: Option<String>,
    /// The app roles of a token for an application.
    roles: Option<Vec<String>>,
    /// `app` or `user`.
    idtyp: Option<String>,
    tid: Option<String>,
}

/// Reads the permissions of a token; see [`GrantedPermissions::from_token`].
fn read(token: &str) -> Option<GrantedPermissions> {
    if token.len() > MAX_TOKEN {
        return None;
    }
    let mut parts = token.split('.');
    let (_, payload, _, None) = (parts.next()?, parts.next()?, parts.next()?, parts.next()) else {
        return None;
    };
    let payload = URL_SAFE_NO_PAD_INDIFFERENT.decode(payload).ok()?;
    let claims: Claims = serde_json::from_slice(&payload).ok()?;
    let is_app = match (claims.idtyp.as_deref(), &claims.scp, &claims.roles) {
        (Some("app"), ..) => true,
        (Some("user"), ..) | (_, Some(_), _) => false,
        (_, None, Some(_)) => true,
        (_, None, None) => return None,
    };
    let (caller, permissions) = if is_app {
        (Caller::Application, claims.roles.unwrap_or_default())
    } else {
        let is_personal = claims.tid.is_some_and(|tenant| tenant.eq_ignore_ascii_case(PERSONAL_TENANT));
        let scopes = claims.scp.unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect();
        (if is_personal { Caller::Personal } else { Caller::Delegated }, scopes)
    };
    permissions.iter().all(|name| is_name(name)).then_some(GrantedPermissions { caller, permissions })
}

/// Whether a text can be the name of a permission and is safe to display.
fn is_name(text: &str) -> bool {
    (1..=MAX_NAME).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn token_of(payload: impl AsRef<[u8]>) -> String {
        format!("eyJhbGciOiJSUzI1NiJ9.{}.c2ln", URL_SAFE_NO_PAD_INDIFFERENT.encode(payload))
    }

    fn claimed(payload: &Value) -> Option<(Caller, Vec<String>)> {
        read(&token_of(payload.to_string())).map(|granted| (granted.caller, granted.permissions))
    }

    #[test]
    fn caller_type_and_permissions_are_read() {
        for (payload, caller, permissions) in [
            (json!({"scp": "User.Read  openid", "tid": "1"}), Caller::Delegated, vec!["User.Read", "openid"]),
            (json!({"scp": "User.Read", "idtyp": "user", "roles": ["x"]}), Caller::Delegated, vec!["User.Read"]),
            (json!({"scp": "User.Read", "tid": PERSONAL_TENANT}), Caller::Personal, vec!["User.Read"]),
            (json!({"roles": ["A.Read", "B.Read"], "aud": 3}), Caller::Application, vec!["A.Read", "B.Read"]),
            (json!({"roles": ["A.Read"], "idtyp": "app", "scp": null}), Caller::Application, vec!["A.Read"]),
            (json!({"idtyp": "app"}), Caller::Application, vec![]),
            (json!({"roles": []}), Caller::Application, vec![]),
            (json!({"scp": ""}), Caller::Delegated, vec![]),
            (json!({"idtyp": "device", "roles": ["A.Read"]}), Caller::Application, vec!["A.Read"]),
        ] {
            let permissions = permissions.into_iter().map(str::to_owned).collect();
            assert_eq!(claimed(&payload), Some((caller, permissions)), "{payload}");
        }
    }

    #[test]
    fn other_tokens_cannot_be_read() {
        for payload in [
            json!({}),
            json!([]),
            json!("scp"),
            json!(null),
            json!({"scp": ["User.Read"]}),
            json!({"scp": 7}),
            json!({"roles": "A.Read"}),
            json!({"roles": [["A.Read"]]}),
            json!({"roles": {"A.Read": true}}),
            json!({"roles": ["A.Read", 1]}),
            json!({"roles": ["A.Read\r\nforged line"]}),
            json!({"roles": ["\u{1b}[31m"]}),
            json!({"roles": ["é"]}),
            json!({"roles": [""]}),
            json!({"roles": ["a".repeat(MAX_NAME + 1)]}),
            json!({"scp": "A.Read", "idtyp": {}}),
            json!({"scp": "A.Read", "tid": 1}),
        ] {
            assert_eq!(claimed(&payload), None, "{payload}");
        }
        let deep = format!("{{\"x\":{}", "[".repeat(30_000));
        for token in [
            String::new(),
            "opaque".to_owned(),
            ".".to_owned(),
            "..".to_owned(),
            "a.b.c".to_owned(),
            "a.!!!.c".to_owned(),
            "a.e30=x.c".to_owned(),
            "EwBoA8l6BAAU".repeat(100),
            token_of(br#"{"roles":["A.Read"]}"#) + ".e30.e30",
            token_of(br#"{"roles":["A.Read"]}"#).replacen('.', "", 1),
            token_of(br#"{"roles":["A.Read"],"roles":[]}"#),
            token_of(br#"{"roles":["A.Read"]} x"#),
            token_of(br#"{"roles":["A.Re"#),
            token_of(b"\xff\xfe"),
            token_of(b"{\"scp\":\"\xff\"}"),
            token_of(deep),
            token_of(json!({"roles": vec!["A.Read"; 8000]}).to_string()),
        ] {
            assert_eq!(read(&token), None, "{token:.80}");
        }
    }

    #[test]
    fn a_corrupted_token_does_not_cause_a_panic() {
        let whole = token_of(r#"{"aud":"x","idtyp":"app","roles":["A.Read","B.Read"],"scp":"C.Read","tid":"1"}"#);
        let mut random = fastrand::Rng::with_seed(4);
        for _ in 0..20_000 {
            let mut bytes = whole.clone().into_bytes();
            for _ in 0..random.usize(1..6) {
                if bytes.is_empty() {
                    break;
                }
                let at = random.usize(..bytes.len());
                match random.u8(..4) {
                    0 => bytes[at] = random.u8(..),
                    1 => bytes[at] ^= 1 << random.u8(..8),
                    2 => drop(bytes.remove(at)),
                    _ => bytes.truncate(at),
                }
            }
            let token = String::from_utf8_lossy(&bytes);
            if let Some(granted) = read(&token) {
                assert!(!granted.to_string().contains(|character: char| character.is_control()));
            }
        }
    }

    #[test]
    fn display_shortens_a_long_list() {
        let names = |count: usize| (1..=count).map(|number| format!("P{number}")).collect::<Vec<_>>();
        let shown =
            |count| read(&token_of(json!({"roles": names(count)}).to_string())).map(|granted| granted.to_string());
        assert_eq!(shown(0).as_deref(), Some("no permission"));
        assert_eq!(shown(1).as_deref(), Some("P1"));
        assert_eq!(shown(5).as_deref(), Some("P1, P2, P3, P4, P5"));
        assert_eq!(shown(17).as_deref(), Some("P1, P2, P3, P4, P5 and 12 more"));
    }
}
