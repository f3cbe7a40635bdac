//! The command `explain`.

mod explanation;

use clap::Args;
use graph_import::{description::Version, input, page::Language};

use self::explanation::Explanation;
use super::{failure::Failure, output::Output, subject};

/// Say for an operation which source states what, and what became of it
///
/// Where the sources differ, each has a line with what it states. What they state alike is named in one line.
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
        let library = subject::open(sources)?;
        let names = subject::names(&self.of);
        let mut explained = Vec::new();
        for name in &names {
            let found = if subject::is_page(name) {
                subject::of_page(name, None, Language::default(), library)?
            } else {
                subject::of_names(std::slice::from_ref(name), self.api_version, library)?
            };
            explained.extend(found.operations.iter().map(|operation| Explanation::new(operation, &found)));
        }
        if self.json {
            output.json(&explained.iter().map(Explanation::to_json).collect())?;
            return Ok(0);
        }
        for (index, explanation) in explained.iter().enumerate() {
            if index > 0 {
                output.line("")?;
            }
            for line in explanation.lines() {
                output.line(line)?;
            }
        }
        Ok(0)
    }
}
