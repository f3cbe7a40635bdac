//! The forms of a report.

use graph_import::check::Format;

use crate::case::Case;

fn case() -> Case {
    Case::new().declared("pub delay: i32,", "pub delay: String,")
}

#[test]
fn text_begins_with_the_place() {
    let text = case().report().write(Format::Text, "crates/a/");
    let expected = "crates/a/lib.rs:26:9: error[type]: `delay` cannot hold what Graph takes
    in      StartThing.delay
    old     String
    new     Edm.Int32
    source  v1.0.csdl of 2026-08-04
    write   delay: i32

4 operations, 1 finding: 1 error
";
    assert_eq!(text, expected);
}

#[test]
fn json_has_every_part_of_a_finding() {
    let json: serde_json::Value = serde_json::from_str(&case().report().write(Format::Json, "")).expect("JSON");
    let expected = serde_json::json!({
        "operations": 4,
        "findings": [{
            "rule": "type", "severity": "error", "file": "lib.rs", "line": 26, "column": 9, "item": "StartThing.delay",
            "message": "`delay` cannot hold what Graph takes", "old": "String", "new": "Edm.Int32",
            "source": {"name": "v1.0.csdl", "date": "2026-08-04"}, "write": "delay: i32",
        }],
        "untold": [],
    });
    assert_eq!(json, expected);
}

#[test]
fn a_forge_gets_one_command_for_each_finding() {
    let text = case().report().write(Format::Github, "crates/a/");
    let expected = "::error file=crates/a/lib.rs,line=26,col=9,title=graph-import%3A type::`delay` cannot hold what Graph takes\
                    %0Ain StartThing.delay%0Aold: String%0Anew: Edm.Int32%0Asource: v1.0.csdl of 2026-08-04%0Awrite: delay: i32\n";
    assert_eq!(text, expected);
}
