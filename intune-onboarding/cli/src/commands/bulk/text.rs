//! The text of a CSV file, whatever a spreadsheet or a shell has written.

use std::borrow::Cow;

/// Returns the text of a file in UTF-8 or, with a byte-order mark, in UTF-16; or what the file is instead.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    const SAVE: &str = "save it as CSV UTF-8 (comma delimited)";
    if let Some(units) = bytes.strip_prefix(b"\xff\xfe") {
        return utf_16(units, u16::from_le_bytes);
    }
    if let Some(units) = bytes.strip_prefix(b"\xfe\xff") {
        return utf_16(units, u16::from_be_bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(format!("is a workbook or an archive, not CSV: open it in a spreadsheet and {SAVE}"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => {
            Err(format!("contains zero bytes, as binary data or UTF-16 without a byte-order mark: {SAVE}"))
        }
        Ok(text) if text.trim_start().starts_with(['<', '{']) => {
            Err("is HTML, XML or JSON, not CSV: look at its first line".to_owned())
        }
        Ok(text) if text.trim().is_empty() => Err("is empty: it has no rows".to_owned()),
        Ok(text) => Ok(text.into()),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
            Err(format!("is not in UTF-8 from line {line} on: {SAVE}"))
        }
    }
}

fn utf_16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    match String::from_utf16(&units) {
        Ok(text) if rest.is_empty() => Ok(text.into()),
        _ => Err("is damaged: it begins as UTF-16, but is not".to_owned()),
    }
}

/// Returns the delimiter: what the first line has most of, outside of quotation marks. Spreadsheets write a semicolon
/// where the comma separates decimals.
pub(super) fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in text.trim_start().bytes().take_while(|byte| !matches!(byte, b'\n' | b'\r')) {
        is_quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!is_quoted && byte == *delimiter);
        }
    }
    // Of equal counts, `max_by_key` returns the last.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_from_every_encoding_that_a_spreadsheet_or_a_shell_writes() {
        let text = "Näme,株\r\n";
        let utf_16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let files = [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [&b"\xff\xfe"[..], &utf_16(u16::to_le_bytes)].concat(),
            [&b"\xfe\xff"[..], &utf_16(u16::to_be_bytes)].concat(),
        ];
        for file in files {
            assert_eq!(decode(&file).expect("text"), text);
        }
    }

    #[test]
    fn what_is_no_csv_is_named_for_what_it_is() {
        for (file, said) in [
            (&b"PK\x03\x04rest"[..], "a workbook or an archive"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "a workbook or an archive"),
            (b"a\0,\0", "UTF-16 without"),
            (b"  <html>", "HTML"),
            (b"{\"a\": 1}", "JSON"),
            (b"\xef\xbb\xbf \r\n", "is empty"),
            (b"a,b\nM\xfcller,c", "not in UTF-8 from line 2 on"),
            (b"\xff\xfea", "is damaged"),
            (b"\xff\xfe\x00\xd8", "is damaged"),
        ] {
            let error = decode(file).expect_err(said);
            assert!(error.contains(said), "{error}");
        }
    }

    #[test]
    fn the_delimiter_is_what_the_first_line_has_most_of() {
        for (text, expected) in [
            ("a,b", b','),
            ("a", b','),
            ("", b','),
            ("a;b;c,d", b';'),
            ("\"a;b;c\",d", b','),
            ("a\tb", b'\t'),
            ("a\n;;;;", b','),
            ("a,b;c", b','),
        ] {
            assert_eq!(char::from(delimiter(text)), char::from(expected), "{text:?}");
        }
    }
}
