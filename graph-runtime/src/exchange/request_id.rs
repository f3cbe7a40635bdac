//! The ids that the client gives to its calls.

use std::{cell::Cell, sync::Arc};

use uuid::{Builder, Uuid, fmt::Hyphenated};

/// What an id is further than the one before it on the same thread: odd, so that all are passed before one comes again,
/// and far from its neighbours (2^128 divided by the golden ratio).
const STEP: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;

thread_local! {
    /// Begins at a random number of the operating system, which is asked once a thread: at each call, that would cost as
    /// much as all else that the client itself does for it.
    static NEXT: Cell<u128> = Cell::new(Uuid::new_v4().as_u128());
}

/// A fresh UUID, of version 4.
///
/// On one thread, none comes twice: the low 62 bits of a UUID are as they are given, and take all values before one comes
/// again. Those of two threads differ as two random UUIDs do.
fn next() -> Uuid {
    let number = NEXT.get();
    NEXT.set(number.wrapping_add(STEP));
    Builder::from_random_bytes(number.to_be_bytes()).into_uuid()
}

/// A fresh id.
pub(crate) fn fresh() -> Arc<str> {
    // What `uuid` writes by itself is unrolled into ten times the code, which a call would have to fetch.
    let mut text = String::with_capacity(Hyphenated::LENGTH);
    for (place, byte) in next().into_bytes().into_iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, thread};

    use super::*;

    #[test]
    fn no_id_is_given_twice_on_whichever_thread() {
        const EACH: usize = 10_000;
        let ids = || (0..EACH).map(|_| next()).collect::<Vec<_>>();
        let threads: Vec<_> = (0..4).map(|_| thread::spawn(ids)).collect();
        let mut seen: HashSet<Uuid> = ids().into_iter().collect();
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
