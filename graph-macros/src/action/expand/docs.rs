//! The documentation that a declaration brings: route, versions, what it returns, Microsoft's permission table.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::shown;
use crate::action::{
    model::{AccessModel, Action, NameModel},
    parse::{CallerKind, literal},
};

/// The lines that go below what the author wrote.
pub(super) fn attributes(action: &Action) -> TokenStream {
    let text = text(action);
    // The blank line ends whatever the author's last line began.
    let blank = "";
    quote!(#[doc = #blank] #[doc = #text])
}

fn text(action: &Action) -> String {
    let mut text = String::new();
    let versions: Vec<_> = action.versions.iter().map(|version| version.as_str()).collect();
    let returns =
        if action.returns_nothing() { String::from("nothing") } else { format!("`{}`", shown(&action.returns)) };
    let _ = write!(
        text,
        "# Request\n\n`{} {}`, in {}; returns {returns}.\n\n# Permissions\n\n{}",
        action.method.as_str(),
        action.path.text,
        versions.join(" and "),
        table(action),
    );
    if let Some(docs) = &action.docs {
        let _ = write!(text, "\n\n[Microsoft's documentation]({})", literal::value(docs));
    }
    text
}

/// Microsoft's own table, with its three rows.
fn table(action: &Action) -> String {
    let mut table = String::from(
        "| Permission type | Least privileged permissions | Higher privileged permissions |\n|---|---|---|",
    );
    for (caller, access) in CallerKind::ALL.into_iter().zip(&action.permissions.access) {
        let kind = match caller {
            CallerKind::Delegated => "Delegated (work or school account)",
            CallerKind::Personal => "Delegated (personal Microsoft account)",
            CallerKind::Application => "Application",
        };
        let (least, higher) = match access {
            AccessModel::NotSupported => (String::from("Not supported."), String::from("Not supported.")),
            AccessModel::NotNeeded => (String::from("None."), String::from("None.")),
            AccessModel::AnyOf(alternatives) => {
                let mut names = alternatives.iter().map(|alternative| together(alternative));
                let least = names.next().unwrap_or_default();
                let higher: Vec<_> = names.collect();
                (least, if higher.is_empty() { String::from("Not available.") } else { higher.join(", ") })
            }
        };
        let _ = write!(table, "\n| {kind} | {least} | {higher} |");
    }
    table
}

fn together(alternative: &[NameModel]) -> String {
    let names: Vec<_> = alternative.iter().map(|name| format!("`{}`", name.text)).collect();
    names.join(" and ")
}
