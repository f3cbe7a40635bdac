//! The command `explain`.

use std::collections::BTreeMap;

use clap::Args;
use graph_import::{
    description::{Evidence, Operation, Verdict, Version},
    input::{self, Library},
    page::Language,
};
use serde_json::{Value, json};

use super::{failure::Failure, output::Output, subject};

/// Say for an operation which source states what, and what became of it
///
/// Where the sources agree, one line has what they state. Where they do not, each has a line.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  graph-import explain \"PATCH /deviceAppManagement/vppTokens/{id}\"
  graph-import explain intune-onboarding-vpptoken-update.md --json")]
pub(crate) struct Explain {
    /// METHOD and path of the operation, or the file of a page (.md)
    #[arg(required = true, value_name = "OPERATION|PAGE")]
    of: Vec<String>,

    /// Explain the operation of this version, v1.0 or beta
    #[arg(long, value_name = "VERSION", value_parser = |text: &str| Version::find(text).ok_or("the versions are v1.0 and beta"))]
    api_version: Option<Version>,

    /// Print JSON, for scripts
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(crate) fn run(&self, sources: &input::Options, output: &mut Output<'_>) -> Result<u8, Failure> {
        let library = Library::open(sources)?;
        let names = subject::names(&self.of);
        let mut operations = Vec::new();
        for name in &names {
            let found = if subject::is_page(name) {
                subject::of_page(name, None, Language::default(), &library)?
            } else {
                subject::of_names(std::slice::from_ref(name), self.api_version, &library)?
            };
            let whole = found.evidence;
            operations.extend(found.operations.into_iter().map(|mut operation| {
                operation.evidence.extend(whole.iter().cloned());
                operation
            }));
        }
        if self.json {
            output.json(&operations.iter().map(to_json).collect())?;
            return Ok(0);
        }
        for (index, operation) in operations.iter().enumerate() {
            if index > 0 {
                output.line("")?;
            }
            for line in lines(operation) {
                output.line(line)?;
            }
        }
        Ok(0)
    }
}

/// Writes an operation: its title, then each subject with what the sources state.
fn lines(operation: &Operation) -> Vec<String> {
    let versions: Vec<_> = operation.versions.iter().map(|version| version.as_str()).collect();
    let mut lines = vec![format!("{} ({})", operation.title(), versions.join(", "))];
    for (subject, statements) in by_subject(operation) {
        lines.push(format!("  {subject}"));
        for Evidence { statement, source, verdict, .. } in statements {
            let written = match verdict {
                Verdict::Repaired { written } => format!("; written: {written}"),
                _ => String::new(),
            };
            lines.push(format!("    {:<9} {statement}{written} [{source}]", verdict_name(verdict)));
        }
    }
    lines
}

/// Returns the statements by subject, in the order of the alphabet, so that the same part of two operations is found at
/// the same place.
fn by_subject(operation: &Operation) -> BTreeMap<&str, Vec<&Evidence>> {
    let mut subjects: BTreeMap<&str, Vec<&Evidence>> = BTreeMap::new();
    for evidence in &operation.evidence {
        let statements = subjects.entry(&evidence.subject).or_default();
        if !statements.contains(&evidence) {
            statements.push(evidence);
        }
    }
    subjects
}

fn verdict_name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Taken => "taken",
        Verdict::Overruled => "overruled",
        Verdict::Repaired { .. } => "repaired",
        Verdict::Inferred => "inferred",
        Verdict::Missing => "missing",
    }
}

fn to_json(operation: &Operation) -> Value {
    let statements: Vec<_> = by_subject(operation).into_values().flatten().map(statement_to_json).collect();
    let versions: Vec<_> = operation.versions.iter().map(|version| version.as_str()).collect();
    json!({
        "method": operation.method.as_str(),
        "path": operation.path.shown(&operation.parameters),
        "versions": versions,
        "statements": statements,
    })
}

fn statement_to_json(Evidence { subject, statement, source, verdict }: &Evidence) -> Value {
    let written = match verdict {
        Verdict::Repaired { written } => Some(written),
        _ => None,
    };
    json!({
        "subject": subject,
        "verdict": verdict_name(verdict),
        "statement": statement,
        "written": written,
        "source": source.name,
        "date": source.date,
    })
}
