//! The words of a name of Graph.

/// Splits a name at its capitals: `qrCodeContent` into `qr`, `Code`, `Content`; `skuIDs` into `sku`, `IDs`. Whatever
/// cannot be part of an identifier separates words.
pub(crate) fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()));
            continue;
        }
        let begins = c.is_uppercase() && !word.is_empty() && begins_word(&chars, at, words.is_empty());
        if begins {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

/// Whether the capital at `at`, which is not the first character of its word, begins a word.
fn begins_word(chars: &[char], at: usize, in_first: bool) -> bool {
    let before = chars[at - 1];
    let next = chars.get(at + 1).copied().unwrap_or('_');
    if !before.is_uppercase() {
        // `iOS`, `iPad`: Apple's `i` is no word.
        return !(in_first && at == 1 && before == 'i');
    }
    // The last capital before small letters begins a word, but the `s` of a plural is not one.
    let is_plural = next == 's' && chars.get(at + 2).is_none_or(|after| !after.is_lowercase());
    next.is_lowercase() && !is_plural
}
