//! Which properties are secrets, by their names and types.

use crate::{
    casing::words,
    description::{TypeDefinition, TypeRef, Types},
};

/// What a name ends with if its value is a secret.
const SECRETS: [&str; 12] =
    ["token", "password", "passwd", "passphrase", "passcode", "secret", "pin", "pfx", "pkcs12", "otp", "pass", "psk"];

/// What may follow these words.
const CONTENTS: [&str; 7] = ["value", "text", "content", "data", "string", "blob", "base64"];

/// Tokens that only continue a list.
const HARMLESS_TOKENS: [&str; 6] = ["delta", "skip", "next", "page", "continuation", "sync"];

/// What stands before `key` if the key is a secret.
const SECRET_KEYS: [&str; 28] = [
    "access",
    "account",
    "admin",
    "api",
    "authentication",
    "client",
    "decryption",
    "encryption",
    "mac",
    "master",
    "network",
    "pre",
    "primary",
    "private",
    "product",
    "recovery",
    "secondary",
    "secret",
    "security",
    "session",
    "shared",
    "signing",
    "storage",
    "subscription",
    "symmetric",
    "wep",
    "wifi",
    "wpa",
];

/// Names that say it otherwise.
const OTHERS: [&[&str]; 7] = [
    &["qr", "code", "content"],
    &["qr", "code", "image"],
    &["client", "state"],
    &["bypass", "code"],
    &["recovery", "code"],
    &["unlock", "code"],
    &["private", "key", "pem"],
];

/// Returns whether the value of a property, or parameter, is a secret. `owner` is the name of its type.
pub(crate) fn is_secret(name: &str, ty: &TypeRef, owner: &str, types: &Types) -> bool {
    let holds_text = match ty.name.primitive() {
        Some(primitive) => matches!(primitive, "String" | "Binary"),
        None => match types.get(&ty.name) {
            // The image of a QR code is a complex value; whatever has a secret inside marks it there.
            Some(TypeDefinition::Structured(structured)) => structured.name.short() == "mimeContent",
            Some(_) => false,
            None => true,
        },
    };
    holds_text && names_secret(name, ty.collection, owner)
}

fn names_secret(name: &str, is_collection: bool, owner: &str) -> bool {
    let mut words: Vec<String> = words(name).iter().map(|word| word.to_lowercase()).collect();
    if let Some(last) = words.last_mut().filter(|last| is_collection && last.ends_with('s') && !last.ends_with("ss")) {
        last.pop();
    }
    let ends = |end: &[&str]| words.len() >= end.len() && words[words.len() - end.len()..].iter().eq(end.iter());
    if OTHERS.iter().any(|other| ends(other)) {
        return true;
    }
    let mut words: &[String] = &words;
    while let [before @ .., last] = words
        && !before.is_empty()
        && CONTENTS.contains(&last.as_str())
    {
        words = before;
    }
    let [before @ .., last] = words else { return false };
    let previous = before.last().map(String::as_str);
    match last.as_str() {
        "token" => previous.is_none_or(|previous| !HARMLESS_TOKENS.contains(&previous)),
        "key" => match previous {
            Some("public") => false,
            Some(previous) => SECRET_KEYS.contains(&previous),
            None => is_kept_in_secret(owner),
        },
        "certificate" => before.iter().any(|word| word == "private"),
        last => SECRETS.contains(&last),
    }
}

/// Whether a type is about a secret key, which its property `key` is then.
fn is_kept_in_secret(owner: &str) -> bool {
    let words: Vec<String> = words(owner).iter().map(|word| word.to_lowercase()).collect();
    let pairs = words.windows(2).any(|pair| pair[1] == "key" && SECRET_KEYS.contains(&pair[0].as_str()));
    pairs || words.starts_with(&[String::from("key"), String::from("credential")])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::TypeName;

    fn secret(name: &str, ty: &str) -> bool {
        is_secret(name, &TypeRef::one(TypeName::new(ty)), "thing", &Types::default())
    }

    #[test]
    fn tokens_passwords_and_keys_are_secret() {
        for name in [
            "depToken",
            "token",
            "tokenValue",
            "qrCodeContent",
            "qrCodeImage",
            "wifiPassword",
            "secretText",
            "preSharedKey",
            "privateKey",
            "clientState",
            "recoveryKey",
            "certificatePrivateKey",
            "activationLockBypassCode",
            "encryptionKey",
        ] {
            assert!(secret(name, "Edm.String"), "{name}");
        }
    }

    #[test]
    fn what_only_is_about_a_secret_is_not() {
        for name in [
            "tokenType",
            "tokenName",
            "deltaToken",
            "publicKey",
            "registryKey",
            "keyId",
            "key",
            "passwordPolicies",
            "certificate",
            "passwordMinimumLength",
            "spinning",
            "qrCode",
            "value",
            "content",
        ] {
            assert!(!secret(name, "Edm.String"), "{name}");
        }
        assert!(!secret("requirePassword", "Edm.Boolean"));
        assert!(!secret("token", "Edm.DateTimeOffset"));
    }

    #[test]
    fn a_key_is_secret_in_a_type_about_one() {
        let ty = TypeRef::one(TypeName::new("Edm.String"));
        assert!(is_secret("key", &ty, "bitlockerRecoveryKey", &Types::default()));
        assert!(is_secret("key", &ty, "keyCredential", &Types::default()));
        assert!(!is_secret("key", &ty, "keyValue", &Types::default()));
    }

    #[test]
    fn a_list_of_secrets_is_secret() {
        let ty = TypeRef::collection(TypeName::new("Edm.String"));
        assert!(is_secret("passwords", &ty, "thing", &Types::default()));
    }
}
