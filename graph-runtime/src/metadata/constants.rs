//! What every request of an action contains without a field.

use std::fmt;

/// The constants of an action: the headers, query parameters and properties that every request contains, from the
/// arguments `header(…)`, `query(…)` and `property(…)` of [`#[graph_action]`](crate::graph_action).
///
/// ```
/// use graph_runtime::{GraphAction, graph_action, odata::PlainText};
///
/// /// Counts the users.
/// #[graph_action(
///     GET, "/users/$count",
///     returns = PlainText<u64>,
///     perms = "User.ReadBasic.All",
///     header("ConsistencyLevel" = "eventual"),
/// )]
/// pub struct CountUsers;
///
/// let headers: Vec<_> = CountUsers::METADATA.constants.headers().collect();
/// assert_eq!(headers, [("ConsistencyLevel", "eventual")]);
/// assert!(CountUsers::METADATA.constants.query().next().is_none());
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Constants {
    /// Lines of the form `header: name value`.
    headers: &'static str,
    /// Lines of the form `query: name value`.
    query: &'static str,
    /// Lines of the form `property: name value`.
    properties: &'static str,
}

/// The keys of the lines of a declaration.
pub(crate) const HEADER: &str = "header: ";
pub(crate) const QUERY: &str = "query: ";
pub(crate) const PROPERTY: &str = "property: ";

impl Constants {
    /// The constants of an action without any.
    pub(crate) const NONE: Self = Self { headers: "", query: "", properties: "" };

    /// Creates constants from the lines of a declaration.
    pub(crate) const fn declare(headers: &'static str, query: &'static str, properties: &'static str) -> Self {
        Self { headers, query, properties }
    }

    /// Returns an iterator over the names and values of the headers, in the order of the declaration. A header of the
    /// same name of the call replaces one; the values of `Prefer` are joined.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        pairs(self.headers, HEADER)
    }

    /// Returns an iterator over the names and values of the query parameters, in the order of the declaration and
    /// without percent-encoding. An option of the caller's [`QueryOptions`](crate::QueryOptions) replaces one.
    pub fn query(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        pairs(self.query, QUERY)
    }

    /// Returns an iterator over the names and values of the properties of the JSON body, in the order of the
    /// declaration. The values are JSON: a string is in quotation marks.
    pub fn properties(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        pairs(self.properties, PROPERTY)
    }
}

/// Splits lines of the form `key: name value`.
fn pairs(lines: &'static str, key: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    lines.lines().map(move |line| {
        let pair = line.get(key.len()..).unwrap_or_default();
        pair.split_once(' ').unwrap_or((pair, ""))
    })
}

impl fmt::Debug for Constants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Constants")
            .field("headers", &self.headers().collect::<Vec<_>>())
            .field("query", &self.query().collect::<Vec<_>>())
            .field("properties", &self.properties().collect::<Vec<_>>())
            .finish()
    }
}
