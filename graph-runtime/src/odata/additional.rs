//! Properties without a field in their type.

use std::{
    fmt,
    ops::{Deref, DerefMut},
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The properties of an entity that have no field in its type.
///
/// Microsoft Graph adds properties at any time, and annotates entities with `@odata.type` and `@odata.context`. This type
/// keeps them, and writes them when the entity is serialized. Before you send an entity back, remove its
/// `@odata.context`, which belongs to the response that contained it.
///
/// `Debug` shows only the names, since an unknown value may be a secret. `Serialize` writes the values.
///
/// It is the type of a field with `#[graph(additional)]` in a type with [`#[graph_type]`](macro@crate::graph_type).
///
/// ```
/// use graph_runtime::{graph_type, odata::AdditionalProperties};
///
/// /// A token of Apple's Volume Purchase Program.
/// #[graph_type]
/// pub struct VppToken {
///     pub id: String,
///     #[graph(additional)]
///     pub additional: AdditionalProperties,
/// }
///
/// let token: VppToken = serde_json::from_str(r##"{"@odata.type": "#microsoft.graph.vppToken", "id": "9ceb2f92"}"##)?;
/// assert_eq!(token.additional["@odata.type"], "#microsoft.graph.vppToken");
/// assert_eq!(serde_json::to_value(&token)?["@odata.type"], "#microsoft.graph.vppToken");
/// assert_eq!(format!("{:?}", token.additional), r#"{"@odata.type"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AdditionalProperties(Map<String, Value>);

impl AdditionalProperties {
    /// Returns the entity tag, from the annotation `@odata.etag`, or `None` if there is none.
    ///
    /// ```
    /// use graph_runtime::odata::AdditionalProperties;
    ///
    /// let properties: AdditionalProperties = serde_json::from_str(r#"{"@odata.etag": "W/\"7\""}"#)?;
    /// assert_eq!(properties.etag(), Some("W/\"7\""));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.0.get("@odata.etag")?.as_str()
    }

    /// Returns the properties as a JSON object.
    #[must_use]
    pub fn into_inner(self) -> Map<String, Value> {
        self.0
    }
}

impl From<Map<String, Value>> for AdditionalProperties {
    fn from(properties: Map<String, Value>) -> Self {
        Self(properties)
    }
}

impl FromIterator<(String, Value)> for AdditionalProperties {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(properties: I) -> Self {
        Self(properties.into_iter().collect())
    }
}

impl Extend<(String, Value)> for AdditionalProperties {
    fn extend<I: IntoIterator<Item = (String, Value)>>(&mut self, properties: I) {
        self.0.extend(properties);
    }
}

impl Deref for AdditionalProperties {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for AdditionalProperties {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl fmt::Debug for AdditionalProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
