//! What a page declares, without prose, as a list of named parts.

use std::collections::{BTreeMap, BTreeSet};

use graph_import::{
    description::{Access, Body, Caller, Operation, Property, TypeDefinition, TypeRef},
    page::Page,
};

/// A part of what a page declares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    /// Where it is: `GET /users body`, `types user`.
    pub(crate) place: String,
    /// Its name, as the page has to have it; empty for what has none.
    pub(crate) name: String,
}

/// Two pages that state a part otherwise.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) part: Part,
    /// What the first page states; nothing if it does not have the part.
    pub(crate) one: Option<String>,
    /// What the other states.
    pub(crate) other: Option<String>,
}

/// Returns what two pages declare differently.
pub(crate) fn differences(one: &Page, other: &Page) -> Vec<Difference> {
    let shared = |page: &Page| -> BTreeSet<String> { page.operations.iter().map(Operation::title).collect() };
    let (ones, others) = (shared(one), shared(other));
    let in_both: BTreeSet<_> = ones.intersection(&others).cloned().collect();
    let (mut one, mut other) = (parts(one, &in_both), parts(other, &in_both));
    let keys: BTreeSet<_> = one.keys().chain(other.keys()).cloned().collect();
    keys.into_iter()
        .map(|part| Difference { one: one.remove(&part), other: other.remove(&part), part })
        .filter(|difference| difference.one != difference.other)
        .collect()
}

/// Returns the parts of a page; of its operations, those of `in_both` as a whole, and the others by their path alone.
fn parts(page: &Page, in_both: &BTreeSet<String>) -> BTreeMap<Part, String> {
    let mut parts = BTreeMap::new();
    for found in &page.operations {
        let title = found.title();
        if in_both.contains(&title) {
            operation(found, &title, &mut parts);
        } else {
            let name = found.path.shown(&found.parameters);
            parts.insert(Part { place: format!("operations {}", found.method.as_str()), name }, String::new());
        }
    }
    for definition in page.types.iter() {
        // Translators write names small, and those of types are told by the names of properties.
        let short = definition.name().short().to_lowercase();
        let mut add = |name: &str, value: String| {
            parts.insert(Part { place: format!("types {short}"), name: name.to_owned() }, value);
        };
        match definition {
            TypeDefinition::Structured(structured) => {
                structured.properties.iter().for_each(|property| add(&property.name, shown(&property.ty)));
            }
            TypeDefinition::Enumeration(enumeration) => {
                enumeration.members.iter().for_each(|member| add(&member.name, String::new()));
            }
            TypeDefinition::Alias { underlying, .. } => add("", underlying.to_string()),
        }
    }
    parts
}

fn operation(found: &Operation, title: &str, parts: &mut BTreeMap<Part, String>) {
    let mut add = |place: &str, name: &str, value: String| {
        parts.insert(Part { place: format!("{title} {place}"), name: name.to_owned() }, value);
    };
    add("versions", "", format!("{:?}", found.versions));
    add("kind", "", format!("{:?}", found.kind));
    add("query_options", "", found.query_options.to_string());
    add("response", "", found.response.to_string());
    for query in &found.query {
        add("query", &query.name, format!("{} {}", shown(&query.ty), query.required));
    }
    for header in &found.headers {
        add("headers", &header.name, format!("{} {:?}", header.required, header.constant));
    }
    for caller in Caller::ALL {
        let place = format!("permissions.{caller}");
        match found.permissions.of(caller) {
            Access::AnyOf(alternatives) => {
                for name in alternatives.iter().flatten() {
                    add(&place, name, String::new());
                }
            }
            other => add(&place, "", format!("{other:?}")),
        }
    }
    add("body", "", body_kind(&found.body));
    for Property { name, ty, nullable, .. } in found.body.properties() {
        add("body", name, format!("{} {nullable:?}", shown(ty)));
    }
}

fn body_kind(body: &Body) -> String {
    match body {
        Body::Parameters(_) => "parameters".into(),
        Body::Object { ty, purpose, .. } => format!("{ty} {purpose:?}"),
        other => format!("{other:?}"),
    }
}

fn shown(ty: &TypeRef) -> String {
    if ty.collection { format!("Collection({})", ty.name) } else { ty.name.to_string() }
}
