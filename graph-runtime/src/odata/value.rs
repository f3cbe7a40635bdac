//! Answers that are one value: wrapped in JSON, or bare.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A value wrapped in an object, `{"value": …}`: what `returns = ODataValue<T>` reads.
///
/// Functions and properties that answer a primitive or a collection without pages come so.
///
/// ```
/// use graph_runtime::odata::ODataValue;
///
/// let licences: ODataValue<Vec<u32>> = serde_json::from_str(r#"{"@odata.context": "…", "value": [3, 4]}"#)?;
/// assert_eq!(licences.value, [3, 4]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ODataValue<T> {
    /// The value.
    pub value: T,
}

impl<T> ODataValue<T> {
    /// The value itself.
    pub fn into_inner(self) -> T {
        self.value
    }
}

/// A bare value, sent as `text/plain`: what `returns = PlainText<T>` reads, for any `T` that can be read from text.
///
/// `$count`, and the `$value` of a property, come so.
///
/// ```
/// use graph_runtime::{graph_action, odata::PlainText};
///
/// /// Counts the users.
/// #[graph_action(GET, "/users/$count", returns = PlainText<u64>, perms = "User.ReadBasic.All")]
/// pub struct CountUsers {
///     /// Has to be `eventual`.
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
    /// The value itself.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: fmt::Display> Serialize for PlainText<T> {
    /// Writes the text as a string.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de, T: FromStr> Deserialize<'de> for PlainText<T> {
    /// Reads the text from a string.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<T: FromStr> de::Visitor<'_> for Visitor<T> {
            type Value = PlainText<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text of another form")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                // Space belongs to a text, and not to a number.
                let value = text.parse().or_else(|_| text.trim().parse());
                value.map(PlainText).map_err(|_| E::invalid_value(de::Unexpected::Other("text"), &self))
            }
        }

        deserializer.deserialize_str(Visitor(PhantomData))
    }
}
