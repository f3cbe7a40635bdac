//! Collections, which come in pages.

use serde::{Deserialize, Serialize};

/// One page of a collection: what `returns = Page<T>` reads.
///
/// ```
/// use graph_runtime::Page;
///
/// let page: Page<String> = serde_json::from_str(
///     r#"{"value": ["a", "b"], "@odata.nextLink": "https://graph.microsoft.com/v1.0/x?$skiptoken=2"}"#,
/// )?;
/// assert_eq!(page.value, ["a", "b"]);
/// assert!(page.next_link.is_some());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// See [Paging Microsoft Graph data in your app](https://learn.microsoft.com/graph/paging).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page. A page may be empty though more follow.
    pub value: Vec<T>,
    /// Where the next page is; none on the last one.
    #[serde(rename = "@odata.nextLink", default, skip_serializing_if = "Option::is_none")]
    pub next_link: Option<String>,
    /// Where the changes since this walk will be; only on the last page of a delta query.
    #[serde(rename = "@odata.deltaLink", default, skip_serializing_if = "Option::is_none")]
    pub delta_link: Option<String>,
    /// How many items the whole collection has, where that was asked for.
    #[serde(rename = "@odata.count", default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    /// The items of this page alone.
    fn into_iter(self) -> Self::IntoIter {
        self.value.into_iter()
    }
}
