//! The words of a declaration, by which a name is known to be free.

use syn::{Path, ext::IdentExt};

/// The identifiers of a declaration that begin like the name of a type, as do all names that an expansion uses where the
/// author's own types stand too.
#[derive(Debug, Default)]
pub(crate) struct Words {
    capitalized: Vec<String>,
    /// Whether something stands under a condition, or may be.
    pub(crate) has_cfg: bool,
}

impl Words {
    /// The words of some code. What strings and comments say is no code.
    pub(crate) fn of(code: [&str; 2]) -> Self {
        let mut words = Self::default();
        for code in code {
            words.read(code);
        }
        words
    }

    /// Counts a path among the words that a string of the declaration stands for.
    pub(crate) fn add_path(&mut self, path: &Path) {
        self.capitalized.extend(path.segments.iter().map(|segment| segment.ident.unraw().to_string()));
    }

    pub(crate) fn contain(&self, name: &str) -> bool {
        self.capitalized.iter().any(|word| word == name)
    }

    // Every declaration is read whole, by a macro that is compiled without optimization: bytes and places are all that
    // this uses.
    fn read(&mut self, code: &str) {
        let bytes = code.as_bytes();
        let at = |place: usize| bytes.get(place).copied().unwrap_or(0);
        let mut place = 0;
        while place < bytes.len() {
            match bytes[place] {
                b'"' => place = end_of_string(bytes, place),
                b'/' if at(place + 1) == b'/' => place = end_of_line(bytes, place),
                b'/' if at(place + 1) == b'*' => place = end_of_comment(bytes, place),
                b'\'' => place = end_of_character(bytes, place).unwrap_or(place + 1),
                byte if is_in_word(byte) => {
                    let start = place;
                    while is_in_word(at(place)) {
                        place += 1;
                    }
                    match at(place) {
                        b'"' | b'#' if matches!(&bytes[start..place], b"r" | b"br" | b"cr") => {
                            place = end_of_raw(bytes, place);
                        }
                        _ => self.add(&code[start..place]),
                    }
                }
                _ => place += 1,
            }
        }
    }

    fn add(&mut self, word: &str) {
        if !word.as_bytes()[0].is_ascii_lowercase() {
            self.capitalized.push(word.to_owned());
        } else if word.starts_with("cfg") {
            self.has_cfg = true;
        }
    }
}

/// Whether a byte belongs to an identifier or a number; what is not ASCII does.
fn is_in_word(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'_' | b'A'..=b'Z' | b'0'..=b'9' | 0x80..)
}

/// The end of a character; a lifetime, which has no second quote, is none.
fn end_of_character(bytes: &[u8], start: usize) -> Option<usize> {
    let mut end = start + 2;
    if bytes.get(start + 1) == Some(&b'\\') {
        end += 1;
        while *bytes.get(end)? != b'\'' {
            end += 1;
        }
    }
    while matches!(bytes.get(end), Some(0x80..0xC0)) {
        end += 1;
    }
    (bytes.get(end) == Some(&b'\'')).then_some(end + 1)
}

fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut place = start + 1;
    while place < bytes.len() {
        match bytes[place] {
            b'"' => return place + 1,
            b'\\' => place += 2,
            _ => place += 1,
        }
    }
    place
}

/// The end of a raw string, from the first of its signs or its quote; of a raw identifier, that of the sign.
fn end_of_raw(bytes: &[u8], start: usize) -> usize {
    let mut quote = start;
    while bytes.get(quote) == Some(&b'#') {
        quote += 1;
    }
    let signs = quote - start;
    if bytes.get(quote) != Some(&b'"') {
        return quote;
    }
    let mut place = quote + 1;
    while place < bytes.len() {
        if bytes[place] == b'"' {
            let end = place + 1 + signs;
            if bytes.get(place + 1..end).is_some_and(|rest| rest.iter().all(|byte| *byte == b'#')) {
                return end;
            }
        }
        place += 1;
    }
    place
}

fn end_of_line(bytes: &[u8], start: usize) -> usize {
    let mut place = start;
    while place < bytes.len() && bytes[place] != b'\n' {
        place += 1;
    }
    place
}

fn end_of_comment(bytes: &[u8], start: usize) -> usize {
    let (mut place, mut depth) = (start, 0);
    while place < bytes.len() {
        match (bytes[place], bytes.get(place + 1)) {
            (b'/', Some(b'*')) => (place, depth) = (place + 2, depth + 1),
            (b'*', Some(b'/')) => {
                (place, depth) = (place + 2, depth - 1);
                if depth == 0 {
                    return place;
                }
            }
            _ => place += 1,
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[track_caller]
    fn check(code: &str, words: &[&str]) {
        assert_eq!(Words::of([code, ""]).capitalized, words, "{code}");
    }

    #[test]
    fn names_of_types_are_found() {
        check(
            "pub struct Act<'a, S0> { id: Option<super::Into<'a, S0>>, r#Set: u8 }",
            &["Act", "S0", "Option", "Into", "S0", "Set"],
        );
        check("Ünder _Under 1 r Str", &["Ünder", "_Under", "1", "Str"]);
    }

    #[test]
    fn strings_and_comments_are_none() {
        check(r#"#[doc = "an \" Into"] A "#, &["A"]);
        check(r###"#[doc = r"an \"] A #[doc = r#"an " Into"#] B br##""# Into"## C r#""# D"###, &["A", "B", "C", "D"]);
        check("/// the author's \"Into\n A // Into\nB /* Into /* Into */ \" Into */ C", &["A", "B", "C"]);
        check(r#"'"' A '\'' B '\\' C 'a' D b'"' E "Into"#, &["A", "B", "C", "D", "E"]);
        check(r#"'\'','"',A 'ü','"',B '\u{41}','"',C '\x41','"',D "Into"#, &["A", "B", "C", "D"]);
        check("&'a Str<'Life> 'A' B", &["Str", "Life", "B"]);
    }

    #[test]
    fn what_does_not_end_ends_with_the_text() {
        for code in ["\"Into", "\"\\", "r#\"Into\"", "r#", "r", "/* Into", "// Into", "'", "'\\", "/*", "*/"] {
            check(code, &[]);
        }
    }

    #[test]
    fn conditions_are_found() {
        let has_cfg = |code| Words::of(["", code]).has_cfg;
        assert!(has_cfg("struct A { #[cfg(test)] b: u8 }"));
        assert!(has_cfg("struct A { #[cfg_attr(test, c)] b: u8 }"));
        assert!(!has_cfg("struct A { /** cfg */ #[doc = \"cfg\"] b: u8 }"));
    }
}
