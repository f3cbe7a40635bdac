//! One page of the response to a batch request, which is read without keeping more of it than is asked for.

use std::{borrow::Cow, fmt};

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::exchange::sensitive_headers;

/// The maximum number of headers of an item, and of the characters of their names and values together. Those beyond it are
/// ignored.
const MAX_HEADERS: usize = 100;
const MAX_HEADER_BYTES: usize = 64 * 1024;

/// The maximum length of an ID, in bytes as JSON. The client's own IDs are numbers.
const MAX_ID: usize = 64;

/// Reads a page: passes each element to a function, and returns the link to the next page.
pub(super) struct Page<F>(pub(super) F);

#[derive(Deserialize)]
#[serde(field_identifier)]
enum Property {
    #[serde(rename = "responses")]
    Responses,
    #[serde(rename = "@odata.nextLink", alias = "nextLink")]
    Next,
    #[serde(other)]
    Other,
}

impl<'de, F: FnMut(&'de RawValue)> DeserializeSeed<'de> for Page<F> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: FnMut(&'de RawValue)> Visitor<'de> for Page<F> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a batch response")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut properties: A) -> Result<Self::Value, A::Error> {
        let mut has_responses = false;
        let mut next = None;
        while let Some(name) = properties.next_key()? {
            match name {
                Property::Responses if has_responses => return Err(A::Error::duplicate_field("responses")),
                Property::Responses => {
                    properties.next_value_seed(Elements(&mut self.0))?;
                    has_responses = true;
                }
                Property::Next => next = properties.next_value::<Option<String>>()?,
                Property::Other => {
                    properties.next_value::<IgnoredAny>()?;
                }
            }
        }
        if !has_responses {
            return Err(A::Error::missing_field("responses"));
        }
        Ok(next.filter(|link| !link.trim().is_empty()))
    }
}

/// The elements of a page, which are not parsed yet, so that an invalid one does not make the whole page invalid.
struct Elements<'f, F>(&'f mut F);

impl<'de, F: FnMut(&'de RawValue)> DeserializeSeed<'de> for Elements<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(&'de RawValue)> Visitor<'de> for Elements<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the responses to the items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while let Some(element) = elements.next_element()? {
            (self.0)(element);
        }
        Ok(())
    }
}

/// The response to one item, with unparsed properties.
#[derive(Deserialize)]
pub(super) struct RawItemResponse<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow, default)]
    pub(super) status: Option<&'a RawValue>,
    #[serde(borrow, default)]
    headers: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) body: Option<&'a RawValue>,
}

impl RawItemResponse<'_> {
    /// Returns the ID, which is a string or a number, or an empty text if it is something else.
    pub(super) fn id(&self) -> Cow<'_, str> {
        let id = self.id.get();
        match id.as_bytes().first() {
            _ if id.len() > MAX_ID => "".into(),
            Some(b'"') => serde_json::from_str::<String>(id).unwrap_or_default().into(),
            Some(b'0'..=b'9') => id.into(),
            _ => "".into(),
        }
    }

    /// Returns the headers, up to [`MAX_HEADERS`] and [`MAX_HEADER_BYTES`]. Invalid ones are ignored.
    pub(super) fn headers(&self) -> HeaderMap {
        let mut headers = Headers::default();
        if let Some(raw) = self.headers {
            // What was read before a mistake is kept.
            let _ = (&mut headers).deserialize(&mut serde_json::Deserializer::from_str(raw.get()));
        }
        sensitive_headers::mark(&mut headers.map);
        headers.map
    }
}

/// The headers that were read so far.
#[derive(Default)]
struct Headers {
    map: HeaderMap,
    bytes: usize,
}

impl Headers {
    fn append(&mut self, name: &str, value: &str) {
        let bytes = self.bytes.saturating_add(name.len()).saturating_add(value.len());
        if self.map.len() >= MAX_HEADERS || bytes > MAX_HEADER_BYTES {
            return;
        }
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            self.map.append(name, value);
            self.bytes = bytes;
        }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Headers {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Headers {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("headers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<(), A::Error> {
        while let Some(Text(name)) = pairs.next_key()? {
            pairs.next_value_seed(Values { headers: self, name: &name })?;
        }
        Ok(())
    }
}

/// Text that is borrowed if possible.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// The values of one header: a text, a number, or a list of them.
struct Values<'h, 'n> {
    headers: &'h mut Headers,
    name: &'n str,
}

impl<'de> DeserializeSeed<'de> for Values<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Values<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value of a header")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.headers.append(self.name, value);
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.visit_str(&value.to_string())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.visit_str(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.visit_str(&value.to_string())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<(), A::Error> {
        while values.next_element_seed(Values { headers: &mut *self.headers, name: self.name })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<(), A::Error> {
        while properties.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}
