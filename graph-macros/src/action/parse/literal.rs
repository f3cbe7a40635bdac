//! String literals. syn reads one whole to look at it, once more to take it, and again for its value; every declaration
//! has several, and they are read by a macro that is compiled without optimization.

use proc_macro2::Literal;
use syn::{LitStr, parse::ParseStream};

/// Whether a string literal comes next.
pub(super) fn is_next(input: ParseStream<'_>) -> bool {
    let literal = input.cursor().literal();
    literal.is_some_and(|(literal, _)| is_string(&literal)) || literal_in_group(input)
}

/// A literal that a macro was given as `$l:literal` stands in an invisible group.
fn literal_in_group(input: ParseStream<'_>) -> bool {
    input.cursor().group(proc_macro2::Delimiter::None).is_some() && input.peek(LitStr)
}

fn is_string(literal: &Literal) -> bool {
    matches!(literal.to_string().as_bytes(), [b'"' | b'r', ..])
}

/// The text that a literal stands for.
pub(crate) fn value(literal: &LitStr) -> String {
    let written = literal.token().to_string();
    match written.as_bytes() {
        // Most literals say what they stand for as it is.
        [b'"', text @ .., b'"'] if !text.contains(&b'\\') && !text.contains(&b'\r') => {
            written[1..written.len() - 1].to_owned()
        }
        _ => literal.value(),
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use syn::{LitStr, parse::Parser};

    #[test]
    fn values_are_those_of_syn() {
        for written in [
            r#""""#,
            r#""a""#,
            r#""ünder/<id>""#,
            r#""a\tb""#,
            r#""\"""#,
            r#""\\""#,
            r#""\u{41}""#,
            "\"a\\\n  b\"",
            "\"a\nb\"",
            "r\"a\\\"",
            "r#\"a\"b\"#",
            "\"a\"suffix",
        ] {
            let literal: LitStr = syn::parse_str(written).expect(written);
            assert_eq!(super::value(&literal), literal.value(), "{written}");
        }
    }

    #[test]
    fn strings_are_told_from_other_literals() {
        let is_next = |code: &str| {
            let read = |input: syn::parse::ParseStream<'_>| {
                let (next, expected) = (super::is_next(input), input.peek(LitStr));
                input.parse::<TokenStream>()?;
                assert_eq!(next, expected, "{code}");
                Ok(next)
            };
            read.parse_str(code).expect(code)
        };
        for string in [r#""a""#, r##"r#"a"#"##, r#"r"a""#] {
            assert!(is_next(string), "{string}");
        }
        for other in ["1", "'a'", r#"b"a""#, r#"c"a""#, r#"br"a""#, "true", "r", "a", "", "(\"a\")", "-1", "1.5"] {
            assert!(!is_next(other), "{other}");
        }
    }
}
