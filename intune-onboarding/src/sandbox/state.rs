//! The state of the tenant as JSON: what it begins with, and what is kept of it.

use std::time::{Duration, Instant};

use http::Method;
use serde_json::{Map, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{
    context::Context,
    facts::{Kind, Operation, ResponseBody, Segment, facts},
    schema::Object,
    store::{self, Store},
};

/// Reads a state: an object whose names are paths, of collections (`deviceAppManagement/vppTokens`) with arrays of
/// entities, and of single objects (`deviceManagement/applePushNotificationCertificate`).
pub(super) fn read(text: &str) -> Result<Store, String> {
    let state: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| format!("the state is not a JSON object: {error}"))?;
    let mut state: Vec<_> = state.into_iter().collect();
    // What is below an entity comes after it.
    state.sort_by_key(|(path, _)| path.matches('/').count());
    let mut store = Store::default();
    for (path, value) in state {
        let operation =
            reading(&path).ok_or_else(|| format!("`{path}` is not the path of a resource of the tenant"))?;
        check_parent(operation, &path, &mut store)?;
        match (operation.response, value) {
            (ResponseBody::Collection(kind), Value::Array(entities)) => {
                let mut ids: Vec<String> = Vec::new();
                for (index, entity) in entities.into_iter().enumerate() {
                    let at = format!("{path}[{index}]");
                    let mut entity = object(kind, entity, &at)?;
                    let id = entity.entry("id").or_insert_with(|| Uuid::new_v4().to_string().into());
                    let id = id.as_str().filter(|id| !id.is_empty()).ok_or_else(|| format!("{at}: `id` is empty"))?;
                    if ids.iter().any(|known| known == id) {
                        return Err(format!("{at}: there is another entity with the id `{id}`"));
                    }
                    ids.push(id.to_owned());
                    store.put(&path, [entity]);
                }
            }
            (ResponseBody::Object(kind), value @ Value::Object(_)) => {
                let single = object(kind, value, &path)?;
                store.put_single(&path, single);
            }
            (ResponseBody::Collection(_), _) => return Err(format!("`{path}` is a collection: it has to be an array")),
            _ => return Err(format!("`{path}` is a single object: it has to be an object")),
        }
    }
    Ok(store)
}

/// Writes a state, as it is when everything that goes on in the tenant has come to its end.
pub(super) fn write(store: &Store) -> String {
    let mut store = store.clone();
    store.settle(Instant::now() + Duration::from_hours(24 * 365));
    let (collections, singles) = store.contents();
    let collections =
        collections.map(|(path, entities)| (path.clone(), entities.iter().cloned().map(Value::Object).collect()));
    let singles = singles.map(|(path, single)| (path.clone(), Value::Object(single.clone())));
    let state: Map<String, Value> = collections.chain(singles).collect();
    format!("{:#}\n", Value::Object(state))
}

/// Finds the operation that reads what is at a path.
fn reading(path: &str) -> Option<&'static Operation> {
    let segments: Vec<_> = path.split('/').collect();
    let leads_to = |operation: &&Operation| {
        operation.method == Method::GET
            && operation.path.len() == segments.len()
            && operation.path.iter().zip(&segments).all(|(template, segment)| match template {
                Segment::Name(name) => name == segment,
                Segment::Key => !segment.is_empty(),
                Segment::Function(..) => false,
            })
            // The last segment of an entity's own path is its key.
            && matches!(operation.path.last(), Some(Segment::Name(name)) if !name.starts_with('$'))
            && matches!(operation.response, ResponseBody::Collection(_) | ResponseBody::Object(_))
    };
    facts().operations.iter().find(leads_to)
}

/// Checks that the entities exist that a path leads through.
fn check_parent(operation: &Operation, path: &str, store: &mut Store) -> Result<(), String> {
    let segments: Vec<_> = path.split('/').collect();
    for (index, segment) in operation.path.iter().enumerate() {
        if *segment == Segment::Key {
            let collection = segments[..index].join("/");
            let kind = Context::kind(&collection);
            store
                .entity(&collection, kind, segments[index])
                .map_err(|_| format!("`{path}`: there is no `{}` in `{collection}`", segments[index]))?;
        }
    }
    Ok(())
}

/// Checks an object of a type, and replaces dates that are relative to the current time.
fn object(kind: &'static str, value: Value, at: &str) -> Result<Object, String> {
    let Value::Object(mut object) = value else { return Err(format!("{at} has to be an object")) };
    for (name, value) in &mut object {
        // Annotations, and what the tenant keeps besides the properties.
        if name.contains(['@', '$']) || (kind == "depOnboardingSetting" && name == "depToken") {
            continue;
        }
        let mut properties = facts().lineage(kind).chain(facts().family(kind)).flat_map(|found| &found.properties);
        let Some(property) = properties.find(|property| property.name == name) else {
            return Err(format!("{at}: a {kind} has no property `{name}`"));
        };
        if let Some(date) = value.as_str().filter(|_| property.kind.name == "Edm.DateTimeOffset").and_then(relative) {
            *value = date.into();
        }
        if !fits(property.kind, value) {
            return Err(format!("{at}: `{name}` is no {}", property.kind.name.trim_start_matches("Edm.")));
        }
    }
    Ok(object)
}

fn fits(kind: Kind, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) if kind.collection => {
            values.iter().all(|value| fits(Kind { collection: false, ..kind }, value))
        }
        Value::Object(object) if !kind.collection && facts().find_type(kind.name).is_some() => {
            let mut properties = object.iter().filter(|(name, _)| !name.contains('@'));
            properties.all(|(name, value)| {
                let mut known = facts().lineage(kind.name).flat_map(|found| &found.properties);
                known.find(|property| property.name == name).is_some_and(|property| fits(property.kind, value))
            })
        }
        value => !kind.collection && kind.holds(value),
    }
}

/// Returns the date that is given relative to the current time: `now`, `now+20d`, `now-3h`, `now+5m`.
fn relative(text: &str) -> Option<String> {
    let offset = text.strip_prefix("now")?;
    let now = OffsetDateTime::now_utc();
    if offset.is_empty() {
        return Some(store::text(now));
    }
    let (number, unit) = offset.split_at_checked(offset.len() - 1)?;
    let number: i64 = number.parse().ok().filter(|_| number.starts_with(['+', '-']))?;
    let minutes = match unit {
        "d" => number.checked_mul(24 * 60)?,
        "h" => number.checked_mul(60)?,
        "m" => number,
        _ => return None,
    };
    let date = now.checked_add(time::Duration::seconds(minutes.checked_mul(60)?))?;
    Some(store::text(date))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sandbox::sample;

    #[test]
    fn the_state_of_a_new_tenant_is_read_as_it_was_written() {
        let written = write(&sample::tenant());
        let again = write(&read(&written).expect("a state"));
        assert_eq!(again, written);
        assert!(written.contains("\"$default\": true"), "what is not a property is kept too");
    }

    #[test]
    fn what_the_tenant_cannot_have_is_named_with_its_path() {
        let vpp = "deviceAppManagement/vppTokens";
        for (state, said) in [
            (json!([]), "not a JSON object"),
            (json!({"vppTokens": []}), "`vppTokens` is not the path of a resource"),
            (json!({"deviceAppManagement/vppTokens/1": {}}), "is not the path"),
            (json!({"deviceAppManagement/vppTokens/$count": 1}), "is not the path"),
            (json!({vpp: {}}), "it has to be an array"),
            (json!({"deviceManagement/applePushNotificationCertificate": []}), "it has to be an object"),
            (json!({vpp: [{"id": "1"}, {"id": "1"}]}), "vppTokens[1]: there is another entity with the id `1`"),
            (json!({vpp: [{"id": ""}]}), "`id` is empty"),
            (json!({vpp: [7]}), "vppTokens[0] has to be an object"),
            (json!({vpp: [{"name": "x"}]}), "vppTokens[0]: a vppToken has no property `name`"),
            (json!({vpp: [{"expirationDateTime": "soon"}]}), "`expirationDateTime` is no DateTimeOffset"),
            (json!({vpp: [{"expirationDateTime": "now+20"}]}), "`expirationDateTime` is no DateTimeOffset"),
            (json!({vpp: [{"state": "great"}]}), "`state` is no vppTokenState"),
            (json!({vpp: [{"roleScopeTagIds": "0"}]}), "`roleScopeTagIds` is no String"),
            (json!({vpp: [{"tokenActionResults": [{"color": 1}]}]}), "`tokenActionResults` is no vppTokenActionResult"),
            (json!({"deviceManagement/depOnboardingSettings/9/enrollmentProfiles": []}), "there is no `9` in"),
        ] {
            let error = read(&state.to_string()).err().expect(said);
            assert!(error.contains(said), "{error}");
        }
    }

    #[test]
    fn dates_can_be_relative_to_the_start_of_the_tenant() {
        let state = json!({"deviceAppManagement/vppTokens": [
            {"id": "1", "expirationDateTime": "now+400d"}, {"id": "2", "expirationDateTime": "now-3h"},
            {"id": "3", "displayName": "now+1d"}, {"expirationDateTime": "now"},
        ]});
        let store = read(&state.to_string()).expect("a state");
        let tokens = store.collection("deviceAppManagement/vppTokens");
        let date = |index: usize| -> graph_runtime::DateTimeOffset {
            tokens[index]["expirationDateTime"].as_str().expect("text").parse().expect("a date")
        };
        let left = date(0).to_offset_date_time() - OffsetDateTime::now_utc();
        assert_eq!(left.whole_hours() + 1, 400 * 24, "{left}");
        assert!(date(1) < date(3) && date(3) < date(0));
        assert_eq!(tokens[2]["displayName"], "now+1d", "only dates are");
        assert!(tokens[3]["id"].as_str().is_some_and(|id| id.len() == 36), "an id is made if there is none");
    }
}
