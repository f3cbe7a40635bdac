//! What has changed from one round to the next.

use std::collections::BTreeMap;

use graph_runtime::DateTimeOffset;
use serde_json::json;

use crate::{
    commands::{
        days::{days_left, in_days},
        status::resource::Expiring,
    },
    output::plain,
};

/// The kinds of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Found,
    Disappeared,
    /// It expires later than before.
    Renewed,
    /// It expires earlier than before.
    Shortened,
    ExpiresSoon,
    Expired,
    /// Something is wrong with it, or with its synchronization.
    Problem,
    Solved,
    /// The resources of a kind cannot be read.
    NotRead,
    ReadAgain,
}

impl What {
    /// The name for a script.
    fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Disappeared => "disappeared",
            Self::Renewed => "renewed",
            Self::Shortened => "shortened",
            Self::ExpiresSoon => "expiresSoon",
            Self::Expired => "expired",
            Self::Problem => "problem",
            Self::Solved => "solved",
            Self::NotRead => "notRead",
            Self::ReadAgain => "readAgain",
        }
    }
}

/// A change, or what is found in the first round.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    what: What,
    at: DateTimeOffset,
    kind: &'static str,
    /// What has changed; `None` if it is the whole kind.
    of: Option<Expiring>,
    /// When it expired before.
    previous: Option<DateTimeOffset>,
    /// Why a kind cannot be read.
    reason: Option<String>,
}

impl Change {
    /// A change of a whole kind.
    pub(super) fn of_kind(kind: &'static str, what: What, reason: Option<String>, at: &DateTimeOffset) -> Self {
        Self { what, at: at.clone(), kind, of: None, previous: None, reason }
    }

    fn new(what: What, of: &Expiring, at: &DateTimeOffset) -> Self {
        Self { what, at: at.clone(), kind: of.kind, of: Some(of.clone()), previous: None, reason: None }
    }

    /// Returns the line for a person.
    pub(super) fn line(&self) -> String {
        let reason = self.reason.as_deref().unwrap_or_default();
        let text = match &self.of {
            None if self.what == What::NotRead => format!("{}: cannot be read: {reason}", self.kind),
            None => format!("{}: can be read again", self.kind),
            Some(of) => format!("{} \"{}\" ({}): {}", of.kind, of.name, of.id, self.what_happened(of)),
        };
        plain(&format!("{} {text}", seconds(&self.at)))
    }

    fn what_happened(&self, of: &Expiring) -> String {
        let expires = format!("expires {}, at {}", in_days(days_left(&of.expires)), of.expires);
        let expires = if days_left(&of.expires) < 0 { expires.replacen("expires", "expired", 1) } else { expires };
        let note = of.note.as_deref().unwrap_or_default();
        match (self.what, &self.previous) {
            (What::Found, _) if note.is_empty() => expires,
            (What::Found, _) => format!("{expires}; {note}"),
            (What::Disappeared, _) => "no longer exists".to_owned(),
            (What::Renewed, Some(previous)) => format!("renewed: {expires}, before {previous}"),
            (What::Shortened, Some(previous)) => format!("{expires}, earlier than before, {previous}"),
            (What::Problem, _) => note.to_owned(),
            (What::Solved, _) => "the problem is solved".to_owned(),
            _ => expires,
        }
    }

    /// Returns the JSON for a script, in one line and in ASCII: no character of the service is hidden.
    pub(super) fn to_json_line(&self) -> String {
        let of = self.of.as_ref();
        let json = json!({
            "time": seconds(&self.at),
            "change": self.what.name(),
            "kind": self.kind,
            "id": of.map(|of| &of.id),
            "name": of.map(|of| &of.name),
            "expirationDateTime": of.map(|of| of.expires.to_string()),
            "previousExpirationDateTime": self.previous.as_ref().map(ToString::to_string),
            "daysLeft": of.map(|of| days_left(&of.expires)),
            "note": of.and_then(|of| of.note.as_ref()).or(self.reason.as_ref()),
        });
        let mut line = String::new();
        for character in json.to_string().chars() {
            if character.is_ascii() && !character.is_ascii_control() {
                line.push(character);
            } else {
                line.extend(character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
            }
        }
        line
    }
}

/// Compares what was found in two rounds. `said` has what was said of each before.
pub(super) fn changes(
    before: &[Expiring],
    found: &[Expiring],
    said: &mut BTreeMap<String, What>,
    within: i64,
    at: &DateTimeOffset,
) -> Vec<Change> {
    let mut all = Vec::new();
    for gone in before.iter().filter(|gone| found.iter().all(|of| of.id != gone.id)) {
        said.remove(&gone.id);
        all.push(Change::new(What::Disappeared, gone, at));
    }
    for of in found {
        let urgency = urgency(of, within);
        let Some(previous) = before.iter().find(|previous| previous.id == of.id) else {
            // The line says when it expires, soon or not.
            if let Some(urgency) = urgency {
                said.insert(of.id.clone(), urgency);
            }
            all.push(Change::new(What::Found, of, at));
            continue;
        };
        if of.expires != previous.expires {
            let what = if of.expires > previous.expires { What::Renewed } else { What::Shortened };
            all.push(Change { previous: Some(previous.expires.clone()), ..Change::new(what, of, at) });
            said.remove(&of.id);
        }
        if let Some(urgency) = urgency.filter(|urgency| said.get(&of.id) != Some(urgency)) {
            said.insert(of.id.clone(), urgency);
            all.push(Change::new(urgency, of, at));
        }
        match (&previous.note, &of.note) {
            (before, Some(note)) if before.as_ref() != Some(note) => all.push(Change::new(What::Problem, of, at)),
            (Some(_), None) => all.push(Change::new(What::Solved, of, at)),
            _ => {}
        }
    }
    all
}

/// Whether something has expired or expires soon.
fn urgency(of: &Expiring, within: i64) -> Option<What> {
    match days_left(&of.expires) {
        ..0 => Some(What::Expired),
        days if days < within => Some(What::ExpiresSoon),
        _ => None,
    }
}

/// Writes a date in UTC without fractions of a second.
fn seconds(date: &DateTimeOffset) -> String {
    let text = date.as_str();
    format!("{}Z", text.split(['.', 'Z']).next().unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const DAY: Duration = Duration::from_hours(24);

    fn token(id: &str, days: i64, note: Option<&str>) -> Expiring {
        let now = DateTimeOffset::now();
        let days = i32::try_from(days).expect("a few");
        let distance = DAY * days.unsigned_abs();
        let expires = if days < 0 { now - distance } else { now + distance + Duration::from_hours(1) };
        let note = note.map(str::to_owned);
        Expiring { kind: "VPP token", id: id.to_owned(), name: "Contoso".to_owned(), expires, last_sync: None, note }
    }

    /// The changes of rounds in turn, by name, within 30 days.
    fn rounds(rounds: Vec<Vec<Expiring>>) -> Vec<Vec<&'static str>> {
        let (mut before, mut said) = (Vec::new(), BTreeMap::new());
        let mut all = Vec::new();
        for found in rounds {
            let changes = changes(&before, &found, &mut said, 30, &DateTimeOffset::now());
            all.push(changes.iter().map(|change| change.what.name()).collect());
            before = found;
        }
        all
    }

    #[test]
    fn each_change_is_said_once() {
        // The date of a token stays from round to round.
        let [far, soon, expired] = [40, 20, -2].map(|days| vec![token("1", days, None)]);
        assert_eq!(rounds(vec![far.clone(), far.clone()]), [vec!["found"], vec![]]);
        assert_eq!(rounds(vec![soon.clone(), soon.clone(), far.clone()]), [vec!["found"], vec![], vec!["renewed"]]);
        assert_eq!(
            rounds(vec![far, soon.clone(), Vec::new()]),
            [vec!["found"], vec!["shortened", "expiresSoon"], vec!["disappeared"]]
        );
        assert_eq!(rounds(vec![expired.clone(), expired, soon])[1..], [vec![], vec!["renewed", "expiresSoon"]]);
    }

    #[test]
    fn a_date_that_comes_near_is_said_when_it_is_near() {
        let of = vec![token("1", 10, None)];
        let mut said = BTreeMap::new();
        let mut round = |within| changes(&of, &of, &mut said, within, &DateTimeOffset::now()).len();
        assert_eq!([round(5), round(30), round(30)], [0, 1, 0]);
    }

    #[test]
    fn a_problem_is_said_until_it_is_solved() {
        let of = token("1", 100, None);
        let notes = [None, Some("error 1"), Some("error 1"), Some("error 2"), None];
        let of = notes.map(|note| vec![Expiring { note: note.map(str::to_owned), ..of.clone() }]);
        assert_eq!(rounds(of.to_vec()), [vec!["found"], vec!["problem"], vec![], vec!["problem"], vec!["solved"]]);
    }

    #[test]
    fn a_line_shows_no_hidden_character() {
        let of = Expiring { name: "a\u{202e}\n\u{1b}[2J株".to_owned(), ..token("1", 12, None) };
        let change = Change::new(What::Found, &of, &"2026-11-29T09:00:00.1234567Z".parse().expect("a date"));
        let line = change.line();
        assert!(
            line.starts_with(r#"2026-11-29T09:00:00Z VPP token "a\u{202e} \u{1b}[2J株" (1): expires in 12 days, at "#),
            "{line}"
        );
        let json = change.to_json_line();
        assert!(json.is_ascii() && !json.contains(char::is_control), "{json}");
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!((&json["name"], &json["daysLeft"]), (&of.name.into(), &12.into()));
    }
}
