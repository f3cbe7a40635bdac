//! What holds for any value in a path.

use graph_runtime::__fuzzing as runtime;
use percent_encoding::percent_decode_str;

/// Paths with a value in every position, and the text that takes the place of the value where it changes nothing.
const TEMPLATES: [&str; 14] = [
    "/users/<id>/messages",
    "/sites/contoso,<id>,1/a-<id>.b",
    "/users/<id>",
    "/f(a='x',b='<id>',c=1)/g",
    "/f(a='x',b=<id>,c=1)/g",
    "/f(a=['x'],b=['<id>'],c=1)/g",
    "/f(a=['x'],b=[<id>],c=1)/g",
    "/users(mail='<id>')/$count",
    "/partners/a='x',b='<id>',c='<id>'/x",
    "/partners/a='x',b=<id>,c=1/x",
    "/partners/'<id>'/x",
    "/drives/<id>/items/<id>:/a/<id>:/content",
    "/drives/1/root:/a/<id..>:/content",
    "/drives/1/root:/<id..>/<id>",
];

/// Any text as the value of every placeholder: a server reads the same segments, arguments and literals as for a value
/// that is only a letter.
///
/// # Panics
///
/// If what has to hold does not.
pub fn path_value(value: &str) {
    for template in TEMPLATES {
        let Some(path) = runtime::encoded_path(template, value) else { continue };
        let plain = if template.contains("..>") { plain_path(value) } else { String::from("v") };
        let expected = runtime::encoded_path(template, &plain).expect("letters can be anywhere");
        assert!(path.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\\"<>".contains(&byte)), "{path}");
        assert_eq!(shapes(&path, &expected), shapes(&expected, &expected), "{template}: {value:?} makes {path}");
    }
}

/// A letter for each segment of a path.
fn plain_path(value: &str) -> String {
    value.split('/').map(|_| "v").collect::<Vec<_>>().join("/")
}

/// What a server reads in a path, apart from the values: it splits the path at slashes and colons, undoes the
/// percent-encoding of each segment, and reads the arguments in those that have some in the expected path.
fn shapes(path: &str, expected: &str) -> Vec<String> {
    assert_eq!(path.split('/').count(), expected.split('/').count(), "{path} has the segments of {expected}");
    let mut is_between_colons = false;
    let mut shapes = Vec::new();
    for (segment, expected) in path.split('/').zip(expected.split('/')).skip(1) {
        let (name, colon) = segment.strip_suffix(':').map_or((segment, ""), |name| (name, ":"));
        let decoded = percent_decode_str(name).decode_utf8().expect("UTF-8");
        assert!(!matches!(&*decoded, "" | "." | ".."), "{path} has a segment that leads elsewhere");
        let has_arguments = expected.contains('(') || expected.starts_with('\'') || expected.starts_with("a='x',");
        shapes.push(if has_arguments {
            arguments(&decoded)
        } else {
            assert!(is_between_colons || !name.contains(['(', ')']), "{path} calls a function");
            assert!(!is_between_colons || !name.contains(':'), "{path} has another colon");
            format!("{}{colon}", system(&decoded))
        });
        is_between_colons ^= !colon.is_empty();
    }
    shapes
}

/// A segment of OData, such as `$count`.
fn system(segment: &str) -> &str {
    let is_system = ["$count", "$ref", "$value", "$batch", "$entity", "$metadata"].contains(&segment);
    if is_system { segment } else { "" }
}

/// What separates the values in a segment. The text in a literal is a value.
fn arguments(segment: &str) -> String {
    let mut shape = String::new();
    let mut in_quotes = false;
    let mut chars = segment.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' if in_quotes && chars.next_if_eq(&'\'').is_some() => {}
            '\'' => {
                in_quotes = !in_quotes;
                shape.push(c);
            }
            _ if in_quotes => {}
            '(' | ')' | ',' | '=' | '[' | ']' | '@' | '$' | ';' | '&' => shape.push(c),
            _ => {}
        }
    }
    assert!(!in_quotes, "{segment} has a literal without an end");
    shape
}
