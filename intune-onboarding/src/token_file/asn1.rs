//! ASN.1 in BER, as far as it takes to recognize a CMS (PKCS #7) message.

/// The deepest nesting that is followed; a CMS message needs ten levels.
const MAX_DEPTH: u8 = 24;
/// `1.2.840.113549.1.7`, of which every content type of CMS is a child.
const PKCS7: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
const SEQUENCE: u8 = 0x30;
const OBJECT_IDENTIFIER: u8 = 0x06;

/// What a CMS message contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentType {
    /// Encrypted content, for one or more recipients.
    Enveloped { is_complete: bool },
    /// Signed content, or certificates alone.
    Signed,
    /// Another sequence of ASN.1, such as a certificate or a key.
    OtherSequence,
    /// Something that is not ASN.1.
    Unknown,
}

/// Returns what the message contains. Apple writes BER with indefinite lengths, most other programs DER.
pub(super) fn content_type(bytes: &[u8]) -> ContentType {
    let Some((SEQUENCE, _, inner)) = head(bytes) else {
        return ContentType::Unknown;
    };
    if let Some((OBJECT_IDENTIFIER, Some(length), rest)) = head(inner)
        && let Some(identifier) = rest.get(..length)
        && let Some(kind) = identifier.strip_prefix(PKCS7)
    {
        return match kind {
            [3] => ContentType::Enveloped { is_complete: after(bytes, 0).is_some_and(<[u8]>::is_empty) },
            [2] => ContentType::Signed,
            _ => ContentType::OtherSequence,
        };
    }
    // Text may begin with `0`, which is the tag of a sequence.
    if after(bytes, 0).is_some() { ContentType::OtherSequence } else { ContentType::Unknown }
}

/// Reads a tag and a length, which is `None` if it is indefinite; and returns what follows.
fn head(bytes: &[u8]) -> Option<(u8, Option<usize>, &[u8])> {
    let (&[tag, first], rest) = bytes.split_first_chunk()?;
    match first {
        0x80 => Some((tag, None, rest)),
        0..0x80 => Some((tag, Some(usize::from(first)), rest)),
        _ => {
            let (length, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let length =
                length.iter().try_fold(0_usize, |sum, &byte| sum.checked_mul(256)?.checked_add(byte.into()))?;
            Some((tag, Some(length), rest))
        }
    }
}

/// Returns what follows the first element, if that is complete, with the elements in it.
fn after(bytes: &[u8], depth: u8) -> Option<&[u8]> {
    let (tag, length, rest) = head(bytes)?;
    let is_constructed = tag & 0x20 != 0;
    if depth > MAX_DEPTH {
        return None;
    }
    let Some(length) = length else {
        let mut rest = is_constructed.then_some(rest)?;
        loop {
            if let Some(rest) = rest.strip_prefix(&[0, 0]) {
                return Some(rest);
            }
            rest = after(rest, depth + 1)?;
        }
    };
    let (mut content, rest) = rest.split_at_checked(length)?;
    while is_constructed && !content.is_empty() {
        content = after(content, depth + 1)?;
    }
    Some(rest)
}
