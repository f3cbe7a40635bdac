//! Query parameters.

use super::{
    notes::Notes,
    properties::one_line,
    sections::{Kind, Sections},
    type_words::{self, Told, What},
    words,
};
use crate::description::{OperationKind, QueryParameter, TypeName, TypeRef};

/// Returns whether an operation takes OData's options.
pub(super) fn options(sections: &Sections, kind: OperationKind, notes: &mut Notes) -> bool {
    if !matches!(kind, OperationKind::List | OperationKind::Get) {
        return false;
    }
    let text: String = sections.paragraphs(Kind::QueryParameters).map(|text| text.plain.as_str()).collect();
    let names_some = text.contains('$') || parameters(sections, false).iter().any(|known| known.name.starts_with('$'));
    if words::says_unsupported(&text) && !names_some {
        return false;
    }
    if !sections.has(Kind::QueryParameters) {
        notes.inferred("query", "the page has no section about OData's query options; they are taken to be supported");
    }
    true
}

/// Reads the table of query parameters. OData's options are left out where `options` stand for all of them.
pub(super) fn parameters(sections: &Sections, options: bool) -> Vec<QueryParameter> {
    let mut parameters: Vec<QueryParameter> = Vec::new();
    for row in sections.rows(Kind::QueryParameters) {
        let Some(name) = row.first() else { continue };
        let name = name.plain.trim_matches(|c: char| matches!(c, '`' | '*' | ' '));
        let is_parameter =
            name.trim_start_matches('$').chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        if name.is_empty()
            || !is_parameter
            || options && name.starts_with('$')
            || parameters.iter().any(|known| known.name == name)
        {
            continue;
        }
        let told = row.get(1).and_then(type_words::read).filter(|_| row.len() > 2);
        let primitive = match told {
            Some(Told { what: What::Primitive(primitive), .. }) => primitive,
            _ => "String",
        };
        let description = row.last().filter(|_| row.len() > 1).map(|cell| one_line(&cell.plain));
        parameters.push(QueryParameter {
            name: name.to_owned(),
            ty: TypeRef::one(TypeName::new(format!("Edm.{primitive}"))),
            required: description.as_deref().is_some_and(words::says_required),
            description: description.filter(|text| !text.is_empty()),
        });
    }
    parameters
}
