//! Where generated code finds the runtime.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::{Path, Token};

/// The path of `graph_runtime`: that of the argument `crate`, or else `::graph_runtime`.
pub struct Runtime {
    path: Path,
    is_given: bool,
    dependency: Dependency,
}

/// What is known of the dependency `graph_runtime` of the crate that contains a declaration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dependency {
    /// It is there, or nothing is known.
    #[default]
    Assumed,
    /// It is there under this name.
    Renamed(&'static str),
    /// It is not there.
    Missing,
}

impl Runtime {
    /// Takes the path of the argument `crate`, and whether there is this argument, with or without a mistake.
    pub(super) fn new(path: Option<Path>, is_given: bool) -> Self {
        let path = path.unwrap_or_else(|| absolute(Ident::new("graph_runtime", Span::call_site())));
        Self { path, is_given, dependency: Dependency::Assumed }
    }

    /// Returns the path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Decides whether the default path leads to the dependency. If that has another name, the path becomes this name,
    /// so that the missing `crate` is the only error.
    pub fn resolve(&mut self, dependency: Dependency) {
        if self.is_given {
            return;
        }
        self.dependency = dependency;
        if let Dependency::Renamed(name) = dependency {
            self.path = absolute(format_ident!("{name}"));
        }
    }

    /// Returns whether generated code would not find the runtime.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.dependency == Dependency::Missing
    }

    /// Returns what to write, if the default path does not lead to the dependency.
    #[must_use]
    pub fn explain(&self) -> Option<String> {
        match self.dependency {
            Dependency::Assumed => None,
            Dependency::Renamed(name) => {
                Some(format!("the dependency `graph_runtime` has the name `{name}` here; write `crate = ::{name}`"))
            }
            Dependency::Missing => Some(String::from(
                "the crate has no dependency `graph_runtime`; add it, or, if another crate re-exports it, write \
                 `crate = that_crate::graph_runtime`",
            )),
        }
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.path.to_tokens(tokens);
    }
}

/// Returns the path of a dependency.
fn absolute(name: Ident) -> Path {
    Path { leading_colon: Some(Token![::](Span::call_site())), ..Path::from(name) }
}
