//! The three states of a property in an update.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

/// A property of an update that is kept, cleared or set.
///
/// As a field of an action, it needs no attribute: [`Keep`](Patch::Keep) is not sent, [`Clear`](Patch::Clear) is sent
/// as `null`, and [`Set`](Patch::Set) is sent as the value. The setter of the builder takes the value itself, and
/// `clear_<field>()` clears the property.
///
/// In a type that derives `Serialize`, add `#[serde(default, skip_serializing_if = "Patch::is_keep")]` to the field.
/// Serializing a `Keep` is an error, because JSON has no value for "not changed".
///
/// ```
/// use graph_runtime::Patch;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize)]
/// struct Profile {
///     #[serde(default, skip_serializing_if = "Patch::is_keep")]
///     description: Patch<String>,
/// }
///
/// let json = |description| serde_json::to_string(&Profile { description });
/// assert_eq!(json(Patch::Keep)?, "{}");
/// assert_eq!(json(Patch::Clear)?, r#"{"description":null}"#);
/// assert_eq!(json(Patch::from("Reception"))?, r#"{"description":"Reception"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// Does not change the property; it is not sent.
    #[default]
    Keep,
    /// Clears the property; it is sent as `null`.
    Clear,
    /// Sets the property to this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Returns `true` if the property is kept.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Returns `true` if the property is cleared.
    pub const fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// Returns the value that the property is set to, or `None` if it is kept or cleared.
    pub const fn as_set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Set(value.into())
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep => Err(ser::Error::custom(
                "cannot serialize `Patch::Keep`; add `#[serde(skip_serializing_if = \"Patch::is_keep\")]` to the field",
            )),
            Self::Clear => serializer.serialize_none(),
            Self::Set(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    /// Reads `null` as [`Clear`](Patch::Clear) and any other value as [`Set`](Patch::Set).
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keep_cannot_be_serialized() {
        let error = serde_json::to_string(&Patch::<u8>::Keep).expect_err("no JSON");
        assert!(error.to_string().contains("skip_serializing_if"), "{error}");
    }

    #[test]
    fn null_is_read_as_clear() {
        assert_eq!(serde_json::from_str::<Patch<u8>>("null").expect("null"), Patch::Clear);
        assert_eq!(serde_json::from_str::<Patch<u8>>("3").expect("3"), Patch::Set(3));
    }
}
