//! The command `show`.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
};

use clap::Args;
use graph_import::{
    description::{Evidence, Verdict},
    edit::layout_for,
    input,
    write::{self, Layout, Note},
};

use super::{
    failure::Failure,
    output::Output,
    subject::{self, Subject},
    writing::WritingOptions,
};

/// Print the declaration of an operation and the types that it needs
///
/// The operation is a method and a path in any form, or the file of a page of Microsoft's reference, for which nothing has
/// to be fetched. Without a method, all operations at the path are printed. What the author should know, such as
/// secrets, inferred permissions and where the sources disagree, goes to standard error.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  graph-import show \"POST /deviceManagement/depOnboardingSettings/{id}/uploadDepToken\"
  graph-import show GET https://graph.microsoft.com/v1.0/users/adele@contoso.com --with manager
  graph-import show intune-onboarding-depaction-uploaddeptoken.md > src/dep.rs")]
pub(crate) struct Show {
    /// METHOD and path of the operation, or the file of a page (.md)
    #[arg(required = true, value_name = "OPERATION|PAGE")]
    of: Vec<String>,

    #[command(flatten)]
    writing: WritingOptions,

    /// The longest line [default: `max_width` of the nearest rustfmt.toml, or 100]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    width: Option<u16>,
}

impl Show {
    pub(crate) fn run(&self, sources: &input::Options, output: &mut Output<'_>) -> Result<u8, Failure> {
        let library = subject::open(sources)?;
        let mut subject = Subject::of(&subject::names(&self.of), &self.writing, library)?;
        self.writing.override_permissions(&mut subject.operations)?;
        let layout = layout_for(Path::new("src/lib.rs"));
        let max_width = self.width.map_or(layout.max_width, Into::into);
        let written =
            write::write(&subject.operations, &subject.types, &self.writing.options(Layout { max_width, ..layout }));
        output.text(&written.file())?;
        // In this order on a terminal, too.
        output.flush()?;
        let types = subject.types_apart(written.items.iter().map(|item| (item.kind, item.of.as_str())));
        report(&subject, &types, &written.notes)?;
        Ok(0)
    }
}

/// Prints what the author should know to standard error.
pub(crate) fn report(subject: &Subject<'_>, types: &[Evidence], notes: &[Note]) -> io::Result<()> {
    let mut stderr = io::stderr().lock();
    for remark in &subject.remarks {
        writeln!(stderr, "note: {remark}")?;
    }
    for evidence in &subject.evidence {
        writeln!(stderr, "note: {}: {}: {}", evidence.source, evidence.subject, evidence.statement)?;
    }
    for note in notes {
        writeln!(stderr, "note: {note}")?;
    }
    for line in types_apart(types) {
        writeln!(stderr, "note: {line}")?;
    }
    Ok(())
}

/// Says in one line for each version in which types it has something otherwise.
fn types_apart(evidence: &[Evidence]) -> Vec<String> {
    let mut types: BTreeMap<(String, String), BTreeMap<&str, usize>> = BTreeMap::new();
    for Evidence { subject, source, verdict, .. } in evidence {
        if let Verdict::OtherVersion { version, .. } = verdict
            && let Some(ty) = subject.split('.').nth(1)
        {
            let of = types.entry((version.as_str().to_owned(), source.to_string())).or_default();
            *of.entry(ty).or_default() += 1;
        }
    }
    let lines = types.into_iter().map(|((version, source), types)| {
        let types: Vec<_> = types.into_iter().map(|(ty, count)| format!("`{ty}` ({count})")).collect();
        format!("types: {version} has otherwise parts of {} [{source}]; `explain` lists them", types.join(", "))
    });
    lines.collect()
}
