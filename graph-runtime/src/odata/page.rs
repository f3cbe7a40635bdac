//! Pages of collections.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, de};

use super::list::List;

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
/// What does not matter for the items is read leniently: a link that is empty and a count that is negative or no number are
/// `None`, and `"value": null` is a page without items. A page with a property `error` is an error: the service has broken it
/// off, and further items are missing.
///
/// See [Paging Microsoft Graph data in your app](https://learn.microsoft.com/graph/paging).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of this page. A page may be empty even if more pages follow.
    pub value: Vec<T>,
    /// The URL of the next page; `None` on the last page.
    #[serde(rename = "@odata.nextLink", skip_serializing_if = "Option::is_none")]
    pub next_link: Option<String>,
    /// The URL for a later query of the changes since this one; only on the last page of a delta query.
    #[serde(rename = "@odata.deltaLink", skip_serializing_if = "Option::is_none")]
    pub delta_link: Option<String>,
    /// The number of items in the whole collection; `None` if the request did not ask for it.
    #[serde(rename = "@odata.count", skip_serializing_if = "Option::is_none")]
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

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Page<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Properties<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Properties<T> {
            type Value = Page<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a page of a collection")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut properties: A) -> Result<Self::Value, A::Error> {
                let mut value = None;
                let mut page = Page::default();
                while let Some(name) = properties.next_key()? {
                    match name {
                        Property::Value => {
                            let List(items) = properties.next_value()?;
                            value = Some(items);
                        }
                        Property::Error if properties.next_value::<Presence>()?.0 => {
                            return Err(de::Error::custom(BROKEN_OFF));
                        }
                        Property::Error => {}
                        Property::NextLink => page.next_link = link(properties.next_value()?),
                        Property::DeltaLink => page.delta_link = link(properties.next_value()?),
                        Property::Count => Count(page.count) = properties.next_value()?,
                        Property::Other => {
                            properties.next_value::<de::IgnoredAny>()?;
                        }
                    }
                }
                page.value = value.ok_or_else(|| de::Error::missing_field("value"))?;
                Ok(page)
            }
        }

        deserializer.deserialize_map(Properties(PhantomData))
    }
}

#[derive(Deserialize)]
#[serde(field_identifier)]
enum Property {
    #[serde(rename = "value")]
    Value,
    #[serde(rename = "@odata.nextLink")]
    NextLink,
    #[serde(rename = "@odata.deltaLink")]
    DeltaLink,
    #[serde(rename = "@odata.count")]
    Count,
    /// The error with which the service breaks a page off after some of its items.
    #[serde(rename = "error")]
    Error,
    #[serde(other)]
    Other,
}

fn link(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// The message of the error for a page that the service broke off.
pub(crate) const BROKEN_OFF: &str = "the page ends in an error";

/// Whether a value is not `null`.
struct Presence(bool);

impl<'de> Deserialize<'de> for Presence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Option::<de::IgnoredAny>::deserialize(deserializer)?.is_some()))
    }
}

/// The number of items, if what was sent is one.
struct Count(Option<u64>);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self(None))
    }
}

impl<'de> de::Visitor<'de> for Count {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of items")
    }

    fn visit_u64<E>(self, count: u64) -> Result<Self, E> {
        Ok(Self(Some(count)))
    }

    fn visit_i64<E>(self, count: i64) -> Result<Self, E> {
        Ok(Self(count.try_into().ok()))
    }

    /// A number such as `3.0`.
    fn visit_f64<E>(self, count: f64) -> Result<Self, E> {
        Ok(Self(if count.fract() == 0.0 { format!("{count:.0}").parse().ok() } else { None }))
    }

    fn visit_str<E>(self, count: &str) -> Result<Self, E> {
        Ok(Self(count.trim().parse().ok()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<de::IgnoredAny>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut properties: A) -> Result<Self, A::Error> {
        while properties.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Page<u8> {
        serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
    }

    #[test]
    fn a_count_is_read_if_it_is_one_and_never_costs_the_items() {
        for (count, expected) in [
            ("7", Some(7)),
            ("\"7\"", Some(7)),
            ("\" 7 \"", Some(7)),
            ("7.0", Some(7)),
            ("-1", None),
            ("\"-1\"", None),
            ("7.5", None),
            ("1e300", None),
            ("\"many\"", None),
            ("null", None),
            ("true", None),
            ("[1, [2]]", None),
            ("{\"a\": {}}", None),
        ] {
            let page = read(&format!(r#"{{"@odata.count": {count}, "value": [1]}}"#));
            assert_eq!((page.value, page.count), (vec![1], expected), "{count}");
        }
    }

    #[test]
    fn an_empty_link_is_none() {
        for link in ["\"\"", "\" \"", "null"] {
            let page = read(&format!(r#"{{"@odata.nextLink": {link}, "@odata.deltaLink": {link}, "value": [1]}}"#));
            assert_eq!(page, Page::from(vec![1]), "{link}");
        }
        let page = read(r#"{"value": [], "@odata.nextLink": "n", "@odata.deltaLink": "d"}"#);
        assert_eq!((page.next_link.as_deref(), page.delta_link.as_deref()), (Some("n"), Some("d")));
    }

    #[test]
    fn a_link_that_is_no_text_is_an_error_since_items_would_be_lost() {
        assert!(serde_json::from_str::<Page<u8>>(r#"{"value": [1], "@odata.nextLink": 2}"#).is_err());
    }

    #[test]
    fn annotations_are_read_in_any_order_and_even_if_they_are_sent_again() {
        let page = read(
            r##"{"@odata.context": "c", "@odata.count": 1, "@microsoft.graph.tips": {"x": [1]}, "value@odata.type": "#a",
                "@odata.nextLink": "n", "value": [1], "@odata.count": 2, "@odata.nextLink": "m", "extra": null}"##,
        );
        assert_eq!((page.value, page.count, page.next_link.as_deref()), (vec![1], Some(2), Some("m")));
    }

    #[test]
    fn a_page_that_is_broken_off_is_an_error_since_items_would_be_lost() {
        let error =
            serde_json::from_str::<Page<u8>>(r#"{"value": [1], "error": {"code": "x"}}"#).expect_err("an error");
        assert!(error.to_string().starts_with(BROKEN_OFF), "{error}");
        assert_eq!(read(r#"{"value": [1], "error": null}"#).value, [1]);
    }

    #[test]
    fn null_is_a_page_without_items_and_a_missing_value_is_an_error() {
        assert_eq!(read(r#"{"value": null}"#), Page::default());
        let error = serde_json::from_str::<Page<u8>>("{}").expect_err("no items").to_string();
        assert!(error.starts_with("missing field `value`"), "{error}");
    }
}
