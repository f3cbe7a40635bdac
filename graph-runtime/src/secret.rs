//! Values that are sent but never displayed.

pub(crate) mod sent;

use std::{cell::Cell, fmt};

use castaway::cast;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use zeroize::Zeroize as _;

/// The text that is displayed instead of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// The errors for a secret that cannot be deserialized or serialized, without details, which might contain the value.
pub(crate) const UNEXPECTED_TYPE: &str = "a secret has an unexpected type";
pub(crate) const NOT_SERIALIZABLE: &str = "cannot serialize a secret";

/// A value that is serialized and deserialized like any other, but displayed as `[redacted]`.
///
/// Use it for a property of an entity, such as the `token` of a `vppToken`. A field of an action is usually marked with
/// `#[graph(secret)]` instead, but can also be a `Secret`.
///
/// ```
/// use graph_runtime::Secret;
///
/// let token = Secret::new(String::from("8c51"));
/// assert_eq!(format!("{token:?}"), "[redacted]");
/// assert_eq!(serde_json::to_string(&token)?, r#""8c51""#);
/// assert_eq!(token.expose(), "8c51");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A `String`, a `Vec<u8>`, or an `Option` of either is overwritten in memory when the `Secret` is dropped. Values of
/// other types are not, nor are copies: those that [`into_inner`](Secret::into_inner) returns, those that a `String`
/// leaves behind when it grows, and those in the buffers of a request.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Wraps a secret value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Returns a reference to the value. The caller is responsible for not disclosing it.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Returns the value, which is not overwritten when it is dropped. The caller is responsible for not disclosing it.
    pub fn into_inner(mut self) -> T
    where
        T: Default,
    {
        std::mem::take(&mut self.0)
    }
}

impl<T> Drop for Secret<T> {
    fn drop(&mut self) {
        overwrite(&mut self.0);
    }
}

/// Overwrites a value, if it has one of the types that secrets usually have.
fn overwrite<T>(value: &mut T) {
    if let Ok(text) = cast!(&mut *value, &mut String) {
        text.zeroize();
    } else if let Ok(text) = cast!(&mut *value, &mut Option<String>) {
        text.zeroize();
    } else if let Ok(bytes) = cast!(&mut *value, &mut Vec<u8>) {
        bytes.zeroize();
    } else if let Ok(bytes) = cast!(&mut *value, &mut Option<Vec<u8>>) {
        bytes.zeroize();
    }
}

impl<T> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Secret<String> {
    fn from(value: &str) -> Self {
        Self(value.into())
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<T: Serialize> Serialize for Secret<T> {
    /// Serializes the value, because it is meant to be sent. In a [preview](crate::client::Preview) of a request,
    /// writes `[redacted]` instead.
    ///
    /// An error does not contain details, because they might contain the value.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if is_redacting() {
            return serializer.serialize_str(REDACTED);
        }
        sent::note_value(&self.0);
        self.0.serialize(serializer).map_err(|_| ser::Error::custom(NOT_SERIALIZABLE))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Secret<T> {
    /// Deserializes the value. An error does not contain details, because they might contain the value.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self).map_err(|_| de::Error::custom(UNEXPECTED_TYPE))
    }
}

thread_local! {
    static REDACTING: Cell<bool> = const { Cell::new(false) };
}

/// Whether secrets are currently serialized as `[redacted]` on this thread.
pub(crate) fn is_redacting() -> bool {
    REDACTING.get()
}

/// A guard: until it is dropped, secrets are serialized as `[redacted]` on this thread.
pub(crate) struct Redaction {
    before: bool,
}

impl Redaction {
    pub(crate) fn start() -> Self {
        Self { before: REDACTING.replace(true) }
    }
}

impl Drop for Redaction {
    fn drop(&mut self) {
        REDACTING.set(self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_bytes_are_overwritten_when_they_are_dropped() {
        let mut text = String::from("hunter2");
        overwrite(&mut text);
        assert_eq!(text, "");
        let mut text = Some(String::from("hunter2"));
        overwrite(&mut text);
        assert_eq!(text, None);
        let mut bytes = Vec::from("hunter2");
        overwrite(&mut bytes);
        assert_eq!(bytes, b"");
        let mut bytes = Some(Vec::from("hunter2"));
        overwrite(&mut bytes);
        assert_eq!(bytes, None);
        let mut other = "hunter2";
        overwrite(&mut other);
        assert_eq!(other, "hunter2", "it is not ours");
        // `u8` has no destructor, so this is that of the secret, which overwrites it.
        const { assert!(std::mem::needs_drop::<Secret<u8>>()) };
        assert_eq!(Secret::<String>::from("hunter2").into_inner(), "hunter2");
    }

    #[test]
    fn a_deserialization_error_does_not_contain_the_secret() {
        let error = serde_json::from_str::<Vec<Secret<u32>>>("[1, \"hunter2\"]").expect_err("not a number");
        assert!(error.to_string().starts_with("a secret has an unexpected type at line 1 "), "{error}");
    }

    #[test]
    fn a_serialization_error_does_not_contain_the_secret() {
        struct Failing;
        impl Serialize for Failing {
            fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(ser::Error::custom("cannot serialize hunter2"))
            }
        }
        let error = serde_json::to_string(&Secret::new(Failing)).expect_err("an error");
        assert_eq!(error.to_string(), "cannot serialize a secret");
    }
}
