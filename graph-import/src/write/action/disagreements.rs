//! Where the sources of an operation disagree.

use super::{Differences, Note};
use crate::description::{Evidence, Operation, Verdict, Version};

/// Notes what sources say that was not taken, and in one note for each version what that has otherwise.
pub(super) fn note(operation: &Operation, item: &str, notes: &mut Vec<Note>) {
    let mut versions: Vec<(Version, String, Differences)> = Vec::new();
    for Evidence { subject, statement, source, verdict } in &operation.evidence {
        match verdict {
            Verdict::OtherVersion { version, difference } => {
                let of = source.to_string();
                let known = versions.iter().position(|(known, source, _)| (known, source) == (version, &of));
                let at = known.unwrap_or_else(|| {
                    versions.push((*version, of, Differences::default()));
                    versions.len() - 1
                });
                let name = subject.strip_prefix("body.").unwrap_or(subject);
                versions[at].2.add(name, *difference, statement);
            }
            Verdict::Overruled | Verdict::Repaired { .. } | Verdict::Unclear => notes.push(Note::Disagreement {
                item: item.to_owned(),
                subject: subject.clone(),
                statement: statement.clone(),
                source: source.to_string(),
            }),
            Verdict::Taken | Verdict::Inferred | Verdict::Missing => {}
        }
    }
    notes.extend(versions.into_iter().map(|(version, source, differences)| Note::OtherVersion {
        item: item.to_owned(),
        version,
        differences,
        source,
    }));
}
