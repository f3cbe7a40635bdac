//! Where paths begin.

use super::{annotation::Annotations, document::Document, element::Element, error::Fault, names::Scope};
use crate::description::{CallableImport, Container, EntitySet, Singleton};

pub(super) fn container(
    document: &Document<'_>,
    element: &Element<'_>,
    scope: &Scope<'_>,
    annotations: &Annotations<'_>,
    container: &mut Container,
) -> Result<(), Fault> {
    let own = scope.declared(document.required(element, "Name")?);
    for child in &element.children {
        let facts = |name: &str| annotations.facts(child, scope, &format!("{own}/{name}"));
        match child.name {
            "EntitySet" => {
                let name = document.required(child, "Name")?.to_owned();
                let ty = scope.name(document.required(child, "EntityType")?);
                container.entity_sets.push(EntitySet { facts: facts(&name), name, ty });
            }
            "Singleton" => {
                let name = document.required(child, "Name")?.to_owned();
                let ty = scope.name(document.required(child, "Type")?);
                container.singletons.push(Singleton { facts: facts(&name), name, ty });
            }
            "ActionImport" | "FunctionImport" => {
                let what = if child.name == "ActionImport" { "Action" } else { "Function" };
                let name = document.required(child, "Name")?.to_owned();
                let callable = scope.name(document.required(child, what)?);
                container.imports.push(CallableImport { name, callable });
            }
            _ => {}
        }
    }
    Ok(())
}
