//! ASN.1 in BER, as far as it takes to recognize a CMS (PKCS #7) message.

/// The deepest nesting that is followed; a CMS message needs ten levels.
const MAX_DEPTH: u8 = 24;
/// `1.2.840.113549.1.7`, of which every content type of CMS is a child.
const PKCS7: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const OBJECT_IDENTIFIER: u8 = 0x06;
/// `[0] IMPLICIT OriginatorInfo`.
const ORIGINATOR: u8 = 0xa0;

/// What a CMS message contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentType {
    /// Encrypted content, for one or more recipients.
    Enveloped { is_complete: bool },
    /// Signed content, or certificates alone.
    Signed,
    /// A PKCS #12 file: keys and certificates.
    KeyStore,
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
    if is_key_store(inner) {
        return ContentType::KeyStore;
    }
    // Text may begin with `0`, which is the tag of a sequence.
    if after(bytes, 0).is_some() { ContentType::OtherSequence } else { ContentType::Unknown }
}

/// Returns whether this is what a PKCS #12 file contains: version 3, and a message of PKCS #7.
fn is_key_store(content: &[u8]) -> bool {
    let message = content.strip_prefix(&[INTEGER, 1, 3]).and_then(head);
    let identifier = message.filter(|(tag, ..)| *tag == SEQUENCE).and_then(|(_, _, message)| head(message));
    identifier.is_some_and(|(tag, _, rest)| tag == OBJECT_IDENTIFIER && rest.starts_with(PKCS7))
}

/// Returns the recipients of an enveloped message, in DER: `RecipientInfos` of RFC 5652.
pub(super) fn recipients(message: &[u8]) -> Option<Vec<u8>> {
    // ContentInfo, its content type, `[0]`, EnvelopedData, its version.
    let (_, _, content_info) = head(message)?;
    let (_, _, enveloped) = head(after(content_info, 0)?)?;
    let (SEQUENCE, _, fields) = head(enveloped)? else { return None };
    let mut rest = after(fields, 0)?;
    if rest.first() == Some(&ORIGINATOR) {
        rest = after(rest, 0)?;
    }
    if rest.first() != Some(&SET) {
        return None;
    }
    let mut der = Vec::new();
    to_der(rest, 0, &mut der)?;
    Some(der)
}

/// Writes the first element with definite lengths, and returns what follows it.
fn to_der<'b>(bytes: &'b [u8], depth: u8, der: &mut Vec<u8>) -> Option<&'b [u8]> {
    let (tag, length, content) = head(bytes)?;
    if depth > MAX_DEPTH {
        return None;
    }
    let is_constructed = tag & 0x20 != 0;
    let mut inner = Vec::new();
    let rest = if let Some(length) = length {
        let (mut content, rest) = content.split_at_checked(length)?;
        while is_constructed && !content.is_empty() {
            content = to_der(content, depth + 1, &mut inner)?;
        }
        inner.extend_from_slice(content);
        rest
    } else {
        let mut rest = is_constructed.then_some(content)?;
        loop {
            if let Some(rest) = rest.strip_prefix(&[0, 0]) {
                break rest;
            }
            rest = to_der(rest, depth + 1, &mut inner)?;
        }
    };
    der.push(tag);
    if let Ok(short @ 0..0x80) = u8::try_from(inner.len()) {
        der.push(short);
    } else {
        let length = inner.len().to_be_bytes();
        let length = &length[length.iter().position(|&byte| byte != 0)?..];
        der.push(0x80 | u8::try_from(length.len()).ok()?);
        der.extend_from_slice(length);
    }
    der.append(&mut inner);
    Some(rest)
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
