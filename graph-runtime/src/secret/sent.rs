//! The secret values of a request, which are noted while it is written.

use std::{cell::RefCell, fmt, sync::Arc};

use bytes::Bytes;
use serde::{
    Serialize,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use zeroize::Zeroizing;

use crate::prepare::json;

/// A shorter secret is not looked for in a response, because its text may occur there by chance: `true`, `12345`.
pub(crate) const MIN_LENGTH: usize = 6;

/// The secret values that a request contains. They are overwritten in memory when the last copy is dropped.
#[derive(Clone, Default)]
pub(crate) struct SentSecrets(Vec<Arc<SentSecret>>);

enum SentSecret {
    Text(Zeroizing<Vec<u8>>),
    /// A whole body, which is shared with the request.
    Body(Bytes),
}

impl SentSecret {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text,
            Self::Body(body) => body,
        }
    }
}

impl SentSecrets {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(|secret| secret.bytes())
    }

    /// Adds the secrets of another request, which is sent inside this one.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
    }

    fn add(&mut self, secret: SentSecret) {
        let is_known = self.iter().any(|known| known == secret.bytes());
        if secret.bytes().len() >= MIN_LENGTH && !is_known {
            self.0.push(Arc::new(secret));
        }
    }
}

impl fmt::Debug for SentSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} secrets]", self.0.len())
    }
}

thread_local! {
    /// The secrets noted so far, while a request is written on this thread.
    static NOTED: RefCell<Option<SentSecrets>> = const { RefCell::new(None) };
}

/// A guard: until it is dropped, the secret values that are written on this thread are noted.
pub(crate) struct Noting {
    before: Option<SentSecrets>,
}

impl Noting {
    pub(crate) fn start() -> Self {
        Self { before: NOTED.replace(Some(SentSecrets::default())) }
    }

    /// Ends, and returns the secrets that were noted.
    pub(crate) fn finish(self) -> SentSecrets {
        let noted = NOTED.take().unwrap_or_default();
        drop(self);
        noted
    }
}

impl Drop for Noting {
    fn drop(&mut self) {
        NOTED.set(self.before.take());
    }
}

fn note(secret: impl FnOnce() -> SentSecret) {
    NOTED.with_borrow_mut(|noted| {
        if let Some(noted) = noted {
            noted.add(secret());
        }
    });
}

/// Notes a text.
pub(crate) fn note_text(text: &[u8]) {
    note(|| SentSecret::Text(Zeroizing::new(text.trim_ascii().to_vec())));
}

/// Notes a whole body.
pub(crate) fn note_body(body: &Bytes) {
    note(|| SentSecret::Body(body.clone()));
}

/// Notes the texts and numbers in JSON that was written.
pub(crate) fn note_json(json: &[u8]) {
    if NOTED.with_borrow(Option::is_some) {
        // Whatever precedes a mistake is noted.
        let _ = Leaves.deserialize(&mut serde_json::Deserializer::from_slice(json));
    }
}

/// Notes the texts and numbers in a value that is written as JSON.
pub(crate) fn note_value<T: Serialize + ?Sized>(value: &T) {
    // Taken out, because a secret may contain others.
    let Some(noted) = NOTED.take() else { return };
    let mut json = Zeroizing::new(Vec::new());
    let written = json::write(value, &mut json);
    NOTED.set(Some(noted));
    if written.is_ok() {
        note_json(&json);
    }
}

/// The texts and numbers in JSON, apart from the names of properties.
struct Leaves;

impl<'de> DeserializeSeed<'de> for Leaves {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Leaves {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        note_text(text.as_bytes());
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        note_text(number.to_string().as_bytes());
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        note_text(number.to_string().as_bytes());
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        note_text(number.to_string().as_bytes());
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while elements.next_element_seed(Self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<(), A::Error> {
        while properties.next_key::<IgnoredAny>()?.is_some() {
            properties.next_value_seed(Self)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn texts(secrets: &SentSecrets) -> Vec<&str> {
        secrets.iter().map(|secret| std::str::from_utf8(secret).expect("text")).collect()
    }

    #[test]
    fn what_is_secret_in_json_is_noted_once() {
        let noting = Noting::start();
        let value = serde_json::json!({"hunter1": ["hunter2", " hunter3\r\n", {"x": "hunter\u{e9}\n\"2"}, 1_234_567]});
        let written = serde_json::to_string(&(Secret::new(Secret::new(value)), "shown to all", Secret::new("hunter2")));
        assert!(written.expect("JSON").contains("hunter1"));
        let secrets = noting.finish();
        assert_eq!(texts(&secrets), ["hunter2", "hunter3", "hunter\u{e9}\n\"2", "1234567"]);
        assert_eq!(format!("{secrets:?}"), "[4 secrets]");
    }

    #[test]
    fn short_values_and_those_outside_of_a_request_are_not_noted() {
        note_text(b"hunter0");
        let outer = Noting::start();
        note_text(b"hunter1");
        let inner = Noting::start();
        note_json(br#"["short", true, null, 12345, "hunter2"#);
        assert_eq!(texts(&inner.finish()), Vec::<&str>::new());
        note_value("hunter3");
        assert_eq!(texts(&outer.finish()), ["hunter1", "hunter3"]);
        note_text(b"hunter4");
        assert_eq!(texts(&Noting::start().finish()), Vec::<&str>::new());
    }
}
