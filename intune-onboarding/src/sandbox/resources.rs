//! What the tenant does with any resource: list, count, get, create, change, delete.

use http::Method;
use serde_json::Value;
use uuid::Uuid;

use super::{
    context::Context,
    facts::{Body, ResponseBody, Segment},
    operations::{self, Written},
    query::Options,
    response::{ErrorResponse, Success},
    schema::{self, Object},
    store::{self, Store},
};

/// Runs an operation.
pub(super) fn run(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    if let Some(particular) = operations::find(context.operation) {
        return particular(context, store);
    }
    context.check_parents(store)?;
    let path = context.request.segments.join("/");
    let is_single = !matches!(context.operation.path.last(), Some(Segment::Key));
    match (context.operation.response, &context.operation.method, &context.operation.body) {
        (ResponseBody::Count, ..) => count(context, store),
        (ResponseBody::Collection(kind), &Method::GET, _) => list(context, store, kind, &path),
        (ResponseBody::Object(kind), &Method::POST, _) => create(context, store, kind, &path),
        (ResponseBody::Object(kind), &Method::GET, _) => get(context, store, kind, &path, is_single),
        (ResponseBody::Object(_), &Method::PATCH, Body::Object(kind)) => change(context, store, kind, &path, is_single),
        (_, &Method::DELETE, _) => delete(store, &path, is_single),
        _ => Err(ErrorResponse::not_implemented()),
    }
}

fn list(context: &Context<'_>, store: &mut Store, kind: &'static str, path: &str) -> Result<Success, ErrorResponse> {
    let options = Options::read(context, kind)?;
    Ok(Success::Json(options.page(context, store, path)))
}

fn count(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let target = context.target();
    let options = Options::read(context, Context::kind(&target))?;
    Ok(Success::Text(options.apply(store.collection(&target)).len().to_string()))
}

fn get(
    context: &Context<'_>,
    store: &mut Store,
    kind: &'static str,
    path: &str,
    is_single: bool,
) -> Result<Success, ErrorResponse> {
    let options = Options::read(context, kind)?;
    let object = find(store, kind, path, is_single)?.clone();
    let mut rendered = options.render(context, store, path, &object);
    if !options.selects() {
        operations::hide_unselected(&object, &mut rendered);
    }
    Ok(Success::Json(with_context(rendered, &options.context_url(context))))
}

fn create(context: &Context<'_>, store: &mut Store, kind: &'static str, path: &str) -> Result<Success, ErrorResponse> {
    let mut object = context.request.json()?;
    schema::check(kind, context.request.version, &object)?;
    strip(&mut object);
    operations::before_write(Written::New, kind, &mut object)?;
    let mut created = store::object([("id", Uuid::new_v4().to_string().into())]);
    for date in ["createdDateTime", "lastModifiedDateTime"] {
        if schema::has(kind, context.request.version, date) {
            created.insert(date.into(), store::now());
        }
    }
    created.append(&mut object);
    let rendered = schema::render(kind, context.request.version, &created, None);
    store.put(path, [created]);
    Ok(Success::Created(with_context(rendered, &context.url())))
}

fn change(
    context: &Context<'_>,
    store: &mut Store,
    kind: &'static str,
    path: &str,
    is_single: bool,
) -> Result<Success, ErrorResponse> {
    context.request.allow_query(&[])?;
    let mut changes = context.request.json()?;
    let version = context.request.version;
    let current = find(store, kind, path, is_single);
    // The properties are those of the type that the entity has, which the request does not have to repeat.
    let stated = current.as_ref().ok().and_then(|object| object.get(schema::TYPE).cloned());
    let mut checked = changes.clone();
    if let Some(stated) = stated {
        checked.entry(schema::TYPE).or_insert(stated);
    }
    schema::check(kind, version, &checked)?;
    strip(&mut changes);
    operations::before_write(Written::Changed, kind, &mut changes)?;
    let object = current?;
    object.extend(changes);
    if schema::has(kind, version, "lastModifiedDateTime") {
        object.insert("lastModifiedDateTime".into(), store::now());
    }
    if context.service.faults.omits_updated_entities() {
        return Ok(Success::NoContent);
    }
    let rendered = schema::render(kind, version, object, None);
    Ok(Success::Json(with_context(rendered, &context.url())))
}

fn delete(store: &mut Store, path: &str, is_single: bool) -> Result<Success, ErrorResponse> {
    if is_single {
        store.remove_single(path)?;
    } else {
        let (collection, key) = Context::entity_path(path);
        store.remove(collection, Context::kind(collection), key)?;
    }
    Ok(Success::NoContent)
}

fn find<'s>(store: &'s mut Store, kind: &str, path: &str, is_single: bool) -> Result<&'s mut Object, ErrorResponse> {
    if is_single {
        return store.single(path);
    }
    let (collection, key) = Context::entity_path(path);
    store.entity(collection, kind, key)
}

/// Returns an object with the annotation that says what it is.
pub(super) fn with_context(mut object: Object, context_url: &str) -> Value {
    object.insert("@odata.context".into(), format!("{context_url}/$entity").into());
    Value::Object(object)
}

/// Removes the annotations, except for the type of a derived entity.
fn strip(object: &mut Object) {
    object.retain(|name, _| name == schema::TYPE || !name.contains('@'));
}
