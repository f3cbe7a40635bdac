//! What is written for the whole of Graph. The descriptions are those of Microsoft, in the folder that the environment
//! variable `GRAPH_IMPORT_CORPUS` names: `v1.0-2026-08-04.csdl` and `permissions-2026-08-07.json`.

#![expect(clippy::format_collect, reason = "short texts of tests")]
#![expect(clippy::print_stdout, reason = "what was left out, and what was counted, is printed")]

mod calls;
mod corpus;

use std::{fs, path::Path, process::Command};

use graph_import::write::{Note, Options, Written, write};

use crate::{
    calls::program,
    corpus::{Corpus, all_from_environment},
};

/// Writes operations with a name of their own each.
fn write_all(corpus: &Corpus, count: usize) -> (Vec<graph_import::description::Operation>, Written) {
    let operations = corpus.operations(count);
    let written = write(&operations, &corpus.schema.types, &Options::default());
    (operations, written)
}

#[test]
fn a_thousand_operations_compile_without_a_warning_and_prepare_their_paths() {
    let Some(corpus) = all_from_environment() else { return };
    let (operations, written) = write_all(&corpus, 1000);
    let unsound: Vec<_> = written.notes.iter().filter(|note| matches!(note, Note::Unsound { .. })).collect();
    assert!(unsound.is_empty(), "{unsound:#?}");
    let again = write_all(&corpus, 1000).1;
    assert!(written.file() == again.file(), "the second run writes something else");

    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../graph-runtime");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("thousand");
    fs::create_dir_all(folder.join("src")).expect("a folder");
    let manifest = format!(
        "[package]\nname = \"thousand\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         graph-runtime = {{ path = '{}', default-features = false }}\nserde = \"1\"\nserde_json = \"1\"\n\n[profile.dev]\ndebug = 0\n",
        runtime.display()
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(runtime.join("../Cargo.lock"), folder.join("Cargo.lock")).expect("the same versions");
    fs::write(folder.join("src/lib.rs"), written.file()).expect("a library");
    fs::write(folder.join("src/main.rs"), program(&operations, &written)).expect("a program");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--offline"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", folder.join("../target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    let shown: String = said.chars().take(8000).collect();
    assert!(output.status.success(), "{shown}\n{}", String::from_utf8_lossy(&output.stdout));
    assert!(!said.contains("warning"), "{shown}");
    println!(
        "{} operations, {} items, {} lines",
        operations.len(),
        written.items.len(),
        written.file().lines().count()
    );
}

#[test]
fn every_operation_is_written_as_the_language_wants_it() {
    let Some(corpus) = all_from_environment() else { return };
    let mut failed = Vec::new();
    let operations = corpus.operations(usize::MAX);
    for some in operations.chunks(500) {
        let written = write(some, &corpus.schema.types, &Options::default());
        failed
            .extend(written.notes.iter().filter(|note| matches!(note, Note::Unsound { .. })).map(ToString::to_string));
    }
    println!("{} operations", operations.len());
    assert!(
        failed.is_empty(),
        "{} of {}, such as:\n{}",
        failed.len(),
        operations.len(),
        failed[..failed.len().min(20)].join("\n")
    );
}

#[test]
fn a_user_needs_at_most_thirty_types() {
    let Some(corpus) = all_from_environment() else { return };
    let written = write(&[corpus.operation("GET /users/{id}")], &corpus.schema.types, &Options::default());
    println!("GET /users/{{id}}: {} types, {} lines", written.items.len() - 1, written.file().lines().count());
    assert!(written.items.len() - 1 <= 30, "{} types", written.items.len() - 1);
}
