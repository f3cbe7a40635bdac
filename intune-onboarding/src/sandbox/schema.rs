//! The validation of bodies, and what responses show of an object.

use graph_runtime::{ApiVersion, DateTimeOffset, odata::Base64};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    facts::{Access, Kind, Property, Type, facts},
    response::ErrorResponse,
};

/// An entity, a complex value, or the parameters of an action.
pub(super) type Object = Map<String, Value>;

/// The annotation that names the type of an object.
pub(super) const TYPE: &str = "@odata.type";

/// Validates an object of a type as OData does: names, types, `null`, read-only properties. If the object says that it is
/// of a derived type, it is validated as one.
pub(super) fn check(name: &'static str, version: ApiVersion, object: &Object) -> Result<(), ErrorResponse> {
    let actual = actual_type(name, object)?;
    let properties: Vec<_> = visible(actual, version).collect();
    check_properties(actual, &properties, version, object)
}

/// Validates the parameters of an action. All of them have to be there, except for those that can be null.
pub(super) fn check_parameters(parameters: &Type, version: ApiVersion, object: &Object) -> Result<(), ErrorResponse> {
    let properties: Vec<_> = parameters.properties.iter().collect();
    check_properties(parameters.name, &properties, version, object)?;
    match properties.iter().find(|parameter| !parameter.nullable && !object.contains_key(parameter.name)) {
        None => Ok(()),
        Some(missing) => {
            Err(ErrorResponse::bad_request(format!("The parameter '{}' is missing in the request.", missing.name)))
        }
    }
}

fn check_properties(
    name: &str,
    properties: &[&Property],
    version: ApiVersion,
    object: &Object,
) -> Result<(), ErrorResponse> {
    for (key, value) in object.iter().filter(|(key, _)| !key.contains('@')) {
        let Some(property) = properties.iter().find(|property| property.name == key) else {
            return Err(ErrorResponse::invalid_model(format!(
                "The property '{key}' does not exist on type 'microsoft.management.services.api.{name}'. Make sure to only \
                 use property names that are defined by the type."
            )));
        };
        property.check(version, value)?;
    }
    Ok(())
}

/// Returns the type that an object says it has, which has to be the expected one or to derive from it.
fn actual_type(name: &'static str, object: &Object) -> Result<&'static str, ErrorResponse> {
    let Some(stated) = object.get(TYPE) else { return Ok(name) };
    let short = stated.as_str().and_then(|stated| stated.strip_prefix("#microsoft.graph.")).unwrap_or_default();
    match facts().find_type(short) {
        Some(found) if facts().is_a(found.name, name) => Ok(found.name),
        _ => Err(ErrorResponse::bad_request(format!(
            "A type named '{}' could not be resolved by the model, or is not '#microsoft.graph.{name}'.",
            stated.as_str().unwrap_or("(no string)")
        ))),
    }
}

/// Returns an object as it is in a response: every property of the version, with `null` for those without a value.
pub(super) fn render(name: &str, version: ApiVersion, object: &Object, select: Option<&[&str]>) -> Object {
    let stated = object.get(TYPE).and_then(Value::as_str);
    // The outcome of an import is of a type that derives from that of the entity.
    let derived = stated.and_then(|stated| stated.strip_prefix("#microsoft.graph."));
    let actual = derived.filter(|derived| facts().is_a(derived, name)).unwrap_or(name);
    let annotation = stated.filter(|_| actual != name).map(|stated| (TYPE.to_owned(), stated.into()));
    let properties = visible(actual, version)
        .filter(|property| select.is_none_or(|names| names.contains(&property.name)))
        .map(|property| {
            let value = match property.access {
                Access::Write => Value::Null,
                Access::Read | Access::ReadWrite => object.get(property.name).cloned().unwrap_or_default(),
            };
            (property.name.to_owned(), value)
        });
    annotation.into_iter().chain(properties).collect()
}

/// Finds a property of a type, or of one that derives from it.
pub(super) fn find(name: &str, version: ApiVersion, property: &str) -> Result<&'static Property, ErrorResponse> {
    let known = |found: &&Property| found.name == property && found.versions.contains(&version);
    let inherited = facts().lineage(name).flat_map(|found| &found.properties).find(known);
    inherited.or_else(|| facts().family(name).flat_map(|found| &found.properties).find(known)).ok_or_else(|| {
        ErrorResponse::bad_request(format!(
            "Parsing OData Select and Expand failed: Could not find a property named '{property}' on type \
             'microsoft.management.services.api.{name}'."
        ))
    })
}

/// Returns whether a type has a property in a version.
pub(super) fn has(name: &str, version: ApiVersion, property: &str) -> bool {
    visible(name, version).any(|found| found.name == property)
}

/// Returns whether a client may set a property.
pub(super) fn is_settable(property: &Property) -> bool {
    property.access != Access::Read
}

/// Returns the properties of a type in a version, inherited ones first.
fn visible(name: &str, version: ApiVersion) -> impl Iterator<Item = &'static Property> {
    let mut lineage: Vec<_> = facts().lineage(name).collect();
    lineage.reverse();
    lineage.into_iter().flat_map(|found| &found.properties).filter(move |property| property.versions.contains(&version))
}

impl Property {
    fn check(&self, version: ApiVersion, value: &Value) -> Result<(), ErrorResponse> {
        let Self { name, kind, .. } = self;
        if self.access == Access::Read {
            return Err(ErrorResponse::invalid_model(format!("The property '{name}' is read-only and cannot be set.")));
        }
        if value.is_null() {
            return if self.nullable {
                Ok(())
            } else {
                let kind = format!("{}[Nullable=False]", kind.edm());
                Err(ErrorResponse::invalid_model(format!(
                    "A null value was found for the property named '{name}', which has the expected type '{kind}'. The \
                     expected type '{kind}' does not allow null values."
                )))
            };
        }
        kind.check(version, value).map_err(|error| {
            error.unwrap_or_else(|| {
                ErrorResponse::invalid_model(format!(
                    "Cannot convert the value of the property '{name}' to the type '{}'.",
                    kind.edm()
                ))
            })
        })
    }
}

impl Kind {
    /// Checks a value. The error is `None` if the value itself is wrong, and one of its own if something within it is.
    fn check(self, version: ApiVersion, value: &Value) -> Result<(), Option<ErrorResponse>> {
        if self.collection {
            let one = Self { collection: false, ..self };
            return value.as_array().ok_or(None)?.iter().try_for_each(|value| one.check(version, value));
        }
        if let Some(object) = value.as_object().filter(|_| facts().find_type(self.name).is_some()) {
            // The parts of a complex value are validated like the properties of an entity, but a new entity within a
            // request has no key yet.
            return check(self.name, version, object).map_err(Some);
        }
        if self.holds(value) { Ok(()) } else { Err(None) }
    }

    pub(super) fn holds(self, value: &Value) -> bool {
        let text = value.as_str();
        match self.name {
            "Edm.Boolean" => value.is_boolean(),
            "Edm.Int32" => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            "Edm.String" => text.is_some(),
            "Edm.DateTimeOffset" => text.is_some_and(|text| text.parse::<DateTimeOffset>().is_ok()),
            "Edm.Guid" => text.is_some_and(|text| Uuid::try_parse(text).is_ok()),
            "Edm.Binary" => text.is_some_and(|text| text.parse::<Base64>().is_ok()),
            name => text.is_some_and(|text| facts().members(name).is_some_and(|members| members.contains(&text))),
        }
    }

    fn edm(self) -> String {
        let name = match self.name {
            name if name.starts_with("Edm.") => name.to_owned(),
            name => format!("microsoft.management.services.api.{name}"),
        };
        if self.collection { format!("Collection({name})") } else { name }
    }
}
