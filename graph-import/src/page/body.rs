//! The body of a request.

use super::{
    examples::Examples,
    headers,
    json::Json,
    notes::Notes,
    properties,
    sections::{Kind, Sections},
    type_words,
    types::Builder,
};
use crate::description::{Body, Method, OperationKind, Purpose, Response, TypeName};

/// What tells of a body beside its section.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'p> {
    /// The name of the page's file without its ending: `event-decline`.
    pub(super) stem: &'p str,
    /// Whether the page is a translation.
    pub(super) translated: bool,
}

/// Reads the body of an operation, and defines its type.
pub(super) fn read(
    sections: &Sections,
    examples: &Examples,
    (method, kind): (Method, OperationKind),
    response: &Response,
    page: About<'_>,
    types: &mut Builder,
    notes: &mut Notes,
) -> Body {
    match kind {
        OperationKind::AddReference | OperationKind::SetReference => return Body::Reference,
        OperationKind::SetContent => {
            let media_type = headers::media_type(sections, examples, method);
            return Body::Raw { media_type: media_type.unwrap_or_else(|| "application/octet-stream".into()) };
        }
        _ if matches!(method, Method::Get | Method::Delete) => return Body::None,
        _ => {}
    }
    let properties = properties::read(sections, examples, (method, page.translated), types, notes);
    if properties.is_empty()
        && let Some(media_type) = headers::media_type(sections, examples, method)
    {
        return Body::Raw { media_type };
    }
    let purpose = match kind {
        OperationKind::Update => Purpose::Update,
        OperationKind::Replace => Purpose::Replace,
        OperationKind::Create => Purpose::Create,
        _ => return if properties.is_empty() { Body::None } else { Body::Parameters(properties) },
    };
    let Some(ty) = object(sections, examples, method, (response, page.stem), types) else {
        notes.missing("body", "the page does not say of which type the body is");
        return if properties.is_empty() { Body::None } else { Body::Parameters(properties) };
    };
    if properties.is_empty() {
        notes.missing("body", "the page lists no property of the body, and has no example of it");
    }
    types.table(&ty, properties.clone());
    let properties = properties.into_iter().filter(|property| !property.facts.computed).collect();
    Body::Object { ty, purpose, properties }
}

/// Returns the type of the object in a body: that which the section links to, or the example names, or the response has.
fn object(
    sections: &Sections,
    examples: &Examples,
    method: Method,
    (response, stem): (&Response, &str),
    types: &Builder,
) -> Option<TypeName> {
    let linked = sections.paragraphs(Kind::Body).find_map(|text| {
        let link = type_words::resource(text)?;
        let name = link.text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        types.name(name, Some(&type_words::page_name(&link.target)))
    });
    let shown = || {
        let stated = examples.bodies(method).find_map(|body| body.get("@odata.type").and_then(Json::text));
        stated.and_then(|stated| types.name(stated.trim_start_matches('#'), None))
    };
    let returned = || match response {
        Response::Object(name) => Some(name.clone()),
        _ => None,
    };
    // The introduction links to others too; the page is named after the type.
    let introduced = || {
        let links = || sections.paragraphs(Kind::Introduction).flat_map(|text| &text.links);
        let mut links = links().filter(|link| link.target.contains("resources/")).peekable();
        let first = links.peek().copied();
        let named =
            links.find(|link| stem.to_lowercase().split('-').any(|part| part == type_words::page_name(&link.target)));
        let link = named.or(first)?;
        let name = link.text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        types.name(name, Some(&type_words::page_name(&link.target)))
    };
    linked.or_else(shown).or_else(returned).or_else(introduced)
}
