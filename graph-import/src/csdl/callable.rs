//! Actions and functions.

use super::{
    annotation::{Annotations, optional},
    document::Document,
    element::Element,
    error::Fault,
    names::{Scope, overloaded},
    types::nullable,
};
use crate::description::{Callable, CallableKind, Facts, Parameter, Property, Returned, TypeRef};

pub(super) fn callable(
    document: &Document<'_>,
    element: &Element<'_>,
    scope: &Scope<'_>,
    annotations: &Annotations<'_>,
) -> Result<Callable, Fault> {
    let name = scope.declared(document.required(element, "Name")?);
    let bound = element.flag("IsBound", false);
    let mut parameters = Vec::new();
    for parameter in element.all("Parameter") {
        let ty = scope.type_ref(document.required(parameter, "Type")?);
        parameters.push((document.required(parameter, "Name")?, ty, parameter));
    }
    if bound && parameters.is_empty() {
        return Err(document.fault(element, format!("`{name}` is bound, but has no parameter to be bound to")));
    }
    let targets = targets(name.as_str(), bound, parameters.iter().map(|(_, ty, _)| ty));
    let facts = |element: &Element<'_>, path: &str| -> Facts {
        let targets: Vec<_> = targets.iter().map(|target| format!("{target}{path}")).collect();
        annotations.facts_of(element, scope, &targets)
    };
    let mut all = parameters.into_iter();
    let binding = if bound { all.next().map(|(_, ty, _)| ty) } else { None };
    let parameters = all
        .map(|(name, ty, parameter)| Parameter {
            optional: optional(parameter),
            property: Property {
                name: name.to_owned(),
                nullable: nullable(parameter, &ty),
                facts: facts(parameter, &format!("/{name}")),
                ty,
            },
        })
        .collect();
    let returns = match element.first("ReturnType") {
        Some(returned) => {
            let ty = scope.type_ref(document.required(returned, "Type")?);
            Some(Returned { nullable: nullable(returned, &ty), ty })
        }
        None => None,
    };
    Ok(Callable {
        kind: if element.name == "Action" { CallableKind::Action } else { CallableKind::Function },
        binding,
        parameters,
        returns,
        composable: element.flag("IsComposable", false),
        facts: facts(element, ""),
        name,
    })
}

/// Returns the targets that annotations of a callable may name: itself, the overload by what it is bound to, the
/// overload by all its parameters.
fn targets<'t>(name: &str, bound: bool, types: impl Iterator<Item = &'t TypeRef>) -> Vec<String> {
    let types: Vec<_> = types.map(overloaded).collect();
    let mut targets = vec![name.to_owned(), format!("{name}({})", types.join(","))];
    if bound && types.len() > 1 {
        targets.push(format!("{name}({})", types[0]));
    }
    targets
}
