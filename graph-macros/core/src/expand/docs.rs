//! The generated documentation of an action: request, permission table, link.

use std::fmt::Write as _;

use crate::{
    model::{Access, Action, Caller, Constant, Permission, Place},
    suggest::shown_type,
};

/// Returns the lines after what the author wrote.
pub(super) fn text(action: &Action) -> String {
    let versions: Vec<_> = action.versions.iter().map(|version| version.as_str()).collect();
    let returns =
        if action.returns_nothing() { String::from("nothing") } else { format!("`{}`", shown_type(&action.returns)) };
    // The blank line ends the author's last paragraph.
    let mut text = format!(
        "\n# Request\n\n`{} {}`, in {}; returns {returns}.{}{}\n\n# Permissions\n\n{}",
        action.method.as_str(),
        action.template.text,
        versions.join(" and "),
        constants(action),
        if action.follows_redirects() { " Follows redirects." } else { "" },
        table(action),
    );
    if let Some(docs) = &action.docs {
        let _ = write!(text, "\n\n[Microsoft's documentation]({})", docs.value());
    }
    text
}

/// Returns a sentence about the constants, if there are any.
fn constants(action: &Action) -> String {
    let shown = |constant: &Constant| {
        let (name, value) = (&constant.name, constant.sent());
        code(&match constant.place {
            Place::Headers => format!("{name}: {value}"),
            Place::Query => format!("{name}={value}"),
            Place::Path | Place::Body => format!("\"{name}\": {value}"),
        })
    };
    let shown: Vec<_> = action.constants.iter().map(shown).collect();
    match shown.as_slice() {
        [] => String::new(),
        [only] => format!(" Always sends {only}."),
        [first @ .., last] => format!(" Always sends {} and {last}.", first.join(", ")),
    }
}

/// Returns a text as code in Markdown, whatever characters it has.
fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// Returns a table like Microsoft's.
fn table(action: &Action) -> String {
    let mut table = String::from(
        "| Permission type | Least privileged permissions | Higher privileged permissions |\n|---|---|---|",
    );
    for (caller, access) in Caller::ALL.into_iter().zip(&action.permissions.access) {
        let caller = match caller {
            Caller::Delegated => "Delegated (work or school account)",
            Caller::Personal => "Delegated (personal Microsoft account)",
            Caller::Application => "Application",
        };
        let (least, higher) = match access {
            Access::NotSupported => (String::from("Not supported."), String::from("Not supported.")),
            Access::NotNeeded => (String::from("None."), String::from("None.")),
            Access::AnyOf(alternatives) => {
                let mut names = alternatives.iter().map(|alternative| together(alternative));
                let least = names.next().unwrap_or_default();
                let higher: Vec<_> = names.collect();
                (least, if higher.is_empty() { String::from("Not available.") } else { higher.join(", ") })
            }
        };
        let _ = write!(table, "\n| {caller} | {least} | {higher} |");
    }
    table
}

fn together(alternative: &[Permission]) -> String {
    let names: Vec<_> = alternative.iter().map(|permission| format!("`{}`", permission.name)).collect();
    names.join(" and ")
}
