//! One change of a collection.

use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use crate::{graph_enum, odata::additional::AdditionalProperties};

/// One change of a collection. Returned by [`Changes`](super::Changes).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change<T> {
    /// The item is new, or was changed. Also every item of the first enumeration. The service may return an item several
    /// times; the last one counts.
    Present(T),
    /// The item was removed.
    Removed(Removed),
    /// The service cannot say what has changed, and enumerates the whole collection anew. What the program has stored is
    /// out of date: items that do not come again before the end do not exist anymore.
    Reset(Reset),
}

/// An item that was removed, which the service marks with `@removed`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct Removed {
    /// The ID of the item, or `None` if the service did not send it.
    #[serde(default)]
    pub id: Option<String>,
    #[serde(rename = "@removed")]
    mark: Mark,
    /// The other properties that the service sent.
    #[serde(flatten)]
    pub additional: AdditionalProperties,
}

impl Removed {
    /// Returns the reason, or `None` if the service did not send it.
    #[must_use]
    pub fn reason(&self) -> Option<&RemovedReason> {
        self.mark.reason.as_ref()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Mark {
    #[serde(default)]
    reason: Option<RemovedReason>,
}

graph_enum! {
    /// Why an item was removed.
    pub enum RemovedReason {
        /// The item was deleted, but can be restored, or does not match the request anymore.
        Changed = "changed",
        /// The item was deleted for good.
        Deleted = "deleted",
    }
}

/// A collection that the service enumerates anew.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reset {
    /// The error code, such as `resyncRequired`; `None` if the service did not send one.
    ///
    /// A drive says by it what to do with items that the program has and that do not come again:
    /// `resyncChangesApplyDifferences` to delete them, `resyncChangesUploadDifferences` to upload them.
    pub code: Option<String>,
}

/// An item of a page: present or removed.
pub(crate) struct Item<T>(pub(super) Change<T>);

impl<'de, T: de::DeserializeOwned> Deserialize<'de> for Item<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Held as text, because the mark can be the last property.
        let object = Box::<RawValue>::deserialize(deserializer)?;
        let is_removed = object.get().contains("@removed") && has_mark(object.get());
        let change = if is_removed {
            serde_json::from_str(object.get()).map(Change::Removed)
        } else {
            serde_json::from_str(object.get()).map(Change::Present)
        };
        change.map(Self).map_err(|error| {
            let text = error.to_string();
            // The place is that in the item.
            de::Error::custom(text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message))
        })
    }
}

/// Whether an object has the mark itself, not in a property.
fn has_mark(object: &str) -> bool {
    #[derive(Deserialize)]
    struct Marked {
        #[serde(rename = "@removed", default)]
        mark: Option<de::IgnoredAny>,
    }

    serde_json::from_str::<Marked>(object).is_ok_and(|marked| marked.mark.is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn read(json: &str) -> Change<Value> {
        serde_json::from_str::<Item<Value>>(json).expect(json).0
    }

    #[test]
    fn only_an_item_that_is_marked_itself_is_removed() {
        let Change::Removed(removed) = read(r#"{"id": "7", "n": 1, "@removed": {"reason": "deleted"}}"#) else {
            panic!("it was removed");
        };
        assert_eq!((removed.id.as_deref(), removed.reason()), (Some("7"), Some(&RemovedReason::Deleted)));
        assert_eq!(removed.additional["n"], 1);
        let Change::Removed(removed) = read(r#"{"@removed": {}}"#) else { panic!("it was removed") };
        assert_eq!((removed.id.as_deref(), removed.reason()), (None, None));
        for present in [
            r#"{"id": "7", "members@delta": [{"id": "8", "@removed": {"reason": "deleted"}}]}"#,
            r#"{"id": "@removed"}"#,
            r#"{"id": "7", "@removed": null}"#,
        ] {
            assert!(matches!(read(present), Change::Present(_)), "{present}");
        }
    }

    #[test]
    fn the_mistake_in_an_item_is_told_without_its_place_in_the_text_that_is_held() {
        #[derive(Debug, Deserialize)]
        struct User {
            #[serde(rename = "id")]
            _id: String,
        }
        let error = serde_json::from_str::<Vec<Item<User>>>(r#"[{"id": "1"}, {"name": "x"}]"#).err().expect("no ID");
        assert_eq!(error.to_string(), "missing field `id` at line 1 column 28");
    }
}
