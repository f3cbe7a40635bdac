//! The files that fuzzing found interesting.

use std::{
    fs,
    panic::{RefUnwindSafe, catch_unwind},
    path::Path,
};

/// Tries every file of a target's corpus, which are texts.
///
/// # Panics
///
/// If one of them is no text, or if what has to hold does not hold for one.
pub fn try_texts(target: &str, check: fn(&str)) {
    try_files(target, |bytes| check(std::str::from_utf8(bytes).expect("this fuzzer takes text alone")));
}

/// Tries every file of a target's corpus.
///
/// # Panics
///
/// If what has to hold does not hold for one of them.
pub fn try_files(target: &str, check: impl Fn(&[u8]) + RefUnwindSafe) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut tried = 0;
    for entry in fs::read_dir(&folder).expect("the corpus is there") {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).expect("a file");
        let holds = catch_unwind(|| check(&bytes)).is_ok();
        assert!(holds, "{}: what is said above", path.display());
        tried += 1;
    }
    assert!(tried >= 20, "there are {tried} files for `{target}`");
}
