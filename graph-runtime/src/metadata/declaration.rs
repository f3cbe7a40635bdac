//! What a declaration says, as generated code writes it, and how metadata are made from it.

use crate::{
    metadata::{
        action_metadata::{ActionMetadata, ApiVersion, BodyKind, Method, ResponseKind, SecretPart},
        path_template::PathTemplate,
    },
    permissions::access::{Access, Permissions},
};

/// What a declaration says.
///
/// The compiler checks the constant that generated code writes for each action in each `cargo check`. Literals cost it the
/// least, so there is nothing else in it. [`metadata`](Self::metadata) parses them in a constant of the trait, which is
/// evaluated only for an action whose metadata are used.
#[derive(Debug, Clone, Copy)]
pub struct Declaration {
    /// The name of the struct.
    pub name: &'static str,
    /// The method.
    pub method: &'static str,
    /// The path template.
    pub path: &'static str,
    /// The versions, the default first: `v1.0`, `beta`, or both with a comma.
    pub versions: &'static str,
    /// The permissions of delegated callers: empty if they are not supported, `none` if they need none, or else the
    /// alternatives.
    pub delegated: &'static str,
    /// The permissions of callers with personal accounts, in the same form.
    pub personal: &'static str,
    /// The permissions of application callers, in the same form.
    pub application: &'static str,
    /// The body: empty if there is none, `json`, or the media type of a raw body.
    pub body: &'static str,
    /// The value of `@odata.type`; empty if none is sent.
    pub odata_type: &'static str,
    /// Whether a request that may already have been processed can be sent again.
    pub idempotent: bool,
    /// The address of Microsoft's documentation; empty if it is not given.
    pub docs: &'static str,
}

impl Declaration {
    /// Of an action with metadata of its own.
    pub(crate) const NONE: Self = Self {
        name: "",
        method: "",
        path: "",
        versions: "",
        delegated: "",
        personal: "",
        application: "",
        body: "",
        odata_type: "",
        idempotent: false,
        docs: "",
    };

    /// Makes the metadata of an action.
    ///
    /// # Panics
    ///
    /// If the macro does not write the declaration like that; in a constant, that is a compile error.
    pub(crate) const fn metadata(self, response: ResponseKind, secrets: &'static [SecretPart]) -> ActionMetadata {
        ActionMetadata {
            name: self.name,
            method: method(self.method),
            path: PathTemplate::declare(self.path),
            versions: versions(self.versions),
            permissions: Permissions::declare(access(self.delegated), access(self.personal), access(self.application)),
            body: body(self.body),
            response,
            idempotent: self.idempotent,
            odata_type: optional(self.odata_type),
            docs: optional(self.docs),
            secrets,
        }
    }
}

const fn method(text: &str) -> Method {
    match text.as_bytes() {
        b"GET" => Method::Get,
        b"POST" => Method::Post,
        b"PATCH" => Method::Patch,
        b"PUT" => Method::Put,
        b"DELETE" => Method::Delete,
        _ => panic!("unknown method"),
    }
}

const fn versions(text: &str) -> &'static [ApiVersion] {
    match text.as_bytes() {
        b"v1.0" => &[ApiVersion::V1_0],
        b"beta" => &[ApiVersion::Beta],
        b"v1.0, beta" => &[ApiVersion::V1_0, ApiVersion::Beta],
        b"beta, v1.0" => &[ApiVersion::Beta, ApiVersion::V1_0],
        _ => panic!("unknown versions"),
    }
}

const fn access(text: &'static str) -> Access {
    match text.as_bytes() {
        b"" => Access::NotSupported,
        b"none" => Access::NotNeeded,
        _ => Access::any_of(text),
    }
}

const fn body(text: &'static str) -> BodyKind {
    match text.as_bytes() {
        b"" => BodyKind::Nothing,
        b"json" => BodyKind::Json,
        _ => BodyKind::Raw(text),
    }
}

const fn optional(text: &'static str) -> Option<&'static str> {
    if text.is_empty() { None } else { Some(text) }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;

    const DECLARATION: Declaration = Declaration {
        name: "UpdateThing",
        method: "PATCH",
        path: "/things/<id>",
        versions: "beta, v1.0",
        delegated: "Things.ReadWrite.All|Things.Manage.All",
        personal: "none",
        application: "",
        body: "json",
        odata_type: "#microsoft.graph.thing",
        idempotent: true,
        docs: "https://learn.microsoft.com/graph",
    };

    #[test]
    fn metadata_are_what_the_declaration_says() {
        let metadata = DECLARATION.metadata(ResponseKind::Json, &[SecretPart::Body]);
        assert_eq!((metadata.name, metadata.path.as_str()), ("UpdateThing", "/things/<id>"));
        assert_eq!((metadata.method, metadata.idempotent), (Method::Patch, true));
        assert_eq!(metadata.versions, [ApiVersion::Beta, ApiVersion::V1_0]);
        let delegated = Access::any_of("Things.ReadWrite.All|Things.Manage.All");
        let permissions = Permissions::declare(delegated, Access::NotNeeded, Access::NotSupported);
        assert_eq!(metadata.permissions, permissions);
        assert_eq!((metadata.body, metadata.response), (BodyKind::Json, ResponseKind::Json));
        assert_eq!(metadata.odata_type, Some("#microsoft.graph.thing"));
        assert_eq!(metadata.docs, Some("https://learn.microsoft.com/graph"));
        assert_eq!(metadata.secrets, [SecretPart::Body]);
    }

    #[test]
    fn an_empty_text_means_that_there_is_none() {
        let metadata =
            Declaration { body: "", odata_type: "", docs: "", ..DECLARATION }.metadata(ResponseKind::Nothing, &[]);
        assert_eq!((metadata.body, metadata.odata_type, metadata.docs), (BodyKind::Nothing, None, None));
    }

    #[test]
    fn every_method_version_and_body_is_known() {
        for expected in [Method::Get, Method::Post, Method::Patch, Method::Put, Method::Delete] {
            assert_eq!(method(expected.as_str()), expected);
        }
        for expected in [ApiVersion::V1_0, ApiVersion::Beta] {
            assert_eq!(versions(expected.as_str()), [expected]);
        }
        assert_eq!(versions("v1.0, beta"), [ApiVersion::V1_0, ApiVersion::Beta]);
        assert_eq!(body("image/png"), BodyKind::Raw("image/png"));
    }

    #[test]
    fn what_the_macro_does_not_write_is_an_error() {
        for text in ["", "post", "HEAD"] {
            assert!(catch_unwind(|| method(text)).is_err(), "{text}");
        }
        for text in ["", "v1", "v1.0 beta", "beta, beta"] {
            assert!(catch_unwind(|| versions(text)).is_err(), "{text}");
        }
        assert!(catch_unwind(|| Declaration::NONE.metadata(ResponseKind::Nothing, &[])).is_err());
    }
}
