//! The command `add`.

use std::path::PathBuf;

use clap::Args;
use graph_import::{
    edit::{self, Edit, layout_for},
    input,
    write::ItemKind,
};

use super::{
    failure::Failure,
    output::Output,
    show::report,
    subject::{self, Subject},
    writing::WritingOptions,
};

/// Write declarations into a file of a crate
///
/// What is there stays as it is; the declarations, the types that are not there yet and what they import are added in
/// the layout of the crate's rustfmt.toml. An operation that is declared already is named and left.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  graph-import add \"POST /deviceManagement/depOnboardingSettings/{id}/uploadDepToken\" --to src/dep.rs
  graph-import add --all \"/deviceManagement/depOnboardingSettings/**\" --to src/dep.rs --dry-run
  graph-import add PATCH /deviceAppManagement/vppTokens/{id} --to src/vpp.rs --replace")]
pub(crate) struct Add {
    /// METHOD and path of an operation, or the file of a page (.md)
    #[arg(required_unless_present = "all", value_name = "OPERATION|PAGE")]
    of: Vec<String>,

    /// Add all operations whose path has this form: `*` is any segment, `**` at the end is anything below
    #[arg(long, value_name = "PATTERN")]
    all: Vec<String>,

    /// The file, which is created if it does not exist
    #[arg(long, value_name = "FILE")]
    to: PathBuf,

    /// Write operations that are declared already anew, and show the difference first
    #[arg(long)]
    replace: bool,

    /// Show the difference, and write nothing
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    writing: WritingOptions,
}

impl Add {
    pub(crate) fn run(&self, sources: &input::Options, output: &mut Output<'_>) -> Result<u8, Failure> {
        let library = subject::open(sources)?;
        let mut names = subject::names(&self.of);
        for pattern in &self.all {
            names.extend(subject::matching(pattern, self.writing.api_version, library)?);
        }
        let mut subject = Subject::of(&names, &self.writing, library)?;
        self.writing.override_permissions(&mut subject.operations)?;
        let options = self.writing.options(layout_for(&self.to));
        let edit = edit::plan(&self.to, &subject.operations, &subject.types, &options, self.replace)
            .map_err(|error| Failure::new(error.to_string()))?;
        if self.dry_run || !edit.replaced.is_empty() {
            output.diff(&edit.diff())?;
        }
        if !self.dry_run {
            edit.write().map_err(|error| Failure::new(error.to_string()))?;
            for line in describe(&edit) {
                output.line(line)?;
            }
        }
        output.flush()?;
        let types = subject.types_apart(edit.added.iter().map(|item| (item.kind, item.of.as_str())));
        report(&subject, &types, &edit.notes)?;
        for left in &edit.left {
            let (file, operation, name) = (edit.file.display(), &left.operation, &left.name);
            eprintln!("note: {file}:{}: {operation} is declared as `{name}` already; left as it is", left.line);
        }
        Ok(0)
    }
}

/// Says in a line for each item what was done.
fn describe(edit: &Edit) -> Vec<String> {
    let kind = |kind: ItemKind| match kind {
        ItemKind::Action => "action",
        ItemKind::Type => "type",
        ItemKind::Enumeration => "enumeration",
    };
    let replaced = edit.replaced.iter().map(|one| format!("  replaced action {}: {}", one.name, one.operation));
    let added = edit.added.iter().map(|one| format!("  added {} {}: {}", kind(one.kind), one.name, one.of));
    let items: Vec<_> = replaced.chain(added).collect();
    if items.is_empty() { items } else { [vec![format!("{}:", edit.file.display())], items].concat() }
}
