//! Which properties are secret, by their names.

use crate::description::TypeRef;

/// Returns whether a property of this name and type holds a secret.
pub(super) fn is_secret(name: &str, ty: &TypeRef) -> bool {
    if !matches!(ty.name.primitive(), Some("String" | "Binary")) {
        return false;
    }
    let words = words(name);
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [.., "password" | "passwords" | "passcode" | "secret" | "secrets" | "token" | "passphrase"] => true,
        [.., "token" | "password", "value"]
        | [.., "secret", "text" | "value"]
        | ["qr", "code", "content" | "image"] => true,
        [.., kind, "key" | "keys"] => {
            ["private", "secret", "shared", "api", "access", "encryption", "recovery", "account", "symmetric"]
                .contains(kind)
        }
        _ => false,
    }
}

/// Splits a name in camel case into lower-case words.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_upper = true;
    for c in name.chars() {
        if words.is_empty() || (c.is_uppercase() && !was_upper) {
            words.push(String::new());
        }
        was_upper = c.is_uppercase();
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words
}
