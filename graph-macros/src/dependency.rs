//! Finds the dependency `graph_runtime` in the arguments of the compiler.
//!
//! rustc's own errors about a crate that is not there do not name the argument `crate`, and a macro cannot ask rustc.

use std::{fs, path::Path, sync::OnceLock};

use graph_macros_core::model::Dependency;

const RUNTIME: &str = "graph_runtime";

/// Returns what is known of the dependency of the crate that is being compiled.
pub(crate) fn find() -> Dependency {
    static FOUND: OnceLock<Found> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let arguments = std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned());
        Found::of(&arguments.collect::<Vec<_>>(), |root| fs::read_to_string(root).ok())
    });
    match found {
        Found::Assumed => Dependency::Assumed,
        Found::Renamed(name) => Dependency::Renamed(name),
        Found::Missing => Dependency::Missing,
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Found {
    Assumed,
    Renamed(String),
    Missing,
}

impl Found {
    /// Reads the arguments of rustc, rustdoc or clippy. `read` returns the text of the crate's root.
    fn of(arguments: &[String], read: impl Fn(&str) -> Option<String>) -> Self {
        let externs: Vec<_> = values(arguments, "--extern").map(Extern::new).collect();
        let is_known = !externs.is_empty()
            && !arguments.iter().any(|argument| argument.starts_with('@'))
            && values(arguments, "--crate-name").all(|name| name != RUNTIME)
            // In the first edition, any path of the crate's root can have the name.
            && values(arguments, "--edition").any(|edition| edition != "2015")
            && externs.iter().all(|found| found.name != RUNTIME);
        let root = arguments
            .iter()
            .find(|argument| Path::new(argument).extension().is_some_and(|extension| extension == "rs"))
            .filter(|_| is_known);
        match root.and_then(|root| read(root)) {
            Some(root) if !declares_runtime(&root) => {
                let renamed = externs.iter().find(|found| found.is_in_scope && found.is_runtime());
                renamed.map_or(Self::Missing, |found| Self::Renamed(found.name.to_owned()))
            }
            _ => Self::Assumed,
        }
    }
}

/// Returns the values of an option, which is written `--option value` or `--option=value`.
fn values<'a>(arguments: &'a [String], option: &str) -> impl Iterator<Item = &'a str> {
    arguments.iter().enumerate().filter_map(move |(i, argument)| match argument.strip_prefix(option)? {
        "" => arguments.get(i + 1).map(String::as_str),
        rest => rest.strip_prefix('='),
    })
}

/// `--extern options:name=path`, where options and path can be absent.
struct Extern<'a> {
    name: &'a str,
    path: &'a str,
    is_in_scope: bool,
}

impl<'a> Extern<'a> {
    fn new(value: &'a str) -> Self {
        let (name, path) = value.split_once('=').unwrap_or((value, ""));
        let (options, name) = name.split_once(':').unwrap_or(("", name));
        Self { name, path, is_in_scope: options.split(',').all(|option| option != "noprelude") }
    }

    /// Returns whether the file is that of the runtime, such as `libgraph_runtime-0123456789abcdef.rmeta`.
    fn is_runtime(&self) -> bool {
        let path = Path::new(self.path);
        let is_library = path.extension().is_some_and(|extension| extension == "rmeta" || extension == "rlib");
        let stem = path.file_stem().and_then(|stem| stem.to_str()?.strip_prefix("lib"));
        is_library && stem.and_then(|stem| stem.split('-').next()) == Some(RUNTIME)
    }
}

/// Returns whether the root of a crate may contain `extern crate graph_runtime` or `extern crate … as graph_runtime`,
/// which give the name to a crate that has another one among the arguments, or none.
fn declares_runtime(root: &str) -> bool {
    let declarations = root.split("extern").skip(1).filter_map(|rest| rest.trim_start().strip_prefix("crate"));
    let mut names = declarations.filter_map(|rest| rest.split(';').next());
    names.any(|names| names.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == RUNTIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARGO: &str = "--crate-name app --edition=2024 src/lib.rs --error-format=json --crate-type lib";

    fn found(arguments: &str) -> Found {
        found_with(arguments, "use contoso::graph_runtime::graph_action;")
    }

    fn found_with(arguments: &str, root: &str) -> Found {
        let arguments: Vec<_> = arguments.split(' ').map(String::from).collect();
        Found::of(&arguments, |path| (path == "src/lib.rs").then(|| root.to_owned()))
    }

    fn renamed(name: &str) -> Found {
        Found::Renamed(name.to_owned())
    }

    #[test]
    fn a_dependency_that_is_there_has_its_name() {
        for extern_crate in [
            "--extern graph_runtime=/t/libgraph_runtime-1.rmeta",
            "--extern=graph_runtime=/t/libgraph_runtime-1.rlib",
            "--extern graph_runtime",
            "--extern priv:graph_runtime=/t/libfork-1.rmeta",
            "--extern priv,noprelude:graph_runtime",
            "--extern serde=/t/libserde-1.rmeta --extern graph_runtime=/t/libgraph_runtime-1.rmeta",
        ] {
            assert_eq!(found(&format!("{CARGO} {extern_crate}")), Found::Assumed, "{extern_crate}");
        }
    }

    #[test]
    fn another_name_is_found_by_the_file() {
        for extern_crate in [
            "--extern renamed=/t/libgraph_runtime-1a2b.rmeta",
            "--extern serde=/t/libserde-1.rmeta --extern=renamed=C:/t/libgraph_runtime.rlib",
            "--extern priv:renamed=/t=x/libgraph_runtime-1.rlib",
        ] {
            assert_eq!(found(&format!("{CARGO} {extern_crate}")), renamed("renamed"), "{extern_crate}");
        }
    }

    #[test]
    fn a_dependency_that_is_not_there_is_missing() {
        for extern_crate in [
            "--extern contoso=/t/libcontoso-1.rmeta",
            "--extern=contoso=/t/libcontoso.rlib",
            "--extern contoso",
            "--extern tools=/t/libgraph_runtime_tools-1.rmeta",
            "--extern macros=/t/libgraph_runtime-1.so",
            "--extern graph_runtime2=/graph_runtime/libcontoso.rmeta",
            "--extern noprelude:renamed=/t/libgraph_runtime-1a2b.rmeta",
        ] {
            assert_eq!(found(&format!("{CARGO} {extern_crate}")), Found::Missing, "{extern_crate}");
        }
        assert_eq!(found("/bin/rustc --edition 2021 src/lib.rs --extern contoso"), Found::Missing);
    }

    #[test]
    fn nothing_is_known_without_the_arguments_of_a_compiler() {
        for arguments in [
            "",
            CARGO,
            "--crate-name app --edition=2024 src/lib.rs --extern",
            "@/tmp/arguments --edition=2024 src/lib.rs --extern contoso",
            "--crate-name graph_runtime --edition=2024 src/lib.rs --extern contoso",
            "--crate-name=graph_runtime --edition=2024 src/lib.rs --extern contoso",
            "--crate-name app --edition=2015 src/lib.rs --extern contoso",
            "--crate-name app src/lib.rs --extern contoso",
            "--crate-name app --edition=2024 - --extern contoso",
            "--crate-name app --edition=2024 src/absent.rs --extern contoso",
        ] {
            assert_eq!(found(arguments), Found::Assumed, "{arguments}");
        }
    }

    #[test]
    fn a_crate_can_give_the_name_itself() {
        let arguments = format!("{CARGO} --extern contoso=/t/libcontoso-1.rmeta");
        for root in [
            "extern crate contoso as graph_runtime;",
            "#[macro_use]\npub extern  crate\n    contoso as\n    graph_runtime ;",
            "extern crate alloc; extern crate graph_runtime;",
            "extern crate self as graph_runtime;",
        ] {
            assert_eq!(found_with(&arguments, root), Found::Assumed, "{root}");
        }
        for root in [
            "extern crate alloc; use contoso as graph_runtime;",
            "extern crate graph_runtime_tools;",
            "extern \"C\" {}",
        ] {
            assert_eq!(found_with(&arguments, root), Found::Missing, "{root}");
        }
    }
}
