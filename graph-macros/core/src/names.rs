//! Conversion of names between Rust and Microsoft Graph.

/// Converts the name of a field to the name of a property: `dep_token` to `depToken`.
#[must_use]
pub fn lower_camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    for word in name.split('_').filter(|word| !word.is_empty()) {
        let mut chars = word.chars();
        match chars.next() {
            Some(first) if !camel.is_empty() => camel.extend(first.to_uppercase()),
            Some(first) => camel.extend(first.to_lowercase()),
            None => {}
        }
        camel.push_str(chars.as_str());
    }
    camel
}

/// Converts the name of a field to that of a type: `dep_token` to `DepToken`.
#[must_use]
pub fn pascal_case(name: &str) -> String {
    let camel = lower_camel_case(name);
    let first = camel.chars().next().map_or(0, char::len_utf8);
    camel[..first].to_uppercase() + &camel[first..]
}

/// Converts a name to that of a field: `vppToken-id` to `vpp_token_id`. A text without a letter or digit becomes `id`.
#[must_use]
pub fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            if !snake.is_empty() && !snake.ends_with('_') {
                snake.push('_');
            }
            snake.extend(c.to_lowercase());
        } else if c.is_alphanumeric() {
            snake.push(c);
        } else if !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
    }
    let snake = snake.trim_end_matches('_');
    if snake.is_empty() { String::from("id") } else { snake.to_owned() }
}

/// The case that `#[serde(rename_all = "…")]` on a struct selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenameRule {
    /// `lowercase`.
    Lower,
    /// `UPPERCASE`.
    Upper,
    /// `PascalCase`.
    Pascal,
    /// `camelCase`.
    Camel,
    /// `snake_case`.
    Snake,
    /// `SCREAMING_SNAKE_CASE`.
    ScreamingSnake,
    /// `kebab-case`.
    Kebab,
    /// `SCREAMING-KEBAB-CASE`.
    ScreamingKebab,
}

impl RenameRule {
    /// The rules with the names that serde gives them.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("PascalCase", Self::Pascal),
        ("camelCase", Self::Camel),
        ("snake_case", Self::Snake),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("SCREAMING-KEBAB-CASE", Self::ScreamingKebab),
    ];

    /// Converts the name of a field as serde does.
    #[must_use]
    pub fn apply(self, field: &str) -> String {
        match self {
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => serde_pascal_case(field),
            Self::Camel => {
                let pascal = serde_pascal_case(field);
                let first = pascal.chars().next().map_or(0, char::len_utf8);
                pascal[..first].to_ascii_lowercase() + &pascal[first..]
            }
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }
}

fn serde_pascal_case(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let first = word.chars().next().map_or(0, char::len_utf8);
            word[..first].to_ascii_uppercase() + &word[first..]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_in_lower_camel_case() {
        for (name, expected) in [
            ("dep_token", "depToken"),
            ("id", "id"),
            ("token_validity_in_seconds", "tokenValidityInSeconds"),
            ("_private", "private"),
            ("sha_256", "sha256"),
            ("a__b", "aB"),
        ] {
            assert_eq!(lower_camel_case(name), expected);
        }
    }

    #[test]
    fn fields_are_in_snake_case() {
        assert_eq!(snake_case("vppToken-id"), "vpp_token_id");
        assert_eq!(snake_case("depOnboardingSettingId"), "dep_onboarding_setting_id");
        assert_eq!(snake_case("--"), "id");
    }

    #[test]
    fn types_are_in_pascal_case() {
        assert_eq!(pascal_case("dep_token"), "DepToken");
        assert_eq!(pascal_case("_0"), "0");
        assert_eq!(pascal_case("__"), "");
    }

    #[test]
    fn a_rename_rule_converts_as_serde_does() {
        for (rule, expected) in [
            ("lowercase", "dep_token"),
            ("UPPERCASE", "DEP_TOKEN"),
            ("PascalCase", "DepToken"),
            ("camelCase", "depToken"),
            ("snake_case", "dep_token"),
            ("SCREAMING_SNAKE_CASE", "DEP_TOKEN"),
            ("kebab-case", "dep-token"),
            ("SCREAMING-KEBAB-CASE", "DEP-TOKEN"),
        ] {
            let (_, rule) = RenameRule::NAMES.into_iter().find(|(name, _)| *name == rule).expect(rule);
            assert_eq!(rule.apply("dep_token"), expected);
        }
        assert_eq!(RenameRule::Camel.apply("_private__x1"), "privateX1");
    }
}
