//! What a declaration says, as the macro writes it down, and how metadata are read from it.
//!
//! The compiler looks at every constant that a macro writes, in each check, and a call or a path costs it much more than a
//! literal. So what is literal in a declaration stands in one text. It is read once for all actions, here, in a constant
//! of the trait that is evaluated when somebody wants the metadata.

use crate::{
    metadata::{
        action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind, SecretPart},
        path_template::PathTemplate,
    },
    permissions::access::{Access, Permissions},
};

/// What fewer declarations say.
#[derive(Debug, Clone, Copy)]
pub struct Details {
    permissions: Option<Permissions>,
    raw_body: Option<&'static str>,
    idempotent: Option<bool>,
    odata_type: Option<&'static str>,
    secrets: &'static [SecretPart],
}

impl Details {
    /// Nothing of all that.
    pub const NONE: Self = Self { permissions: None, raw_body: None, idempotent: None, odata_type: None, secrets: &[] };

    /// What each kind of caller has to be granted, where it is not the same for those at work and nothing for others.
    #[must_use]
    pub const fn permissions(mut self, delegated: Access, personal: Access, application: Access) -> Self {
        self.permissions = Some(Permissions::declare(delegated, personal, application));
        self
    }

    /// The media type of a body of bytes.
    #[must_use]
    pub const fn raw_body(mut self, media_type: &'static str) -> Self {
        self.raw_body = Some(media_type);
        self
    }

    /// Whether a request whose fate is unknown may be sent again, where the method does not say it.
    #[must_use]
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = Some(idempotent);
        self
    }

    /// What is sent as `@odata.type`.
    #[must_use]
    pub const fn odata_type(mut self, name: &'static str) -> Self {
        self.odata_type = Some(name);
        self
    }

    /// What of a request must not be shown.
    #[must_use]
    pub const fn secrets(mut self, parts: &'static [SecretPart]) -> Self {
        self.secrets = parts;
        self
    }
}

/// Reads the metadata of an action.
///
/// The text has six lines. The first says how many bytes the others have, so that they need not be searched for their
/// ends:
///
/// - the name of the struct;
/// - in words the method, the versions, and `json` where such a body is sent;
/// - the path;
/// - the alternatives of callers at work, who are the only ones then; empty where no permission is needed;
/// - the address of Microsoft's page, or nothing.
///
/// # Panics
///
/// On what the macro does not write; in a constant, that is an error of the compiler.
pub(crate) const fn read(text: &'static str, response: ResponseKind, details: Details) -> ActionMetadata {
    assert!(!text.is_empty(), "an action without metadata of its own has a declaration");
    let (lengths, rest) = lengths(text);
    let (name, rest) = line(rest, lengths[0]);
    let (words, rest) = line(rest, lengths[1]);
    let (path, rest) = line(rest, lengths[2]);
    let (at_work, rest) = line(rest, lengths[3]);
    let (docs, rest) = line(rest, lengths[4]);
    assert!(rest.is_empty(), "a seventh line");
    let (method, versions, body) = in_words(words.as_bytes());
    ActionMetadata {
        name,
        method,
        path: PathTemplate::declare(path),
        versions,
        permissions: match details.permissions {
            Some(permissions) => permissions,
            None if at_work.is_empty() => Permissions::NOT_NEEDED,
            None => Permissions::at_work(at_work),
        },
        body: match details.raw_body {
            Some(media_type) => BodyKind::Raw(media_type),
            None => body,
        },
        response,
        idempotent: match details.idempotent {
            Some(idempotent) => idempotent,
            None => !matches!(method, Method::Post),
        },
        odata_type: details.odata_type,
        docs: if docs.is_empty() { None } else { Some(docs) },
        secrets: details.secrets,
    }
}

/// The numbers of the first line, and what stands behind it.
const fn lengths(text: &str) -> ([usize; 5], &str) {
    let (mut lengths, mut which, mut place) = ([0; 5], 0, 0);
    loop {
        match text.as_bytes()[place] {
            digit @ b'0'..=b'9' => lengths[which] = lengths[which] * 10 + (digit - b'0') as usize,
            b' ' => which += 1,
            b'\n' => break,
            _ => panic!("no length"),
        }
        place += 1;
    }
    assert!(which == lengths.len() - 1, "not a length for each line");
    (lengths, text.split_at(place).1)
}

/// The line behind a line end, which has so many bytes, and what stands behind it.
const fn line(text: &str, length: usize) -> (&str, &str) {
    assert!(text.as_bytes()[0] == b'\n', "no end of a line");
    text.split_at(1).1.split_at(length)
}

const fn in_words(words: &[u8]) -> (Method, &'static [ApiVersion], BodyKind) {
    let (method, rest) = first_word(words);
    let (versions, body) = first_word(rest);
    let method = match method {
        b"GET" => Method::Get,
        b"POST" => Method::Post,
        b"PATCH" => Method::Patch,
        b"PUT" => Method::Put,
        b"DELETE" => Method::Delete,
        _ => panic!("an unknown method"),
    };
    let versions: &[ApiVersion] = match versions {
        b"v1.0" => &[ApiVersion::V1_0],
        b"beta" => &[ApiVersion::Beta],
        b"v1.0|beta" => &[ApiVersion::V1_0, ApiVersion::Beta],
        b"beta|v1.0" => &[ApiVersion::Beta, ApiVersion::V1_0],
        _ => panic!("an unknown version"),
    };
    let body = match body {
        b"json" => BodyKind::Json,
        b"" => BodyKind::Nothing,
        _ => panic!("an unknown body"),
    };
    (method, versions, body)
}

/// What stands before the first blank, and what stands behind it.
const fn first_word(text: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    while end < text.len() {
        if text[end] == b' ' {
            let (word, rest) = text.split_at(end);
            return (word, rest.split_at(1).1);
        }
        end += 1;
    }
    (text, &[])
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::{Details, read};
    use crate::{
        metadata::action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind, SecretPart},
        permissions::access::{Access, Permissions},
    };

    fn with(lines: [&str; 5], details: Details) -> ActionMetadata {
        let lengths = lines.map(|line| line.len().to_string()).join(" ");
        read(format!("{lengths}\n{}", lines.join("\n")).leak(), ResponseKind::Nothing, details)
    }

    fn in_words(words: &str) -> ActionMetadata {
        with(["A", words, "/a", "", ""], Details::NONE)
    }

    #[test]
    fn lines_are_read() {
        let docs = "https://learn.microsoft.com/graph";
        let lines = ["Ünder", "PATCH beta|v1.0 json", "/a/<id>\n/b", "User.Read", docs];
        let metadata = with(lines, Details::NONE);
        assert_eq!((metadata.name, metadata.path.as_str()), ("Ünder", "/a/<id>\n/b"));
        assert_eq!((metadata.method, metadata.idempotent), (Method::Patch, true));
        assert_eq!(metadata.versions, [ApiVersion::Beta, ApiVersion::V1_0]);
        assert_eq!((metadata.body, metadata.response), (BodyKind::Json, ResponseKind::Nothing));
        let access = Access::any_of("User.Read");
        assert_eq!(metadata.permissions, Permissions::declare(access, Access::NotSupported, access));
        assert_eq!((metadata.docs, metadata.odata_type), (Some(docs), None));
    }

    #[test]
    fn words_are_read() {
        let metadata = in_words("GET v1.0");
        assert_eq!((metadata.method, metadata.body), (Method::Get, BodyKind::Nothing));
        assert_eq!((metadata.permissions, metadata.docs), (Permissions::NOT_NEEDED, None));
        for method in [Method::Get, Method::Post, Method::Patch, Method::Put, Method::Delete] {
            let metadata = in_words(&format!("{method} beta"));
            assert_eq!((metadata.method, metadata.idempotent), (method, method != Method::Post));
            assert_eq!(metadata.versions, [ApiVersion::Beta]);
        }
    }

    #[test]
    fn details_go_before() {
        let (none, one) = (Access::NotSupported, Access::any_of("User.Read"));
        let details = Details::NONE.permissions(none, one, none).raw_body("text/plain").idempotent(true);
        let details = details.odata_type("#a").secrets(&[SecretPart::Body]);
        let metadata = with(["A", "POST v1.0 json", "/a", "Group.Read.All", ""], details);
        assert_eq!(metadata.permissions, Permissions::declare(none, one, none));
        assert_eq!((metadata.body, metadata.idempotent), (BodyKind::Raw("text/plain"), true));
        assert_eq!((metadata.odata_type, metadata.secrets), (Some("#a"), [SecretPart::Body].as_slice()));
    }

    #[test]
    fn what_no_macro_writes_is_not_read() {
        for words in ["", "POST", "post v1.0", "POST v1", "POST v1.0|v1.0", "POST v1.0 xml", "POST v1.0 json x"] {
            assert!(catch_unwind(|| in_words(words)).is_err(), "{words:?}");
        }
        let text = "1 8 2 0 0\nA\nGET v1.0\n/a\n\n";
        assert_eq!(read(text, ResponseKind::Nothing, Details::NONE).name, "A");
        for wrong in [
            "",
            "x",
            "1 8 2 0\nA\nGET v1.0\n/a\n",
            "2 8 2 0 0\nA\nGET v1.0\n/a\n\n",
            "1 8 2 0 0\nA\nGET v1.0\n/a\n\n\n",
        ] {
            assert!(catch_unwind(|| read(wrong, ResponseKind::Nothing, Details::NONE)).is_err(), "{wrong:?}");
        }
    }
}
