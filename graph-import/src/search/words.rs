//! Splits names and queries into words.

/// A word of a query, in lower case and without a plural's `s`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word(pub(super) String);

/// How well a word of a name fits a word of a query, from 1 to 4; 0 if it does not.
pub(super) fn fit(word: &Word, name: &str) -> u32 {
    let (word, name) = (word.0.as_str(), stem(name));
    if word == name {
        4
    } else if name.starts_with(word) {
        3
    } else if word.len() >= 3 && name.contains(word) {
        2
    } else {
        u32::from(word.len() >= 5 && strsim::damerau_levenshtein(word, name) == 1)
    }
}

/// Returns the words of a query. A name in it, `UploadDepToken`, is as many words as it has.
pub(super) fn split(query: &[&str]) -> Vec<Word> {
    let words = query.iter().flat_map(|text| of_name(text)).map(|word| Word(stem(&word).to_owned()));
    let mut unique = Vec::new();
    for word in words {
        if !unique.contains(&word) {
            unique.push(word);
        }
    }
    unique
}

/// Returns the words of a name in lower case: `depOnboardingSettings` is `dep`, `onboarding`, `settings`.
pub(super) fn of_name(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let characters: Vec<char> = name.chars().collect();
    for (index, &character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            words.push(String::new());
            continue;
        }
        let before = index.checked_sub(1).map(|before| characters[before]);
        let next_is_lower = characters.get(index + 1).is_some_and(|next| next.is_lowercase());
        // `iOSEnrollment` is `i`, `OS`, `Enrollment`: a capital begins a word after a small letter, or before one.
        if character.is_uppercase() && before.is_some_and(|before| !before.is_uppercase() || next_is_lower) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn stem(word: &str) -> &str {
    let plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    if plural { &word[..word.len() - 1] } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        assert_eq!(of_name("depOnboardingSettings"), ["dep", "onboarding", "settings"]);
        assert_eq!(of_name("defaultIOSEnrollmentProfile"), ["default", "ios", "enrollment", "profile"]);
        assert_eq!(of_name("alerts_v2 $count"), ["alerts", "v2", "count"]);
        assert_eq!(of_name("{}"), [""; 0]);
    }

    #[test]
    fn a_word_fits_the_better_the_more_it_is_the_name() {
        let fit = |word: &str, name: &str| fit(&split(&[word])[0], name);
        assert_eq!(fit("tokens", "token"), 4);
        assert_eq!(fit("enroll", "enrollment"), 3);
        assert_eq!(fit("roll", "enrollment"), 2);
        assert_eq!(fit("enrolment", "enrollment"), 1);
        assert_eq!(fit("dep", "independent"), 2);
        assert_eq!(fit("de", "independent"), 0);
        assert_eq!(fit("tokne", "token"), 1);
    }
}
