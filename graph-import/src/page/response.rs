//! The response to a request that succeeds.

use super::{
    blocks::Text,
    examples::Examples,
    json::Json,
    notes::Notes,
    sections::{Kind, Sections},
    type_words,
    types::Builder,
    words,
};
use crate::description::{Method, PathTemplate, Response, Segment, TypeName, TypeRef, Verdict};

/// Reads the response of an operation.
pub(super) fn read(
    sections: &Sections,
    examples: &Examples,
    (method, path): (Method, &PathTemplate),
    types: &mut Builder,
    notes: &mut Notes,
) -> Response {
    let last = path.segments.last();
    let ends_with = |name: &str| matches!(last, Some(Segment::Name(last)) if last == name);
    if ends_with("$count") {
        return Response::PlainText(TypeName::new("Edm.Int32"));
    }
    let stated = status(sections, examples, notes);
    if stated == Some(302) || method == Method::Get && ends_with("content") {
        return Response::Bytes { redirected: true };
    }
    if method == Method::Get && ends_with("$value") {
        return Response::Bytes { redirected: false };
    }
    if stated == Some(204) || method == Method::Delete && stated != Some(200) {
        return Response::None;
    }
    let answer = examples.successes().find(|response| response.message.body.is_some());
    let body = answer.and_then(|response| response.message.body.as_ref());
    let annotated = examples.successes().find_map(|response| response.stated.as_ref());
    // So Microsoft annotates a response without a body.
    let annotated = annotated.filter(|(stated, _)| stated.rsplit('.').next() != Some("None"));
    let collection = body.map_or_else(
        || annotated.is_some_and(|(_, is_collection)| *is_collection) || says_collection(sections),
        |body| matches!(body.get("value"), Some(Json::Array(_))) && body.get("id").is_none(),
    );
    let inner = body.map(unwrapped);
    let element = match inner {
        Some(Json::Array(elements)) => elements.first(),
        other => other,
    };
    if let Some(value @ (Json::String(_) | Json::Number(_) | Json::Boolean)) = element {
        return value_of(sections, value, collection, annotated, types);
    }
    // An example may show a type that derives from the one that the operation returns.
    let name = linked(sections, types)
        .or_else(|| annotated.and_then(|(stated, _)| named(stated, types)))
        .or_else(|| {
            let stated = element?.get("@odata.type")?.text()?;
            types.name(stated.trim_start_matches('#'), None)
        })
        .or_else(|| body.and_then(|body| of_context(body, types)));
    let Some(name) = name else {
        if body.is_some() {
            notes.missing("response", "the page does not say of which type the response is");
        }
        return Response::None;
    };
    // A page of the reference that shows no body, and no link, has none.
    if let Some(object) = element.filter(|object| matches!(object, Json::Object(_))) {
        types.object(&name, object, 0);
    }
    if let Some(primitive) = name.primitive() {
        return if primitive == "Stream" { Response::Bytes { redirected: false } } else { simple(name, collection) };
    }
    if types.is_enumeration(&name) && !collection {
        Response::Value(TypeRef::one(name))
    } else {
        object_or_page(name, collection)
    }
}

fn object_or_page(name: TypeName, collection: bool) -> Response {
    if collection { Response::Page(name) } else { Response::Object(name) }
}

fn simple(name: TypeName, collection: bool) -> Response {
    if collection { Response::Page(name) } else { Response::Value(TypeRef::one(name)) }
}

/// Returns the object that an example shows: that in `value`, or an element of it.
pub(super) fn object(body: &Json) -> Option<&Json> {
    let inner = unwrapped(body);
    let object = match inner {
        Json::Array(elements) => elements.first()?,
        other => other,
    };
    matches!(object, Json::Object(_)).then_some(object)
}

/// Drops the envelope `{"value": …}`. Pages show it around single objects too, where Graph sends none.
fn unwrapped(body: &Json) -> &Json {
    let is_envelope = body.properties().iter().all(|(name, _)| name == "value" || name.starts_with('@'));
    match body.get("value") {
        Some(value @ Json::Array(_)) if body.get("id").is_none() => value,
        Some(value) if is_envelope => value,
        _ => body,
    }
}

/// Returns the status: of the section about the response, or of the example.
fn status(sections: &Sections, examples: &Examples, notes: &mut Notes) -> Option<u16> {
    let told = sections
        .paragraphs(Kind::Response)
        .find_map(|text| text.code.iter().find_map(|code| words::status(code)).or_else(|| words::status(&text.plain)));
    let shown = examples.successes().map(|response| response.status).next();
    if let (Some(told), Some(shown)) = (told, shown)
        && told != shown
    {
        notes.add(
            "response.status",
            format!("the example has the status {shown}, the text says {told}"),
            Verdict::Overruled,
        );
    }
    if told.is_none() && shown.is_none() {
        notes.missing("response.status", "the page states no status of a successful response");
    }
    told.or(shown)
}

fn says_collection(sections: &Sections) -> bool {
    sections.paragraphs(Kind::Response).any(|text| type_words::says_collection(&text.plain))
}

/// Returns the type that the section about the response links to or names in bold type.
fn linked(sections: &Sections, types: &Builder) -> Option<TypeName> {
    let mut texts = sections.paragraphs(Kind::Response);
    texts.find_map(|text| {
        // The type stands in the sentence of the status; what follows links to other things.
        if let Some(link) = type_words::resource(text) {
            let page = type_words::page_name(&link.target);
            return types.name(link.text.trim_matches(|c: char| !c.is_ascii_alphanumeric()), Some(&page));
        }
        // Of a paragraph that does not name the status, bold words are parameters.
        let bold = text.bold.iter().find(|bold| super::names::is_name(bold)).filter(|_| names_status(text))?;
        types.name(bold, None)
    })
}

fn names_status(text: &Text) -> bool {
    text.code.iter().any(|code| words::status(code).is_some()) || words::status(&text.plain).is_some()
}

fn named(stated: &str, types: &Builder) -> Option<TypeName> {
    match type_words::primitive_name(stated) {
        Some(primitive) => Some(TypeName::new(format!("Edm.{primitive}"))),
        None => types.name(stated, None),
    }
}

/// Returns the type that `@odata.context` ends with: `…$metadata#microsoft.graph.user`.
fn of_context(body: &Json, types: &Builder) -> Option<TypeName> {
    let context = body.get("@odata.context")?.text()?;
    let (_, fragment) = context.split_once("$metadata#")?;
    let fragment = fragment.trim_start_matches("Collection(").trim_end_matches(')');
    fragment.starts_with("microsoft.graph.").then(|| types.name(fragment, None)).flatten()
}

/// Reads a response that is one value: a text, a number, a member of an enumeration, or bytes in base64.
fn value_of(
    sections: &Sections,
    value: &Json,
    collection: bool,
    annotated: Option<&(String, bool)>,
    types: &mut Builder,
) -> Response {
    if says_stream(sections, value) {
        return Response::Bytes { redirected: false };
    }
    let stated = || sections.paragraphs(Kind::Response).find_map(|text| type_words::within(&text.plain));
    let shown = match value {
        Json::Boolean => Some("Boolean"),
        _ => None,
    };
    let name = shown
        .or_else(stated)
        .map(|primitive| TypeName::new(format!("Edm.{primitive}")))
        .or_else(|| linked(sections, types))
        .or_else(|| annotated.and_then(|(stated, _)| named(stated, types)));
    let told = name.or_else(|| types.of_row(None, &Text::default(), Some(value)).map(|ty| ty.name));
    let name = told.unwrap_or_else(|| TypeName::new("Edm.String"));
    if let (None, Some(member)) = (name.primitive(), value.text()) {
        types.member(&name, member);
    }
    if name.primitive() == Some("Stream") { Response::Bytes { redirected: false } } else { simple(name, collection) }
}

fn says_stream(sections: &Sections, value: &Json) -> bool {
    let shown = value.text().is_some_and(|text| text.contains("Edm.Stream"));
    shown || sections.paragraphs(Kind::Response).any(|text| type_words::says_stream(&text.plain))
}
