//! Lists of entities, whose memory is bounded while a response is decoded.
//!
//! A few bytes of JSON, `{}`, are an entity with a hundred absent properties. The length of a body therefore does not bound
//! the memory of what is decoded from it.

use std::{cell::Cell, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};

thread_local! {
    /// How much memory the items of lists may still take, in bytes.
    static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// How the message of an error starts if the items take too much memory.
pub(crate) const TOO_LARGE: &str = "the items take more memory than";

/// Decodes with a limit for the memory of the items of all lists, in bytes.
pub(crate) fn limited<T>(bytes: usize, decode: impl FnOnce() -> T) -> T {
    struct Restore(usize);

    impl Drop for Restore {
        fn drop(&mut self) {
            LEFT.set(self.0);
        }
    }

    let _restore = Restore(LEFT.replace(bytes));
    decode()
}

/// A list that takes no more memory than is left. `null` is an empty list.
///
/// Only the items themselves count, not what they point to, such as the characters of a string, which are as long as in
/// the body.
pub(crate) struct List<T>(pub(crate) Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(Items(PhantomData))
    }
}

struct Items<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Items<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_none<E>(self) -> Result<List<T>, E> {
        Ok(List(Vec::new()))
    }

    fn visit_unit<E>(self) -> Result<List<T>, E> {
        Ok(List(Vec::new()))
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<List<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<List<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            if items.len() == items.capacity() {
                grow(&mut items)?;
            }
            items.push(item);
        }
        Ok(List(items))
    }
}

/// Makes room for more items: doubles their number as far as there is memory left. While they are moved, the old and the new
/// memory exist at the same time.
fn grow<T, E: Error>(items: &mut Vec<T>) -> Result<(), E> {
    const FIRST: usize = 4;
    let (old, left, size) = (items.capacity(), LEFT.get(), size_of::<T>().max(1));
    let new = old.saturating_mul(2).max(FIRST).min(left / size);
    if new <= old {
        return Err(E::custom(TOO_LARGE));
    }
    LEFT.set(left - (new - old) * size);
    items.reserve_exact(new - old);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Vec<u64>, String> {
        serde_json::from_str::<List<u64>>(json).map(|list| list.0).map_err(|error| error.to_string())
    }

    #[test]
    fn a_list_is_read_up_to_the_limit() {
        assert_eq!(read("null"), Ok(vec![]));
        assert_eq!(read("[1, 2, 3, 4, 5]"), Ok(vec![1, 2, 3, 4, 5]));
        assert_eq!(limited(80, || read("[1, 2, 3, 4, 5, 6]")), Ok(vec![1, 2, 3, 4, 5, 6]));
        let error = limited(79, || read("[1, 2, 3, 4, 5, 6]")).expect_err("four numbers of eight bytes, moved to six");
        assert!(error.starts_with(TOO_LARGE), "{error}");
        assert_eq!(read("[1, 2, 3, 4, 5, 6, 7]").map(|items| items.len()), Ok(7), "the limit has ended");
    }

    #[test]
    fn all_lists_share_the_limit() {
        let both = || (read("[1, 2, 3, 4]").is_ok(), read("[1, 2, 3, 4]").is_ok());
        assert_eq!(limited(64, both), (true, true));
        assert_eq!(limited(63, both), (true, false));
    }

    #[test]
    fn a_mistake_is_told_as_by_serde() {
        for json in ["7", "{}", "\"a\""] {
            let by_serde = serde_json::from_str::<Option<Vec<u64>>>(json).expect_err("no list").to_string();
            assert_eq!(read(json), Err(by_serde), "{json}");
        }
    }
}
