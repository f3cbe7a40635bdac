//! The three states of a property in an update.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

/// A property of an update that can be left alone, cleared or set.
///
/// As a field of an action it needs no attribute: [`Keep`](Patch::Keep) is not sent, [`Clear`](Patch::Clear) is sent as
/// `null`, [`Set`](Patch::Set) as the value. The builder's setter takes the value itself, and `clear_<field>()` clears.
///
/// In a type that derives `Serialize`, give the field
/// `#[serde(default, skip_serializing_if = "Patch::is_keep")]`: a property that is there cannot say "leave me alone", so
/// serializing a `Keep` is an error.
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
    /// Leaves the property as it is: it is not sent.
    #[default]
    Keep,
    /// Clears the property: it is sent as `null`.
    Clear,
    /// Sets the property to this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether the property is left as it is.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Whether the property is cleared.
    pub const fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// The value that the property is set to, if it is.
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
                "`Patch::Keep` cannot be written; add `#[serde(skip_serializing_if = \"Patch::is_keep\")]` to the field",
            )),
            Self::Clear => serializer.serialize_none(),
            Self::Set(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    /// Reads `null` as [`Clear`](Patch::Clear), anything else as [`Set`](Patch::Set).
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_cannot_be_written() {
        let error = serde_json::to_string(&Patch::<u8>::Keep).expect_err("a kept property has no JSON");
        assert!(error.to_string().contains("skip_serializing_if"), "{error}");
    }

    #[test]
    fn null_is_read_as_cleared() {
        assert_eq!(serde_json::from_str::<Patch<u8>>("null").expect("null"), Patch::Clear);
        assert_eq!(serde_json::from_str::<Patch<u8>>("3").expect("3"), Patch::Set(3));
    }
}
