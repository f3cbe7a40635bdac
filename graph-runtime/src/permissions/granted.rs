//! What an access token says that it was granted. It serves as guidance, and is never relied on.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD_INDIFFERENT};
use serde::Deserialize;

use crate::{
    error::line::one_line,
    permissions::access::{Access, Caller},
};

/// The longest token that is read. Microsoft's have a few kilobytes, with hundreds of permissions.
const MAX_TOKEN: usize = 64 * 1024;
/// The longest name of a permission; Microsoft's longest has 69 characters.
const MAX_NAME: usize = 128;
/// How many permissions are shown.
const SHOWN: usize = 5;
/// The tenant of all personal Microsoft accounts.
const PERSONAL: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// What was granted: what an access token says of itself, or a list from elsewhere.
///
/// It is there to explain a refusal to a person, and is not to be relied on: nothing checks the token, which is meant
/// for Microsoft Graph and not for its clients. Of a token that cannot be read, such as that of a personal account, nothing
/// can be told.
///
/// Its `Display` is a short line: the first five permissions, and how many more there are.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantedPermissions {
    caller: Caller,
    permissions: Vec<String>,
}

impl GrantedPermissions {
    /// What is granted by a list from elsewhere, such as that of the Azure portal. The names are taken as they are.
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

    /// Reads the `scp` or `roles` claim of an access token, given without `Bearer`; none where that cannot be told.
    ///
    /// Nothing can be told of a token that is encrypted or opaque, as those of personal accounts are, that is longer than
    /// 64 KiB, or whose claims are not what Microsoft documents. Its signature is not checked: Microsoft forbids clients
    /// to rely on what is inside a token for Graph, so this is for guidance, and never for a decision about access.
    ///
    /// See [access tokens](https://learn.microsoft.com/entra/identity-platform/access-tokens) and their
    /// [claims](https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
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

    /// The kind of caller that the token is for.
    #[must_use]
    pub fn caller(&self) -> Caller {
        self.caller
    }

    /// The names of the permissions: scopes of a user's token, app roles of a program's own. In the token's order.
    #[must_use]
    pub fn permissions(&self) -> &[String] {
        &self.permissions
    }

    /// Whether a permission is among them, by its name.
    #[must_use]
    pub fn holds(&self, permission: &str) -> bool {
        self.permissions.iter().any(|held| held.eq_ignore_ascii_case(permission))
    }

    /// Whether all permissions of one of the alternatives are among them, or none is needed.
    #[must_use]
    pub fn suffices(&self, access: &Access) -> bool {
        let holds_all = |together: crate::permissions::alternative::Alternative| {
            together.iter().all(|needed| self.holds(needed.name))
        };
        matches!(access, Access::NotNeeded) || access.alternatives().iter().any(holds_all)
    }
}

impl fmt::Display for GrantedPermissions {
    /// `A, B, C, D, E and 12 more`; `no permission`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.permissions.is_empty() {
            return f.write_str("no permission");
        }
        let shown: Vec<_> = self.permissions.iter().take(SHOWN).map(|name| one_line(name)).collect();
        f.write_str(&shown.join(", "))?;
        match self.permissions.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// The claims that say it. One that is not of its type makes the whole token unreadable.
#[derive(Deserialize)]
struct Claims {
    /// The scopes of a user's token, separated by spaces.
    scp: Option<String>,
    /// The app roles of a program's token.
    roles: Option<Vec<String>>,
    /// `app` or `user`.
    idtyp: Option<String>,
    tid: Option<String>,
}

/// Reads what a token was granted; none where that cannot be told.
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
        let is_personal = claims.tid.is_some_and(|tenant| tenant.eq_ignore_ascii_case(PERSONAL));
        let scopes = claims.scp.unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect();
        (if is_personal { Caller::Personal } else { Caller::Delegated }, scopes)
    };
    permissions.iter().all(|name| is_name(name)).then_some(GrantedPermissions { caller, permissions })
}

/// Whether a text can be the name of a permission, and be shown.
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
    fn the_kind_of_token_and_its_permissions_are_read() {
        for (payload, caller, permissions) in [
            (json!({"scp": "User.Read  openid", "tid": "1"}), Caller::Delegated, vec!["User.Read", "openid"]),
            (json!({"scp": "User.Read", "idtyp": "user", "roles": ["x"]}), Caller::Delegated, vec!["User.Read"]),
            (json!({"scp": "User.Read", "tid": PERSONAL}), Caller::Personal, vec!["User.Read"]),
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
    fn of_what_is_no_readable_token_nothing_can_be_told() {
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
    fn no_token_however_broken_makes_it_panic() {
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
    fn a_long_list_is_cut() {
        let names = |count: usize| (1..=count).map(|number| format!("P{number}")).collect::<Vec<_>>();
        let shown = |count| read(&token_of(json!({"roles": names(count)}).to_string())).map(|held| held.to_string());
        assert_eq!(shown(0).as_deref(), Some("no permission"));
        assert_eq!(shown(1).as_deref(), Some("P1"));
        assert_eq!(shown(5).as_deref(), Some("P1, P2, P3, P4, P5"));
        assert_eq!(shown(17).as_deref(), Some("P1, P2, P3, P4, P5 and 12 more"));
    }
}
