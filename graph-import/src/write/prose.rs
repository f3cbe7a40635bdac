//! The documentation of what is written.

use crate::description::{Deprecation, Facts};

/// The line in the documentation of an item that contains descriptions of Microsoft's.
pub(super) const ATTRIBUTION: &str = "Descriptions: Microsoft Graph documentation, © Microsoft.";

/// Returns a description as a paragraph of documentation; `None` if there is none, or none is wanted.
pub(super) fn description(facts: &Facts, wanted: bool) -> Option<String> {
    facts.description.as_deref().filter(|_| wanted).and_then(paragraph)
}

/// Returns a text of Microsoft's as one paragraph that rustdoc shows as it is.
pub(super) fn paragraph(text: &str) -> Option<String> {
    let words: Vec<_> = text.split_whitespace().map(word).collect();
    let mut paragraph = words.join(" ");
    if paragraph.is_empty() {
        return None;
    }
    if !paragraph.ends_with(['.', '!', '?', ':', '`', ')']) {
        paragraph.push('.');
    }
    Some(paragraph)
}

/// Keeps a word from becoming a link or HTML.
fn word(word: &str) -> String {
    if let Some(at) = word.find("https://").filter(|at| !word[..*at].contains(['(', '<', '`'])) {
        let (before, url) = word.split_at(at);
        let end = url.trim_end_matches(['.', ',', ';', ')', '\'', '"']).len();
        return format!("{}<{}>{}", escaped(before), &url[..end].replace(['<', '>'], ""), escaped(&url[end..]));
    }
    // Links below learn.microsoft.com are relative on Microsoft's pages.
    if let Some((before, target)) = word.split_once("](/") {
        return format!("{before}](https://learn.microsoft.com/{target}");
    }
    if word.contains("](https://") {
        return word.to_owned();
    }
    escaped(word)
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut in_code = false;
    for c in text.chars() {
        in_code ^= c == '`';
        if !in_code && matches!(c, '[' | ']' | '<' | '>') {
            escaped.push('\\');
        }
        escaped.extend(Some(c).filter(|c| !c.is_control()));
    }
    escaped
}

/// Returns what is known of a deprecation, in one line.
pub(super) fn deprecation(deprecation: &Deprecation) -> String {
    let Deprecation { description, date, removal, version } = deprecation;
    let mut text = description.as_deref().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let announced = match (date, version) {
        (Some(date), Some(version)) => Some(format!("Deprecated on {date} ({version})")),
        (Some(date), None) => Some(format!("Deprecated on {date}")),
        (None, Some(version)) => Some(format!("Deprecated as of {version}")),
        (None, None) => removal.as_ref().map(|_| String::from("Deprecated")),
    };
    if let Some(announced) = announced {
        if !text.is_empty() {
            text.push_str(if text.ends_with('.') { " " } else { ". " });
        }
        text.push_str(&announced);
        if let Some(removal) = removal {
            text.extend([format!("; to be removed on {removal}")]);
        }
        text.push('.');
    }
    if text.is_empty() { String::from("Deprecated.") } else { text }
}

/// Returns a text as a string literal.
pub(super) fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            c if c.is_control() => literal.extend(c.escape_default()),
            c => literal.push(c),
        }
    }
    literal + "\""
}

/// Returns a noun with its article: `a user`, `an educationClass`.
pub(super) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) { "an" } else { "a" };
    format!("{article} {noun}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_becomes_a_paragraph_without_links_by_accident() {
        assert_eq!(paragraph(" \n"), None);
        assert_eq!(paragraph("The [name]\n of <b>it"), Some("The \\[name\\] of \\<b\\>it.".into()));
        assert_eq!(paragraph("See https://contoso.com/x."), Some("See <https://contoso.com/x>.".into()));
        assert_eq!(
            paragraph("See [it](/graph/api/user)."),
            Some("See [it](https://learn.microsoft.com/graph/api/user).".into())
        );
    }

    #[test]
    fn a_deprecation_says_when() {
        let all = Deprecation {
            description: Some("Use y instead".into()),
            date: Some("2026-01-02".into()),
            removal: Some("2027-01-02".into()),
            version: Some("2026-01/Old".into()),
        };
        assert_eq!(
            deprecation(&all),
            "Use y instead. Deprecated on 2026-01-02 (2026-01/Old); to be removed on 2027-01-02."
        );
        assert_eq!(deprecation(&Deprecation::default()), "Deprecated.");
        assert_eq!(literal("a\"\\\n"), "\"a\\\"\\\\\\n\"");
    }
}
