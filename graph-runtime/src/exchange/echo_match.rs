//! Finds secrets in a text, however the text writes them.
//!
//! A service may repeat a value in JSON, in JSON inside a string, in a URL or in HTML, so each character of a secret is
//! compared with what the text at hand may mean: the character itself, an escape of JSON with any number of backslashes,
//! or a character reference of HTML, any of which may be percent-encoded. White space matches any other white space, and
//! `-_` of base64url matches `+/` of base64.

use std::borrow::Cow;

use crate::secret::REDACTED;

/// The number of bytes by which a secret is recognized, of which a service may repeat only the beginning.
const RECOGNIZED: usize = 24;

/// A text may become longer than it was up to this length, in bytes. A longer one ends where it did, so that a whole response
/// and what is left of it take no more than twice its length.
const MAX_GROWN: usize = 512 * 1024;

/// How often a text may be percent-encoded.
const MAX_LEVEL: u8 = 3;

/// The maximum number of backslashes of one escape: more than JSON inside JSON has, in a text of six levels.
const MAX_BACKSLASHES: usize = 64;

/// A text that must not be shown.
pub(super) struct SecretText<'s>(&'s [u8]);

impl<'s> SecretText<'s> {
    /// Returns the secret without its padding and the white space around it, or `None` if nothing is left.
    pub(super) fn new(text: &'s [u8]) -> Option<Self> {
        let mut text = text.trim_ascii();
        while let Some(unpadded) = text.strip_suffix(b"=") {
            text = unpadded;
        }
        (!text.is_empty()).then_some(Self(text))
    }

    /// Returns the length of what is, at the start of the text, the secret or a recognizable beginning of it.
    fn length_in(&self, text: Encoded<'_>) -> Option<usize> {
        let (mut rest, mut secret) = (text, self.0);
        while !secret.is_empty() {
            let white_space = secret.len() - secret.trim_ascii_start().len();
            let same = if white_space > 0 {
                rest.white_space().map(|length| (length, white_space))
            } else {
                rest.same(secret)
            };
            let Some((length, of_secret)) = same else { break };
            rest = rest.after(length);
            // In a literal of OData, a quote is doubled.
            if let [b'\'', next @ ..] = secret
                && next.first() != Some(&b'\'')
                && let Some((quote, _)) = rest.same(b"'")
            {
                rest = rest.after(quote);
            }
            secret = &secret[of_secret..];
        }
        if self.0.len() - secret.len() < self.0.len().min(RECOGNIZED) {
            return None;
        }
        while secret.is_empty()
            && let Some((padding, _)) = rest.same(b"=")
        {
            rest = rest.after(padding);
        }
        Some(text.text.len() - rest.text.len())
    }
}

/// Returns the text with `[redacted]` in place of the secrets.
pub(super) fn redacted<'t>(text: &'t [u8], secrets: &[SecretText<'_>]) -> Cow<'t, [u8]> {
    let mut may_start = [false; 256];
    for start in secrets.iter().flat_map(|secret| variants(secret.0[0])).chain(*b"\\%&") {
        may_start[usize::from(start)] = true;
    }
    let max_level = max_level(text);
    let (mut at, mut copied) = (0, 0);
    let (mut written, longest) = (Vec::new(), text.len().max(MAX_GROWN));
    let mut append = |part: &[u8]| {
        if written.is_empty() {
            written.reserve_exact(text.len());
        }
        written.extend_from_slice(&part[..part.len().min(longest - written.len())]);
    };
    while at < text.len() {
        if !may_start[usize::from(text[at])] {
            at += 1;
            continue;
        }
        let levels = (0..=max_level).map(|level| Encoded { text: &text[at..], level });
        let levels = levels.filter(|encoded| !encoded.continues_backslashes(&text[..at]));
        let lengths = levels.flat_map(|encoded| secrets.iter().filter_map(move |secret| secret.length_in(encoded)));
        match lengths.max() {
            Some(length) if length > 0 => {
                append(&text[copied..at]);
                append(REDACTED.as_bytes());
                at += length;
                copied = at;
            }
            _ => at += 1,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    append(&text[copied..]);
    Cow::Owned(written)
}

/// Returns how often a text may be percent-encoded.
fn max_level(text: &[u8]) -> u8 {
    match text.iter().position(|byte| *byte == b'%') {
        None => 0,
        Some(first) if text[first..].windows(3).any(|bytes| bytes == b"%25") => MAX_LEVEL,
        Some(_) => 1,
    }
}

/// The ways in which a byte is written without an escape.
fn variants(byte: u8) -> [u8; 2] {
    match byte {
        b'+' => *b"+-",
        b'-' => *b"-+",
        b'/' => *b"/_",
        b'_' => *b"_/",
        byte => [byte, byte],
    }
}

fn is_same(byte: u8, expected: u8) -> bool {
    variants(expected).contains(&byte)
}

/// Returns the length of the character if the secret starts with it.
fn length_of(meant: char, secret: &[u8]) -> Option<usize> {
    match u8::try_from(meant) {
        Ok(byte) if byte.is_ascii() => is_same(byte, *secret.first()?).then_some(1),
        _ => secret.starts_with(meant.encode_utf8(&mut [0; 4]).as_bytes()).then_some(meant.len_utf8()),
    }
}

/// A text that is percent-encoded as often as `level` says. What is not percent-encoded is read as it is.
#[derive(Clone, Copy)]
struct Encoded<'t> {
    text: &'t [u8],
    level: u8,
}

impl Encoded<'_> {
    fn after(self, length: usize) -> Self {
        Self { text: &self.text[length..], ..self }
    }

    /// Returns the first byte and its length in the text.
    fn byte(self) -> Option<(u8, usize)> {
        let Some(level) = self.level.checked_sub(1) else {
            return self.text.first().map(|byte| (*byte, 1));
        };
        let (byte, length) = Self { level, ..self }.byte()?;
        let digits = || {
            let digits = Self { level, ..self }.after(length);
            let (high, of_high) = digits.digit(16)?;
            let (low, of_low) = digits.after(of_high).digit(16)?;
            Some((u8::try_from(high * 16 + low).ok()?, length + of_high + of_low))
        };
        if byte == b'%' { digits().or(Some((byte, length))) } else { Some((byte, length)) }
    }

    fn digit(self, radix: u32) -> Option<(u32, usize)> {
        let (byte, length) = self.byte()?;
        Some((char::from(byte).to_digit(radix)?, length))
    }

    /// Whether this is a backslash after a backslash. The first one skips all, so that a long row does not take long.
    fn continues_backslashes(self, before: &[u8]) -> bool {
        self.byte().is_some_and(|(byte, length)| {
            let last = before.len().checked_sub(length).and_then(|start| before.get(start..));
            byte == b'\\' && last.is_some_and(|last| last.eq_ignore_ascii_case(&self.text[..length]))
        })
    }

    /// Returns the length of the white space at the start, some of which may be escaped. In a query, a plus sign is a space.
    fn white_space(self) -> Option<usize> {
        let mut rest = self;
        while let Some((length, _)) = [b" ", b"\r", b"\n", b"\t"].iter().find_map(|&space| rest.same(space)) {
            rest = rest.after(length);
        }
        let plus = self.text.iter().take_while(|byte| **byte == b'+').count();
        Some(self.text.len() - rest.text.len()).filter(|length| *length > 0).or(Some(plus)).filter(|length| *length > 0)
    }

    /// Compares what is at the start of both. Returns the lengths of what is the same.
    fn same(self, secret: &[u8]) -> Option<(usize, usize)> {
        let (byte, length) = self.byte()?;
        let escaped = match byte {
            b'\\' => self.escape(secret),
            b'&' => self.reference(secret),
            _ => None,
        };
        escaped.or_else(|| is_same(byte, *secret.first()?).then_some((length, 1)))
    }

    /// Returns the number of backslashes at the start, and their length.
    fn backslashes(self) -> (usize, usize) {
        let (mut count, mut rest) = (0, self);
        while count < MAX_BACKSLASHES
            && let Some((b'\\', length)) = rest.byte()
        {
            count += 1;
            rest = rest.after(length);
        }
        (count, self.text.len() - rest.text.len())
    }

    /// Compares an escape of JSON. JSON that is inside of strings of JSON has more than one backslash.
    fn escape(self, secret: &[u8]) -> Option<(usize, usize)> {
        let (written, length) = self.backslashes();
        let (expected, _) = Encoded { text: secret, level: 0 }.backslashes();
        if expected > 0 {
            return (written >= expected).then_some((length, expected));
        }
        let after = self.after(length);
        let (kind, of_kind) = after.byte()?;
        let meant = match kind {
            b'u' => {
                let (meant, of_digits) = after.after(of_kind).unicode()?;
                return length_of(meant, secret).map(|of_secret| (length + of_kind + of_digits, of_secret));
            }
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            other => other,
        };
        is_same(meant, *secret.first()?).then_some((length + of_kind, 1))
    }

    /// Reads the digits after `\u`, and a second escape after the first half of a surrogate pair.
    fn unicode(self) -> Option<(char, usize)> {
        let (first, length) = self.unit()?;
        if !(0xD800..0xDC00).contains(&first) {
            return Some((char::from_u32(u32::from(first))?, length));
        }
        let rest = self.after(length);
        let (_, backslashes) = rest.backslashes();
        let (b'u', of_kind) = rest.after(backslashes).byte()? else { return None };
        let (second, of_second) = rest.after(backslashes + of_kind).unit()?;
        let meant = char::decode_utf16([first, second]).next()?.ok()?;
        Some((meant, length + backslashes + of_kind + of_second))
    }

    /// Reads four hexadecimal digits.
    fn unit(self) -> Option<(u16, usize)> {
        let (mut unit, mut length) = (0, 0);
        for _ in 0..4 {
            let (digit, of_digit) = self.after(length).digit(16)?;
            unit = unit * 16 + digit;
            length += of_digit;
        }
        Some((u16::try_from(unit).ok()?, length))
    }

    /// Compares a character reference of HTML.
    fn reference(self, secret: &[u8]) -> Option<(usize, usize)> {
        /// The length of the longest one that is meant here: `&#x10ffff;`.
        const LONGEST: usize = 10;
        let (mut name, mut rest) = (Vec::with_capacity(LONGEST), self);
        while name.last() != Some(&b';') {
            let (byte, length) = rest.byte().filter(|_| name.len() < LONGEST)?;
            name.push(byte);
            rest = rest.after(length);
        }
        let number = |digits: &[u8], radix| {
            let digits = std::str::from_utf8(digits).ok()?;
            char::from_u32(u32::from_str_radix(digits, radix).ok()?)
        };
        let meant = match &name[..] {
            b"&amp;" => '&',
            b"&lt;" => '<',
            b"&gt;" => '>',
            b"&quot;" => '"',
            b"&apos;" => '\'',
            [b'&', b'#', b'x' | b'X', digits @ .., b';'] => number(digits, 16)?,
            [b'&', b'#', digits @ .., b';'] => number(digits, 10)?,
            _ => return None,
        };
        length_of(meant, secret).map(|of_secret| (self.text.len() - rest.text.len(), of_secret))
    }
}

#[cfg(test)]
mod tests;
