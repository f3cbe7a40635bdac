//! How messages write parts of an operation.

use std::fmt;

use super::{Body, Response, TypeRef};

impl fmt::Display for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let collection = if self.collection { "a collection of " } else { "" };
        write!(f, "{collection}`{}`", self.name)
    }
}

impl fmt::Display for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("no body"),
            Self::Object(ty) => write!(f, "one `{ty}`"),
            Self::Page(ty) => write!(f, "a collection of `{ty}`"),
            Self::Value(ty) => write!(f, "one value: {ty}"),
            Self::PlainText(ty) => write!(f, "a bare text: `{ty}`"),
            Self::Bytes { .. } => f.write_str("bytes"),
        }
    }
}

impl fmt::Display for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("no body"),
            Self::Parameters(_) => f.write_str("parameters"),
            Self::Object { ty, .. } => write!(f, "one `{ty}`"),
            Self::Reference => f.write_str("a reference"),
            Self::Raw { media_type } => write!(f, "bytes of `{media_type}`"),
        }
    }
}
