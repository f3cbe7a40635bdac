//! String literals. syn reads one whole to look at it, once more to take it, and again for its value; every declaration
//! has several, and they are read by a macro that is compiled without optimization.

use proc_macro2::Literal;
use syn::{LitStr, parse::ParseStream};

/// Whether a string literal comes next, be it one that a macro was given as `$l:literal`.
pub(super) fn is_next(input: ParseStream<'_>) -> bool {
    input.cursor().literal().is_some_and(|(literal, _)| is_string(&literal))
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
    use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
    use syn::{
        LitStr,
        parse::{ParseStream, Parser},
    };

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
        let is_next = |code: TokenStream| {
            let shown = code.to_string();
            let read = |input: ParseStream<'_>| {
                let (next, expected) = (super::is_next(input), input.peek(LitStr));
                input.parse::<TokenStream>()?;
                assert_eq!(next, expected, "{shown}");
                Ok(next)
            };
            let in_group = TokenTree::from(Group::new(Delimiter::None, code.clone()));
            assert_eq!(read.parse2(in_group.into()).expect(&shown), read.parse2(code).expect(&shown), "{shown}");
            read.parse_str(&shown).expect(&shown)
        };
        for string in [r#""a""#, r##"r#"a"#"##, r#"r"a""#] {
            assert!(is_next(string.parse().expect(string)), "{string}");
        }
        for other in ["1", "'a'", r#"b"a""#, r#"c"a""#, r#"br"a""#, "true", "r", "a", "", "(\"a\")", "-1", "1.5"] {
            assert!(!is_next(other.parse().expect(other)), "{other}");
        }
    }
}
