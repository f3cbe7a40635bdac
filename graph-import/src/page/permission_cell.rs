//! The names of permissions in a cell of a table.

use graph_macros_core::{catalog, model::Caller};
use strsim::damerau_levenshtein;

use super::{blocks::Text, limits, words};

/// What a cell says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// The alternatives, in the order of the cell; those of one are needed together.
    pub(super) alternatives: Vec<Vec<&'static str>>,
    /// What was written, and the permission that it was read as.
    pub(super) repairs: Vec<(String, &'static str)>,
    /// What looks like a permission, and is none.
    pub(super) unknown: Vec<String>,
    /// Whether the cell states nothing that can be read: `TODO`.
    pub(super) unreadable: bool,
}

/// Reads the cell of one kind of caller.
pub(super) fn read(text: &Text) -> Cell {
    let mut cell = Cell::default();
    let plain = limits::start(&text.plain, limits::CELL).trim();
    for part in plain.split([',', ';', '、', '，', '；', '\n']) {
        let mut alternative = Vec::new();
        for words in together(part) {
            alternative.push(permissions(words.trim(), &mut cell));
        }
        // "A and B" needs both; names that stand beside each other without a word are alternatives.
        if let [only] = alternative.as_slice() {
            cell.alternatives.extend(only.iter().map(|name| vec![*name]));
        } else {
            let both: Vec<_> = alternative.concat();
            if !both.is_empty() {
                cell.alternatives.push(both);
            }
        }
    }
    cell.unreadable = cell.alternatives.is_empty()
        && !words::says_unsupported(plain)
        && !words::says_none(plain)
        && (!cell.unknown.is_empty() || plain.contains("TODO") || plain.chars().count() > 40 || names_a_subject(plain));
    cell
}

/// Returns whether a text has the name of a permission.
pub(super) fn names_permissions(text: &Text) -> bool {
    let text = limits::start(&text.plain, limits::CELL);
    text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-'))
        .any(|word| catalog::find(word).is_some())
}

/// Splits what is needed together: `A and B`.
fn together(part: &str) -> Vec<&str> {
    const WORDS: [&str; 9] = [" and ", " und ", " и ", " 和 ", "および", " 以及 ", " & ", " et ", " y "];
    let mut pieces = vec![part];
    for word in WORDS {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(word)).collect();
    }
    pieces
}

/// Reads one name, or several that stand beside each other.
fn permissions(text: &str, cell: &mut Cell) -> Vec<&'static str> {
    // Remarks such as "In channels:" stand before names.
    let text = text.rsplit([':', '：']).next().unwrap_or(text).trim();
    let written = text.trim_matches(|c: char| !c.is_ascii_alphanumeric()).trim();
    if let Some(name) = exact(written) {
        return vec![name];
    }
    if let Some(name) = by_folding(written) {
        cell.repairs.push((text.to_owned(), name));
        return vec![name];
    }
    let mut found = Vec::new();
    for word in glued(written) {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        if let Some(name) = exact(word) {
            found.push(name);
        } else if looks_like_a_permission(word) {
            match by_folding(word).or_else(|| nearest(word)) {
                Some(name) => {
                    cell.repairs.push((word.to_owned(), name));
                    found.push(name);
                }
                None => cell.unknown.push(word.to_owned()),
            }
        }
    }
    found
}

/// Splits at spaces, but not behind or before a dot: `User. Read. All Group.Read.All`.
fn glued(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(last) if last.ends_with('.') || word.starts_with('.') => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
    }
    words
}

fn exact(word: &str) -> Option<&'static str> {
    catalog::find(word).map(|entry| entry.name)
}

/// Finds a name that differs in spaces and case only.
fn by_folding(text: &str) -> Option<&'static str> {
    let wanted = fold(text);
    (wanted.len() >= 6 && wanted.contains('.'))
        .then(|| {
            catalog::entries().find(|entry| entry.name.len() == wanted.len() && entry.name.to_lowercase() == wanted)
        })
        .flatten()
        .map(|entry| entry.name)
}

fn fold(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Finds the name that is meant by one that does not exist: the same rights on a subject that is spelled nearly so, or
/// the same without `.All`.
fn nearest(word: &str) -> Option<&'static str> {
    let wanted = fold(word);
    let (subject, rights) = wanted.split_once('.')?;
    let mut near: Vec<(usize, usize, &'static str)> = catalog::entries()
        .filter_map(|entry| {
            let name = entry.name.to_lowercase();
            let (other, other_rights) = name.split_once('.')?;
            let same_rights = rights == other_rights || format!("{rights}.all") == other_rights;
            let distance = if same_rights { damerau_levenshtein(subject, other) } else { usize::MAX };
            let alike = subject.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
            // The longest common start decides between names that are equally near.
            (distance <= subject.len() / 4).then_some((distance, usize::MAX - alike, entry.name))
        })
        .collect();
    near.sort_unstable();
    match near.as_slice() {
        [] => None,
        [only] => Some(only.2),
        [first, second, ..] => ((first.0, first.1) != (second.0, second.1)).then_some(first.2),
    }
}

fn looks_like_a_permission(word: &str) -> bool {
    let mut parts = word.split('.');
    let is_part = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    parts.clone().count() > 1
        && parts.clone().all(is_part)
        && parts
            .next()
            .is_some_and(|subject| subject.len() > 2 && subject.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Returns whether a text has the subject of a permission, so that the rest of its name got lost in translation.
fn names_a_subject(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.filter(|word| word.len() > 5).any(|word| {
        catalog::entries().any(|entry| entry.name.split_once('.').is_some_and(|(subject, _)| subject == word))
    })
}

/// Sorts alternatives from the least to the most privileged: by the levels of the catalog, then by name, as the published
/// permissions are sorted.
pub(super) fn sort(alternatives: &mut Vec<Vec<&'static str>>, caller: Caller) {
    let rank = |names: &[&str]| names.iter().map(|name| level(name, caller)).max();
    alternatives.sort_by(|one, other| (rank(one), one).cmp(&(rank(other), other)));
    alternatives.dedup();
}

/// Returns the level of a permission; one without a level is above all others. That of a permission to read is never above
/// that to read and write the same, whatever is published.
fn level(name: &str, caller: Caller) -> u8 {
    let published = |name: &str| {
        let entry = catalog::find(name)?;
        let level = if caller == Caller::Application { entry.application_level } else { entry.delegated_level };
        (level > 0).then_some(level)
    };
    let Some(level) = published(name) else { return u8::MAX };
    published(&name.replacen(".Read", ".ReadWrite", 1)).map_or(level, |above| level.min(above))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> Cell {
        read(&Text { plain: text.into(), ..Text::default() })
    }

    #[test]
    fn alternatives_are_told_from_what_is_needed_together() {
        let read = cell("Policy.Read.All and Application.Read.All, User.Read.All\nUser.Read Group.Read.All");
        assert_eq!(
            read.alternatives,
            [
                vec!["Policy.Read.All", "Application.Read.All"],
                vec!["User.Read.All"],
                vec!["User.Read"],
                vec!["Group.Read.All"],
            ]
        );
    }

    #[test]
    fn names_that_translation_broke_are_repaired_from_the_catalog() {
        for written in ["User. ReadWrite. ALL", "user.readwrite.all", "User.ReadWrite.All*", "User .ReadWrite .All"] {
            assert_eq!(cell(written).alternatives, [["User.ReadWrite.All"]], "{written}");
        }
        let read = cell("DeviceManagementServiceConfiguration.ReadWrite.All");
        assert_eq!(read.alternatives, [["DeviceManagementServiceConfig.ReadWrite.All"]]);
        assert_eq!(read.repairs.len(), 1);
        assert_eq!(cell("DeviceManagementApps.ReadWrite").alternatives, [["DeviceManagementApps.ReadWrite.All"]]);
    }

    #[test]
    fn a_name_with_other_rights_is_never_taken() {
        let read = cell("Nothing.Exists.All");
        assert_eq!(
            (read.alternatives.len(), read.unknown.as_slice()),
            (0, ["Nothing.Exists.All".to_owned()].as_slice())
        );
        assert!(read.unreadable);
    }

    #[test]
    fn not_supported_is_no_permission_in_any_wording() {
        for text in [
            "Not supported.",
            "Nicht unterstützt",
            "Не поддерживается.",
            "サポートされていません。",
            "不支持。",
            "None.",
        ] {
            assert_eq!(cell(text), Cell::default(), "{text}");
        }
        assert!(cell("**TODO: Determine scopes **").unreadable);
        assert!(cell("EduAssignments の読み取り").unreadable);
    }

    #[test]
    fn the_order_of_the_page_is_not_trusted() {
        let mut alternatives =
            vec![vec!["User.ReadWrite.All"], vec!["User.Read"], vec!["User.Read.All"], vec!["User.Read"]];
        sort(&mut alternatives, Caller::Delegated);
        assert_eq!(alternatives.concat(), ["User.Read", "User.Read.All", "User.ReadWrite.All"]);
    }
}
