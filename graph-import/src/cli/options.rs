//! The options that say where the descriptions are.

use std::{env, ffi::OsString, path::PathBuf};

use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};
use graph_import::input::{self, Cloud};

/// The options that say where the descriptions are.
#[derive(Debug, Args)]
#[command(next_help_heading = "Descriptions")]
pub(crate) struct SourceOptions {
    /// Read this CSDL file instead of the cache's, plain, .xz or .gz; once for each version
    ///
    /// The version is told from the file's name, or written before it: `beta=metadata.xml`.
    #[arg(long, global = true, value_name = "FILE")]
    metadata: Vec<PathBuf>,

    /// Read Microsoft's permission data from this file instead of the cache: permissions.json, plain, .xz or .gz
    ///
    /// Give the option a second time for provisioningInfo.json, which has the IDs of permissions.
    #[arg(long, global = true, value_name = "FILE")]
    permissions: Vec<PathBuf>,

    /// Keep and look for fetched descriptions in this directory [default: the platform's for caches]
    #[arg(long, global = true, value_name = "DIR")]
    cache: Option<PathBuf>,

    /// Use the description of Graph in this cloud
    #[arg(long, global = true, value_name = "CLOUD", default_value = "global", value_parser = cloud())]
    cloud: Cloud,
}

impl SourceOptions {
    /// Returns the options, with environment variables for those that are not given.
    pub(crate) fn resolve(&self, variable: impl Fn(&str) -> Option<OsString>) -> input::Options {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let files = |given: &[PathBuf], name: &str| match variable(name) {
            Some(value) if given.is_empty() => env::split_paths(&value).collect(),
            _ => given.to_vec(),
        };
        input::Options {
            metadata: files(&self.metadata, "GRAPH_IMPORT_METADATA"),
            permissions: files(&self.permissions, "GRAPH_IMPORT_PERMISSIONS"),
            cache: self.cache.clone().or_else(|| variable("GRAPH_IMPORT_CACHE").map(PathBuf::from)),
            cloud: self.cloud,
        }
    }
}

fn cloud() -> impl TypedValueParser<Value = Cloud> {
    let names = PossibleValuesParser::new(Cloud::ALL.map(Cloud::as_str));
    // The parser admits nothing else.
    names.map(|name| Cloud::find(&name).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Arguments;

    fn resolved(line: &str) -> input::Options {
        let arguments = Arguments::try_parse_from(line.split(' ')).expect(line);
        arguments.sources.resolve(|name| Some(OsString::from(format!("{name}.file"))))
    }

    #[test]
    fn options_may_be_given_anywhere_and_win_over_the_environment() {
        for line in ["x --metadata a --metadata b --cache c fetch", "x fetch --cache c --metadata a --metadata b"] {
            let options = resolved(line);
            assert_eq!(options.metadata, ["a", "b"].map(PathBuf::from), "{line}");
            assert_eq!(options.permissions, [PathBuf::from("GRAPH_IMPORT_PERMISSIONS.file")], "{line}");
            assert_eq!(options.cache, Some("c".into()), "{line}");
        }
        assert_eq!(resolved("x fetch").cache, Some("GRAPH_IMPORT_CACHE.file".into()));
        assert_eq!(resolved("x --cloud usgov-dod fetch").cloud, Cloud::UsgovDod);
    }

    #[test]
    fn an_empty_variable_is_as_good_as_none() {
        let arguments = Arguments::try_parse_from(["x", "fetch"]).expect("it is complete");
        let options = arguments.sources.resolve(|_| Some(OsString::new()));
        assert_eq!((options.metadata, options.cache), (Vec::new(), None));
    }
}
