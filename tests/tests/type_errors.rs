//! What the type checker finds: a field of a type that does not fit its place, a required field that was not set.
//!
//! rustc renders these, and renders them differently from version to version. What does not change is our own: the
//! message, its label, and the line it stands at. Each case in `type-errors/` says them in comments:
//!
//! ```text
//! offending code; //~ error: the message
//!                 //~ label: what is written below the underlined code
//! ```

use std::{collections::BTreeSet, env, fs, path::Path, process::Command};

use serde_json::Value;

/// A place in a case, and what is said there.
type Said = (String, usize, &'static str, String);

#[test]
fn the_type_checker_speaks_the_authors_language() {
    let cases = cases();
    assert!(cases.len() >= 10, "the cases are there");
    let expected: BTreeSet<_> = cases.iter().flat_map(|(name, text)| expected(name, text)).collect();
    let found = check(&cases);
    let missing: Vec<_> = expected.difference(&found).collect();
    let unexpected: Vec<_> = found.difference(&expected).filter(|(.., kind, _)| *kind == "error").collect();
    assert!(
        missing.is_empty() && unexpected.is_empty(),
        "not said: {missing:#?}\nnot expected: {unexpected:#?}\nfound: {found:#?}"
    );
}

/// The names and texts of all cases.
fn cases() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("type-errors");
    let mut cases: Vec<_> = fs::read_dir(&folder)
        .expect("the folder of the cases")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a text"))
        })
        .collect();
    cases.sort();
    cases
}

/// What the comments of a case say.
fn expected(name: &str, text: &str) -> Vec<Said> {
    let mut said = Vec::new();
    // A comment on a line of its own is about the code above it.
    let mut place = 0;
    for (i, line) in text.lines().enumerate() {
        if !line.trim_start().starts_with("//~") {
            place = i + 1;
        }
        for (marker, kind) in [("//~ error: ", "error"), ("//~ label: ", "label")] {
            if let Some((_, message)) = line.split_once(marker) {
                said.push((name.to_owned(), place, kind, message.trim().to_owned()));
            }
        }
    }
    assert!(!said.is_empty(), "{name} says what it expects");
    said
}

/// Checks all cases, as programs of a package of their own, and gives what the compiler says.
fn check(cases: &[(String, String)]) -> BTreeSet<Said> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("type-errors");
    let programs = package.join("src/bin");
    let _ = fs::remove_dir_all(&programs);
    fs::create_dir_all(&programs).expect("a folder");
    for (name, text) in cases {
        fs::write(programs.join(name).with_extension("rs"), text).expect("a program");
    }
    let manifest = format!(
        "[package]\nname = \"type-errors\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         graph-runtime = {{ path = '{}' }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n",
        workspace.join("graph-runtime").display(),
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).expect("the same versions");
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--bins", "--keep-going", "--quiet", "--offline", "--message-format=json"])
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", package.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let messages = String::from_utf8(output.stdout).expect("cargo speaks UTF-8");
    assert!(messages.contains("compiler-message"), "cargo said: {}", String::from_utf8_lossy(&output.stderr));
    messages.lines().filter_map(|line| serde_json::from_str(line).ok()).flat_map(|message| said(&message)).collect()
}

/// What one message of the compiler says, if it is an error at a place.
fn said(message: &Value) -> Vec<Said> {
    let diagnostic = &message["message"];
    if message["reason"] != "compiler-message" || diagnostic["level"] != "error" {
        return Vec::new();
    }
    let name = message["target"]["name"].as_str().expect("a target").to_owned();
    let text = diagnostic["message"].as_str().expect("a message").to_owned();
    let spans = diagnostic["spans"].as_array().expect("spans");
    let Some(primary) = spans.iter().find(|span| span["is_primary"] == true) else {
        return Vec::new(); // "aborting due to 2 previous errors"
    };
    let line = usize::try_from(primary["line_start"].as_u64().expect("a line")).expect("a small number");
    let mut said = vec![(name.clone(), line, "error", text)];
    said.extend(primary["label"].as_str().map(|label| (name, line, "label", label.to_owned())));
    said
}
