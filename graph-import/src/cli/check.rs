//! The command `check`.

use std::path::{Path, PathBuf};

use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};
use graph_import::{
    check::{self, AtHand, Format, Report, Rule},
    input::{self, Library},
    source::{Crate, Targets},
};

use super::{failure::Failure, output::Output, subject};

/// Compare the declarations of a crate with the descriptions
///
/// Every declaration is compared, hand-written ones, too. Exits with 0 if there is nothing to report, with 1 if there is,
/// and with 2 if something could not be told. A comment `// graph-import: allow(RULE) because …` beside an item allows
/// what is found there.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  graph-import check
  graph-import check path/to/crate --github --allow least-privilege
  graph-import check --pages microsoft-graph-docs-contrib/api-reference
  graph-import check --between descriptions/2025 descriptions/2026 --of path/to/crate")]
pub(crate) struct Check {
    /// The crate: a folder with Cargo.toml, or a Rust file
    #[arg(value_name = "CRATE", default_value = ".")]
    krate: PathBuf,

    /// Print JSON, for scripts
    #[arg(long, conflicts_with = "github")]
    json: bool,

    /// Print annotations for GitHub Actions
    #[arg(long)]
    github: bool,

    /// Do not report findings of this rule
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule())]
    allow: Vec<Rule>,

    /// Compare two descriptions, and report what has changed for the crate's own calls
    ///
    /// Each is a file, or a folder with files as `fetch` keeps them: CSDL, permissions.json, provisioningInfo.json.
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"])]
    between: Vec<PathBuf>,

    /// The crate for --between
    #[arg(long, value_name = "CRATE", requires = "between", conflicts_with = "krate")]
    of: Option<PathBuf>,

    /// Report `docs` links to pages of the reference that are not among these
    ///
    /// PAGES is a folder with the pages, such as a checkout of microsoft-graph-docs-contrib, or a text file with the name
    /// of one in each line.
    #[arg(long, value_name = "PAGES")]
    pages: Option<PathBuf>,

    /// Compare the declarations in tests and examples, too
    #[arg(long)]
    all_targets: bool,
}

impl Check {
    pub(crate) fn run(&self, sources: &input::Options, output: &mut Output<'_>) -> Result<u8, Failure> {
        let path = self.of.as_ref().unwrap_or(&self.krate);
        let krate = self.read(path)?;
        let options = check::Options { allow: self.allow.iter().copied().collect() };
        let report = if let [old, new] = &self.between[..] {
            let (old, new) = (Library::of(old)?, Library::of(new)?);
            check::between(&krate, &self.at_hand(&old)?, &self.at_hand(&new)?, &options)
        } else {
            let library = subject::open(sources)?;
            // Without any, nothing could be told.
            library.schemas()?;
            check::check(&krate, &self.at_hand(library)?, &options)
        };
        self.print(&report, &folder(path, &krate), output)?;
        Ok(report.exit_code())
    }

    fn read(&self, path: &Path) -> Result<Crate, Failure> {
        let targets = Targets { tests: self.all_targets };
        Crate::read(path, targets).map_err(|error| Failure::new(error.to_string()))
    }

    fn at_hand<'l>(&self, library: &'l Library) -> Result<AtHand<'l>, Failure> {
        library.read_ahead();
        let schemas = library.versions().map(|version| library.schema(version)).filter_map(Result::transpose);
        let mut descriptions = AtHand::new(schemas.collect::<Result<Vec<_>, _>>()?);
        if let Some(permissions) = library.permissions()? {
            descriptions = descriptions.with_permissions(permissions);
        }
        if let Some(pages) = &self.pages {
            descriptions = descriptions.with_pages(input::page_names(pages)?);
        }
        Ok(descriptions)
    }

    fn print(&self, report: &Report, folder: &str, output: &mut Output<'_>) -> Result<(), Failure> {
        let format = match (self.json, self.github) {
            (true, _) => Format::Json,
            (_, true) => Format::Github,
            _ => Format::Text,
        };
        output.text(&report.write(format, folder))?;
        Ok(())
    }
}

/// Returns what stands before the place of a finding, so that an editor or a forge finds the file.
fn folder(path: &Path, krate: &Crate) -> String {
    let root = if path.is_dir() { path } else { &krate.root };
    let root = root.strip_prefix(".").unwrap_or(root).display().to_string();
    if root.is_empty() || root.ends_with('/') { root } else { format!("{root}/") }
}

fn rule() -> impl TypedValueParser<Value = Rule> {
    let names = PossibleValuesParser::new(Rule::ALL.map(Rule::as_str));
    // The parser admits nothing else.
    names.map(|name| Rule::find(&name).unwrap_or(Rule::Gone))
}
