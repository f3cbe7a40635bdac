//! Each section of `graph-runtime/docs/how_to.md` has an example that runs with the documentation tests.

use std::{fs, path::Path};

/// The title and the examples of each section.
fn sections() -> Vec<(String, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../graph-runtime/docs/how_to.md");
    let page = fs::read_to_string(path).expect("the page");
    let mut sections: Vec<(String, Vec<String>)> = Vec::new();
    let mut is_code = false;
    for line in page.lines() {
        let current = sections.last_mut().map(|(_, examples)| examples);
        match line.strip_prefix("```") {
            Some(language) if !is_code => {
                is_code = true;
                assert_eq!(language, "rust", "an example that is neither `no_run` nor `ignore`");
                current.expect("a section").push(String::new());
            }
            Some(_) => is_code = false,
            None if is_code => {
                let example = current.and_then(|examples| examples.last_mut()).expect("an example");
                example.push_str(line);
                example.push('\n');
            }
            None => {
                if let Some(title) = line.strip_prefix("# ") {
                    sections.push((title.to_owned(), Vec::new()));
                }
            }
        }
    }
    sections
}

#[test]
fn every_section_has_an_example_that_runs() {
    let sections = sections();
    assert!(sections.len() > 10, "the page was not read: {sections:?}");
    for (title, examples) in sections {
        assert!(!examples.is_empty(), "{title}: no example");
        for example in examples {
            // What is in a module runs only if something calls it.
            assert_eq!(
                example.contains("mod example {"),
                example.contains("\n# example::main().unwrap();\n"),
                "{title}"
            );
            assert!(example.contains("assert") || example.contains("mock.expect") || example.contains('?'), "{title}");
        }
    }
}
