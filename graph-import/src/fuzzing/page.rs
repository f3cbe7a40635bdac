//! What holds for any text as a page of the reference.

use std::collections::BTreeSet;

use graph_macros_core::catalog;

use crate::{
    description::{Access, Operation, Segment, TypeDefinition, Verdict},
    page::{self, Includes, Language, Page},
};

/// Any text as a page of the reference.
///
/// # Panics
///
/// If what has to hold does not.
pub fn page(text: &str) {
    for language in [Language::Translated, Language::Original] {
        let includes = Includes::new(|target| target.contains('p').then(|| text.to_owned()));
        let read = || page::read(text, "beta/api/thing-turn.md", &includes, language);
        match read() {
            Ok(page) => {
                assert_eq!(Some(format!("{page:?}")), read().ok().map(|page| format!("{page:?}")), "the same twice");
                holds(&page);
            }
            Err(error) => assert!(!error.to_string().contains(['\n', '\r']), "one line: {error}"),
        }
    }
}

fn holds(page: &Page) {
    assert!(!page.operations.is_empty(), "a page has an operation");
    for operation in &page.operations {
        assert!(!operation.versions.is_empty(), "an operation has a version");
        path(operation);
        let names: Vec<_> = operation.body.properties().iter().map(|property| property.name.as_str()).collect();
        assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len(), "a property stands once");
        let names_are_plain = names.iter().all(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
        assert!(names_are_plain, "a property has a name: {names:?}");
        for access in &operation.permissions.access {
            let Access::AnyOf(alternatives) = access else { continue };
            assert!(!alternatives.is_empty(), "a caller that is supported has a permission");
            assert!(alternatives.iter().flatten().all(|name| catalog::find(name).is_some()), "{alternatives:?}");
        }
        for evidence in &operation.evidence {
            let is_repair = matches!(evidence.verdict, Verdict::Repaired { .. });
            assert!(is_repair || !evidence.statement.is_empty(), "evidence says something");
        }
        let used = operation.body.properties().iter().map(|property| &property.ty.name);
        for name in used.chain(operation.response.type_name()) {
            assert!(name.primitive().is_some() || page.types.get(name).is_some(), "{name} is described");
        }
    }
    for definition in page.types.iter() {
        let TypeDefinition::Structured(structured) = definition else { continue };
        for property in &structured.properties {
            let name = &property.ty.name;
            assert!(name.primitive().is_some() || page.types.get(name).is_some(), "{name} is described");
        }
    }
}

fn path(operation: &Operation) {
    let mut indices: Vec<usize> = Vec::new();
    for segment in &operation.path.segments {
        match segment {
            Segment::Name(name) => assert!(!name.is_empty(), "a segment has a name"),
            Segment::Key(index) | Segment::Colon { parameter: index, .. } => indices.push(*index),
            Segment::Arguments { arguments, .. } => indices.extend(arguments.iter().map(|(_, index)| *index)),
        }
    }
    let all: Vec<usize> = (0..operation.parameters.len()).collect();
    assert_eq!(indices, all, "each parameter stands in the path once, in its order");
    let names: BTreeSet<_> = operation.parameters.iter().map(|parameter| &parameter.name).collect();
    assert_eq!(names.len(), all.len(), "parameters have different names: {:?}", operation.parameters);
}
