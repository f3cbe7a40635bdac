//! The options that say how results are written.

use std::{env, ffi::OsString};

use clap::{Args, ValueEnum};

use super::query::Query;

/// The environment variable with the format.
const VARIABLE: &str = "INTUNE_ONBOARDING_OUTPUT";

/// How results are written.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct OutputOptions {
    /// Print results as a table, as tab-separated values without a head, or as one document in JSON or YAML, errors
    /// included [default: table on a terminal, or else tsv for tables]
    #[arg(long, short, global = true, value_name = "FORMAT", env = VARIABLE, hide_env_values = true)]
    output: Option<Format>,

    /// Short for --output json, for scripts
    #[arg(long, global = true)]
    json: bool,

    /// Print what this JMESPath expression selects from the document of --output json, such as
    /// 'result.value[].[id, state]'; with table or tsv, a list is rows
    #[arg(long, global = true, value_name = "EXPRESSION", value_parser = Query::parse)]
    pub(super) query: Option<Query>,
}

/// The formats of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
    Tsv,
    Yaml,
}

impl OutputOptions {
    /// Returns the format if one is given.
    pub(super) fn format(&self) -> Option<Format> {
        if self.json { Some(Format::Json) } else { self.output }
    }

    /// Returns the contradiction of the options, if there is one.
    pub(crate) fn contradiction(&self, arguments: &[OsString]) -> Option<&'static str> {
        // The environment may name another format.
        let given = format_among(arguments).is_some();
        (given && self.json && self.output != Some(Format::Json))
            .then_some("--json is short for --output json, and another --output is given")
    }

    /// Looks for the format among arguments that cannot be parsed, so that their failure is written in it.
    pub(crate) fn of_invalid(arguments: &[OsString]) -> Self {
        let is_json = before_separator(arguments).any(|argument| argument == "--json");
        let from_environment = || Format::from_str(&env::var(VARIABLE).ok()?, false).ok();
        Self { json: is_json, output: format_among(arguments).or_else(from_environment), query: None }
    }
}

/// Returns the format that these arguments name.
fn format_among(arguments: &[OsString]) -> Option<Format> {
    let mut arguments = before_separator(arguments);
    while let Some(argument) = arguments.next() {
        let Some(argument) = argument.to_str() else { continue };
        let value = ["--output", "-o"].iter().find_map(|name| argument.strip_prefix(name));
        let format = match value {
            Some("") => arguments.next()?.to_str()?,
            Some(value) => value.strip_prefix('=').unwrap_or(value),
            None => continue,
        };
        if let Ok(format) = Format::from_str(format, false) {
            return Some(format);
        }
    }
    None
}

fn before_separator(arguments: &[OsString]) -> impl Iterator<Item = &OsString> {
    arguments.iter().skip(1).take_while(|argument| *argument != "--")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format_of(line: &str) -> Option<Format> {
        let arguments: Vec<_> = line.split(' ').map(OsString::from).collect();
        OutputOptions::of_invalid(&arguments).format()
    }

    #[test]
    fn the_format_is_found_among_invalid_arguments() {
        for (line, format) in [
            ("x vpp lst --json", Some(Format::Json)),
            ("x --output json vpp lst", Some(Format::Json)),
            ("x --output=yaml vpp lst", Some(Format::Yaml)),
            ("x -o tsv lst", Some(Format::Tsv)),
            ("x -ojson lst", Some(Format::Json)),
            ("x vpp lst", None),
            ("x vpp --output", None),
            ("x vpp -- --json --output json", None),
        ] {
            assert_eq!(format_of(line), format, "{line}");
        }
    }
}
