//! Responses that consist of a single value: wrapped in JSON, or as plain text.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A value wrapped in a JSON object, `{"value": …}`: the response type of an action with `returns = ODataValue<T>`.
///
/// Functions and properties whose value is a primitive or a collection without pages have responses in this format.
///
/// ```
/// use graph_runtime::odata::ODataValue;
///
/// let licenses: ODataValue<Vec<u32>> = serde_json::from_str(r#"{"@odata.context": "…", "value": [3, 4]}"#)?;
/// assert_eq!(licenses.value, [3, 4]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ODataValue<T> {
    /// The value.
    pub value: T,
}

impl<T> ODataValue<T> {
    /// Returns the wrapped value.
    pub fn into_inner(self) -> T {
        self.value
    }
}

/// A single value as `text/plain`: the response type of an action with `returns = PlainText<T>`, for any `T` that
/// implements [`FromStr`].
///
/// `$count` and the `$value` of a property have responses in this format.
///
/// ```
/// use graph_runtime::{graph_action, odata::PlainText};
///
/// /// Counts the users.
/// #[graph_action(GET, "/users/$count", returns = PlainText<u64>, perms = "User.ReadBasic.All")]
/// pub struct CountUsers {
///     /// Must be `eventual`.
///     #[graph(header = "ConsistencyLevel")]
///     pub consistency_level: &'static str,
/// }
///
/// # async fn count(graph: &graph_runtime::GraphClient) -> Result<(), graph_runtime::Error> {
/// let PlainText(users) = CountUsers { consistency_level: "eventual" }.send(graph).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlainText<T>(pub T);

impl<T> PlainText<T> {
    /// Returns the wrapped value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: fmt::Display> Serialize for PlainText<T> {
    /// Writes the value as a string.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de, T: FromStr> Deserialize<'de> for PlainText<T> {
    /// Parses the value from a string.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<T: FromStr> de::Visitor<'_> for Visitor<T> {
            type Value = PlainText<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text that can be parsed")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                // Whitespace is part of a text, but not of a number.
                let value = text.parse().or_else(|_| text.trim().parse());
                value.map(PlainText).map_err(|_| E::invalid_value(de::Unexpected::Other("text"), &self))
            }
        }

        deserializer.deserialize_str(Visitor(PhantomData))
    }
}
