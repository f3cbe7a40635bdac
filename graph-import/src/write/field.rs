//! One field of what is written.

use super::{
    Options,
    layout::{Argument, attribute, docs, field},
    prose,
};
use crate::description::Facts;

/// A field of a struct.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// The name as it is written.
    pub(super) ident: String,
    pub(super) ty: String,
    /// Whether its type implements `Default`.
    pub(super) has_default: bool,
    pub(super) docs: Option<String>,
    /// The arguments of `#[graph(…)]`.
    pub(super) graph: Vec<Argument>,
    /// The arguments of `#[serde(…)]`.
    pub(super) serde: Vec<Argument>,
    /// Why it is deprecated.
    pub(super) deprecated: Option<String>,
    pub(super) is_secret: bool,
    /// Whether the documentation is Microsoft's.
    pub(super) is_quoted: bool,
}

impl Field {
    /// Documents a field with what a source states.
    pub(super) fn with_facts(mut self, facts: &Facts, options: &Options) -> Self {
        self.deprecated = facts.deprecation.as_ref().map(prose::deprecation);
        self.with_description(prose::description(facts, options.descriptions))
    }

    /// Documents a field in Microsoft's words, if there are any.
    pub(super) fn with_description(mut self, description: Option<String>) -> Self {
        if description.is_some() {
            self.docs = description;
            self.is_quoted = true;
        }
        self
    }

    pub(super) fn write(&self, options: &Options) -> String {
        let layout = options.layout;
        let mut text = self.docs.as_deref().map(|paragraph| docs(paragraph, 4, layout)).unwrap_or_default();
        if let Some(note) = &self.deprecated {
            text.push_str(&deprecated(note, 4, options));
        }
        for (path, arguments) in [("graph", &self.graph), ("serde", &self.serde)] {
            if !arguments.is_empty() {
                text.push_str(&attribute(path, arguments, 4, layout));
            }
        }
        text + &field(&self.ident, &self.ty, layout)
    }
}

/// Writes `#[deprecated(note = "…")]`.
pub(super) fn deprecated(note: &str, indent: usize, options: &Options) -> String {
    let note = Argument::meta(format!("note = {}", prose::literal(note)));
    attribute("deprecated", &[note], indent, options.layout)
}
