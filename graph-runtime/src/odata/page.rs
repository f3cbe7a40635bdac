//! Pages of collections.

use serde::{Deserialize, Serialize};

/// One page of a collection: the response type of an action with `returns = Page<T>`.
///
/// ```
/// use graph_runtime::Page;
///
/// let page: Page<String> = serde_json::from_str(
///     r#"{"value": ["a", "b"], "@odata.nextLink": "https://graph.microsoft.com/v1.0/x?$skiptoken=2"}"#,
/// )?;
/// assert_eq!(page.value, ["a", "b"]);
/// assert!(page.next_link.is_some());
/// assert_eq!(Page::from(vec![1, 2]).value, [1, 2]);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// See [Paging Microsoft Graph data in your app](https://learn.microsoft.com/graph/paging).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page. A page may be empty even if more pages follow.
    pub value: Vec<T>,
    /// The URL of the next page; `None` on the last page.
    #[serde(rename = "@odata.nextLink", default, skip_serializing_if = "Option::is_none")]
    pub next_link: Option<String>,
    /// The URL for a later query of the changes since this one; only on the last page of a delta query.
    #[serde(rename = "@odata.deltaLink", default, skip_serializing_if = "Option::is_none")]
    pub delta_link: Option<String>,
    /// The number of items in the whole collection; `None` if the request did not ask for it.
    #[serde(rename = "@odata.count", default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

impl<T> Default for Page<T> {
    /// Returns a last page without items.
    fn default() -> Self {
        Self { value: Vec::new(), next_link: None, delta_link: None, count: None }
    }
}

impl<T> From<Vec<T>> for Page<T> {
    /// Returns a last page with these items.
    fn from(value: Vec<T>) -> Self {
        Self { value, ..Self::default() }
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    /// Returns an iterator over the items of this page only.
    fn into_iter(self) -> Self::IntoIter {
        self.value.into_iter()
    }
}
