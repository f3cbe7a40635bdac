//! The IDs that the client gives to its requests.

use std::sync::Arc;

use uuid::{Builder, Uuid};

/// Returns a random UUID.
///
/// It needs to be unique, not unpredictable, so no call asks the operating system for randomness.
pub(crate) fn fresh() -> Arc<str> {
    let id = Builder::from_random_bytes(fastrand::u128(..).to_be_bytes()).into_uuid();
    Arc::from(&*id.as_hyphenated().encode_lower(&mut Uuid::encode_buffer()))
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, thread};

    use super::*;

    #[test]
    fn ids_are_unique_across_threads() {
        const EACH: usize = 10_000;
        let ids = || (0..EACH).map(|_| fresh()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| thread::spawn(ids)).collect();
        let mut seen: HashSet<Arc<str>> = ids().into_iter().collect();
        for thread in threads {
            seen.extend(thread.join().expect("no panic"));
        }
        assert_eq!(seen.len(), 5 * EACH);
    }

    #[test]
    fn an_id_is_a_random_uuid() {
        let id = Uuid::parse_str(&fresh()).expect("a UUID");
        assert_eq!((id.get_version_num(), id.get_variant()), (4, uuid::Variant::RFC4122));
    }
}
