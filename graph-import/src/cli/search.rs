//! The command `search`.

use clap::Args;
use graph_import::{
    description::{Access, Caller, Operation, PermissionOrigin, Permissions, Version},
    input,
    resolve::Resolver,
    search,
};
use serde_json::{Value, json};

use super::{
    failure::{FOUND, Failure},
    output::Output,
    subject,
};

/// Find operations by words: of their path, name, types and description
///
/// Prints the best first: method, versions, path, and the least privileged permissions. A name such as `UploadDepToken` is
/// as many words as it has.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  graph-import search upload dep token
  graph-import search list vpp tokens --limit 3 --json")]
pub(crate) struct Search {
    /// Words that the operation is about
    #[arg(required = true)]
    words: Vec<String>,

    /// Print at most so many operations
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,

    /// Print JSON, for scripts
    #[arg(long)]
    json: bool,
}

impl Search {
    pub(crate) fn run(&self, sources: &input::Options, output: &mut Output<'_>) -> Result<u8, Failure> {
        let library = subject::open(sources)?;
        library.read_ahead();
        let schemas = library.schemas()?;
        let versions: Vec<_> = library.versions().collect();
        let resolver = Resolver::new(schemas.iter().copied());
        let words: Vec<_> = self.words.iter().flat_map(|words| words.split_whitespace()).collect();
        let mut found = search::search(&resolver, &versions, &words, self.limit);
        subject::complete(&mut found, library)?;
        if self.json {
            output.json(&found.iter().map(to_json).collect())?;
        } else {
            for line in table(&found) {
                output.line(line)?;
            }
        }
        if found.is_empty() {
            output.flush()?;
            eprintln!("graph-import: no operation has all of these words: {}", words.join(", "));
            return Ok(FOUND);
        }
        Ok(0)
    }
}

/// Writes a line for each operation, in columns.
fn table(found: &[Operation]) -> Vec<String> {
    let rows: Vec<_> = found
        .iter()
        .map(|operation| {
            let path = operation.path.shown(&operation.parameters);
            (operation.method.as_str(), versions(operation), path, least(&operation.permissions))
        })
        .collect();
    let width = rows.iter().map(|(_, _, path, _)| path.chars().count()).max().unwrap_or(0);
    let line = |(method, versions, path, least): &(&str, String, String, String)| {
        format!("{method:<6}  {versions:<9}  {path:<width$}  {least}").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn versions(operation: &Operation) -> String {
    let mut versions = operation.versions.clone();
    versions.sort();
    versions.iter().map(|version| Version::as_str(*version)).collect::<Vec<_>>().join(",")
}

/// Writes the least privileged permissions of each kind of caller.
fn least(permissions: &Permissions) -> String {
    let [delegated, personal, application] = Caller::ALL.map(|caller| match permissions.of(caller) {
        Access::NotSupported => None,
        Access::NotNeeded => Some("none needed".to_owned()),
        Access::AnyOf(alternatives) => alternatives.first().map(|together| together.join("+")),
    });
    let text = match (&delegated, &application) {
        (Some(delegated), Some(application)) if delegated == application => delegated.clone(),
        _ => {
            let callers = [("delegated", delegated), ("personal", personal), ("application", application)];
            let callers = callers.into_iter().filter_map(|(name, least)| Some(format!("{name}: {}", least?)));
            callers.collect::<Vec<_>>().join(", ")
        }
    };
    match permissions.origin {
        PermissionOrigin::Inferred { .. } => format!("{text} (inferred)"),
        PermissionOrigin::Unknown => "permissions unknown".into(),
        _ => text,
    }
}

fn to_json(operation: &Operation) -> Value {
    let access = Caller::ALL.map(|caller| match operation.permissions.of(caller) {
        Access::NotSupported => Value::Null,
        Access::NotNeeded => json!([]),
        Access::AnyOf(alternatives) => json!(alternatives),
    });
    let [delegated, personal, application] = access;
    let inferred_from = match &operation.permissions.origin {
        PermissionOrigin::Inferred { from } => Some(from),
        _ => None,
    };
    let versions: Vec<_> = operation.versions.iter().map(|version| version.as_str()).collect();
    json!({
        "method": operation.method.as_str(),
        "path": operation.path.shown(&operation.parameters),
        "versions": versions,
        "description": operation.description,
        "deprecated": operation.deprecation.is_some(),
        "permissions": {
            "known": operation.permissions.origin != PermissionOrigin::Unknown,
            "inferredFrom": inferred_from,
            "delegated": delegated,
            "personal": personal,
            "application": application,
        },
    })
}
