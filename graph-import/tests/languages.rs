//! Translated pages of the reference against the English pages of the same name, where they are to be had.

#![expect(clippy::print_stdout, reason = "what was counted is printed")]

mod shared;

use std::collections::{BTreeMap, BTreeSet};

use graph_import::page::Language;
use shared::{
    corpus::{corpus, pages, read, text},
    parts::{Difference, differences},
};

/// What the English page of 2021 says otherwise in a sentence or in an example, where no rule below tells so: the folder,
/// which has the year of its pages, the page, the end of the part, and what has changed.
const CHANGED: [(&str, &str, &str, &str); 11] = [
    ("pages-ja-2019", "bookingbusiness-list-calendarview", "query", "a table of query parameters with types was added"),
    ("pages-ja-2019", "call-redirect", "body", "the example sends other parameters"),
    ("pages-ja-2019", "channel-post-messages", "body", "the table of properties was taken out, an example was added"),
    ("pages-ja-2019", "conversationmember-update", "body", "the example sends the type"),
    ("pages-ja-2019", "device-post-registeredowners", "response", "204 instead of 201 and an object"),
    ("pages-ja-2019", "notebook-copynotebook", "response", "the example is annotated with no type"),
    ("pages-ja-2019", "site-list", "query", "$filter instead of filter"),
    ("pages-ja-2019", "attachment-get", "response", "the sentence names no type any more"),
    ("pages-ja-2019", "educationuser-update", "body", "a row was added"),
    ("pages-zh-2023", "cloudpc-reprovision", "body", "parameters were added after 2021"),
    ("pages-zh-2023", "externalconnectors-schema-create", "response", "202 without an object after 2021"),
];

/// A page as a plain search finds names in it.
struct Plain {
    /// What stands alone between other characters, in lower case.
    words: BTreeSet<String>,
    /// The cells of each row of a table, in lower case.
    rows: Vec<Vec<String>>,
    /// The requests, without what stands in placeholders.
    requests: BTreeSet<String>,
    /// The whole in lower case, without spaces and markup, which translation changes.
    squeezed: String,
}

impl Plain {
    fn new(text: &str) -> Self {
        let rows = text.lines().map(str::trim).filter(|line| line.starts_with('|'));
        let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_lowercase()).collect();
        Self { words: words(text), rows: rows.map(cells).collect(), requests: requests(text), squeezed: squeezed(text) }
    }

    /// The words in the rows of a property, or of all properties of a type.
    fn words_of_rows(&self, name: &str) -> BTreeSet<String> {
        let name = name.to_lowercase();
        let is_of = |row: &&Vec<String>| row.iter().take(2).any(|cell| words(cell).contains(&name));
        self.rows.iter().filter(is_of).flat_map(|row| row.iter().flat_map(|cell| words(cell))).collect()
    }

    /// Whether a row has a type.
    fn has_type(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.rows.iter().any(|row| row.get(1).is_some_and(|cell| words(cell).contains(&name)))
    }

    /// The row of a property.
    fn row(&self, name: &str) -> Option<&Vec<String>> {
        self.rows.iter().find(|row| words(&row[0]) == BTreeSet::from([name.to_owned()]))
    }

    /// What stands behind a name in the examples.
    fn example(&self, name: &str) -> Vec<&str> {
        let quoted = format!("\"{name}\":");
        let values = self.squeezed.match_indices(&quoted).map(|(at, _)| &self.squeezed[at + quoted.len()..]);
        values.map(|rest| rest.split([',', '}']).next().unwrap_or(rest)).collect()
    }

    /// The permissions of a caller type: in its row of the first table, which has one for each type in this order, or in
    /// all rows if they have parts.
    fn permissions(&self, caller: &str) -> Vec<BTreeSet<String>> {
        let is_rule = |row: &Vec<String>| row.iter().all(|cell| cell.chars().all(|c| ":- ".contains(c)));
        let mut rest = self.rows.iter().skip_while(|row| !is_rule(row)).skip(1).peekable();
        let mut rows = Vec::new();
        while let Some(row) = rest.next() {
            // The row before a rule is the head of the next table.
            if rest.peek().is_some_and(|next| is_rule(next)) {
                break;
            }
            rows.push(row);
        }
        let at = ["delegated", "personal", "application"].iter().position(|known| *known == caller).unwrap_or(0);
        let rows = if rows.len() == 3 { &rows[at..=at] } else { &rows[..] };
        rows.iter().map(|row| names_of_permissions(&row[1..])).collect()
    }
}

fn names_of_permissions(cells: &[String]) -> BTreeSet<String> {
    let cells: String = cells.iter().map(|cell| squeezed(cell)).collect();
    let names = cells.split(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)));
    names.filter(|name| name.contains('.')).map(str::to_owned).collect()
}

fn requests(text: &str) -> BTreeSet<String> {
    let is_request = |line: &&str| {
        let method = line.split(' ').next().unwrap_or_default();
        ["GET", "POST", "PATCH", "PUT", "DELETE"].contains(&method)
    };
    let without_placeholders = |line: &str| {
        let mut parts = line.split('{');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |line, part| line + "{}" + part.split_once('}').map_or("", |(_, rest)| rest))
    };
    text.lines().map(str::trim).filter(is_request).map(without_placeholders).collect()
}

fn squeezed(text: &str) -> String {
    let kept = text.replace("&nbsp;", "").replace("&#39;", "");
    kept.chars()
        .filter(|c| !c.is_whitespace() && !"\\*`\u{a0}\u{200b}".contains(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Says why two pages differ, if their texts do because one is of another year, or if the translation broke a name and
/// the reader says so.
fn reason(difference: &Difference, translated: &Plain, english: &Plain, lost: bool) -> Option<&'static str> {
    let Difference { part, one, other } = difference;
    let name = part.name.to_lowercase();
    let place = part.place.rsplit(' ').next().unwrap_or_default();
    if let Some(caller) = place.strip_prefix("permissions.") {
        let (translated, english) = (translated.permissions(caller), english.permissions(caller));
        return (translated != english).then_some("the rows of permissions differ");
    }
    // The page that does not state it.
    let lacking = match (one, other) {
        (Some(_), None) => english,
        (None, Some(_)) => translated,
        (one, other) => return reason_of_form(&name, one.as_deref(), other.as_deref(), translated, english),
    };
    if part.place.starts_with("operations") {
        return (translated.requests != english.requests).then_some("the requests differ");
    }
    if !lacking.words.contains(&name) {
        return Some("the name is not there");
    }
    if part.place.starts_with("types") {
        let ty = place.to_lowercase();
        let is_named = |page: &Plain| page.words.contains(&ty);
        if one.is_none() && lost && !is_named(translated) {
            return Some("the name of the type is lost, and reported");
        }
        let words = lacking.words_of_rows(place);
        return (!words.contains(&name) || !lacking.has_type(place)).then_some("the name is not in a row of the type");
    }
    let row = lacking.row(&name);
    if place == "body" && row.is_none() {
        return if one.is_some() || lost { Some("the name is in no row") } else { None };
    }
    let is_read_only = |page: &Plain| page.row(&name).is_some_and(|row| row.iter().any(|cell| says_read_only(cell)));
    (place == "body" && is_read_only(translated) != is_read_only(english))
        .then_some("one page says that it is read-only")
}

/// Says why two pages state a part in another form.
fn reason_of_form(
    name: &str,
    one: Option<&str>,
    other: Option<&str>,
    translated: &Plain,
    english: &Plain,
) -> Option<&'static str> {
    let (one, other) = (one?, other?);
    if one.eq_ignore_ascii_case(other) {
        // Translators write names small; a description has the capitals.
        return Some("the name of the type lost its capitals");
    }
    let cells = [translated, english].map(|page| page.row(name).and_then(|row| row.get(1)));
    match cells {
        [Some(one), Some(other)] if words(one) != words(other) => Some("the rows have other types"),
        [Some(_), None] | [None, Some(_)] => Some("one page has no row"),
        [None, None] if translated.example(name) != english.example(name) => Some("the examples differ"),
        _ => None,
    }
}

fn says_read_only(cell: &str) -> bool {
    ["read-only", "только для чтения", "只读", "読み取り専用", "schreibgeschützt"]
        .iter()
        .any(|words| cell.contains(words))
}

#[test]
fn translated_pages_declare_what_the_english_ones_do() {
    let Some(corpus) = corpus() else { return };
    let english = pages(&corpus.join("pages-en-2021"));
    let mut left = Vec::new();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for folder in ["pages-ru-2023", "pages-de-2019", "pages-ja-2019", "pages-zh-2023"] {
        let (mut compared, mut alike) = (0, 0);
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, path) in pages(&corpus.join(folder)) {
            let Some(other) = english.get(&name) else { continue };
            let (Ok(translated), Ok(original)) = (read(&path, Language::Translated), read(other, Language::Original))
            else {
                continue;
            };
            compared += 1;
            let found = differences(&translated, &original);
            alike += usize::from(found.is_empty());
            let (one, another) = (Plain::new(&text(&path)), Plain::new(&text(other)));
            let lost = translated
                .operations
                .iter()
                .flat_map(|operation| &operation.evidence)
                .any(|evidence| evidence.statement.contains("is broken"));
            for difference in found {
                let is_changed = |(in_folder, page, end, _): &&(&str, &str, &str, &str)| {
                    *in_folder == folder
                        && name.ends_with(&format!("/{page}.md"))
                        && difference.part.place.ends_with(end)
                };
                let found = reason(&difference, &one, &another, lost).or_else(|| {
                    let changed = CHANGED.iter().find(is_changed).map(|(.., change)| *change);
                    used.extend(changed);
                    changed
                });
                if let Some(reason) = found {
                    *reasons.entry(reason).or_default() += 1;
                } else {
                    left.push(format!("{folder} {name}: {difference:?}"));
                }
            }
        }
        println!("{folder}: {compared} compared with English, {alike} alike; {reasons:?}");
        assert!(compared > 200, "{folder}");
    }
    assert!(left.is_empty(), "{}: {:#?}", left.len(), left);
    let all: BTreeSet<_> = CHANGED.iter().map(|(.., change)| *change).collect();
    assert_eq!(used, all, "what is not used any more");
}
