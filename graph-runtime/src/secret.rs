//! Values that are sent but never shown.

use std::{cell::Cell, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

/// What is shown in place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// A value that is sent and read like any other, but shown as `[redacted]`.
///
/// For a property of an entity, such as the `token` of a `vppToken`. A field of an action is marked with
/// `#[graph(secret)]`; a `Secret` works there too.
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
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Makes a value secret.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value. Whoever calls this takes care of where it goes.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value itself. Whoever calls this takes care of where it goes.
    pub fn into_inner(self) -> T {
        self.0
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
    /// Writes the value, since it is there to be sent; a [preview](crate::client::Preview) of a request gets `[redacted]`.
    ///
    /// An error says nothing but that the value cannot be written.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if is_redacting() {
            return serializer.serialize_str(REDACTED);
        }
        self.0.serialize(serializer).map_err(|_| ser::Error::custom("a secret cannot be written"))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Secret<T> {
    /// Reads the value. An error says nothing but that it is not of its type, since others repeat it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self).map_err(|_| de::Error::custom("a secret is not of its type"))
    }
}

thread_local! {
    static REDACTING: Cell<bool> = const { Cell::new(false) };
}

/// Whether secrets are written as `[redacted]` at this moment, on this thread.
pub(crate) fn is_redacting() -> bool {
    REDACTING.get()
}

/// While it lives, secrets on this thread are written as `[redacted]`.
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
    fn a_secret_that_cannot_be_read_is_not_repeated() {
        let error = serde_json::from_str::<Vec<Secret<u32>>>("[1, \"hunter2\"]").expect_err("no number");
        assert!(error.to_string().starts_with("a secret is not of its type at line 1 "), "{error}");
    }

    #[test]
    fn a_secret_that_cannot_be_written_is_not_repeated() {
        struct Unwritable;
        impl Serialize for Unwritable {
            fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(ser::Error::custom("hunter2 cannot be written"))
            }
        }
        let error = serde_json::to_string(&Secret::new(Unwritable)).expect_err("it fails");
        assert_eq!(error.to_string(), "a secret cannot be written");
    }
}
