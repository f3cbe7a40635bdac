//! Access tokens that can be read, for tests of what is read of them.

use serde_json::Value;

/// base64url without padding.
fn encode(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |index: usize| chunk.get(index).map_or(0, |&byte| u32::from(byte));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        let characters = (0..=chunk.len()).map(|place| ALPHABET[(bits >> (18 - 6 * place) & 63) as usize]);
        text.extend(characters.map(char::from));
    }
    text
}

/// A token as Microsoft's sign-in service makes them, with this payload.
#[must_use]
pub fn token(payload: &Value) -> String {
    format!("eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.{}.c2lnbmF0dXJl", encode(payload.to_string().as_bytes()))
}
