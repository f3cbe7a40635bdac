//! The system query options of a request.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::{
    context::Context,
    facts::{ResponseBody, facts},
    filter::{self, Filter},
    request::Request,
    response::ErrorResponse,
    schema::{self, Object},
    store::Store,
};

/// The number of entities of a page without `$top`: few, so that a program that ignores further pages fails here.
const PAGE: usize = 2;

/// The options of a request for objects of one type.
pub(super) struct Options<'r> {
    kind: &'static str,
    selected: Option<Vec<&'r str>>,
    expanded: Vec<&'r str>,
    filter: Option<Filter>,
    search: Option<String>,
    order: Vec<(&'r str, bool)>,
    top: Option<usize>,
    skip: usize,
    count: bool,
}

impl<'r> Options<'r> {
    /// Reads the options, of which the operation has to allow each.
    pub(super) fn read(context: &Context<'r>, kind: &'static str) -> Result<Self, ErrorResponse> {
        let request = context.request;
        let mut allowed = context.operation.options.clone();
        if allowed.contains(&"$top") {
            allowed.push("$skiptoken");
        }
        request.allow_query(&allowed)?;
        let option = |name| request.query_option(name);
        let names = |name| option(name).map(|names| names.split(',').map(str::trim).collect::<Vec<_>>());
        let selected = names("$select");
        for name in selected.iter().flatten() {
            schema::find(kind, request.version, name)?;
        }
        let expanded = names("$expand").unwrap_or_default();
        if let Some(unknown) = expanded.iter().find(|name| expansion(kind, name).is_none()) {
            return Err(ErrorResponse::bad_request(format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{unknown}' on type \
                 'microsoft.management.services.api.{kind}'."
            )));
        }
        let order = option("$orderby").map(|order| self::order(order, kind, request)).transpose()?.unwrap_or_default();
        Ok(Self {
            kind,
            selected,
            expanded,
            filter: option("$filter").map(|text| Filter::parse(text, kind, request.version)).transpose()?,
            search: option("$search").map(|text| text.trim_matches('"').to_lowercase()),
            order,
            top: number(request, "$top")?,
            skip: number(request, "$skip")?.unwrap_or(0) + number(request, "$skiptoken")?.unwrap_or(0),
            count: option("$count") == Some("true"),
        })
    }

    /// Returns the entities that meet `$filter` and `$search`, in the order of `$orderby`.
    pub(super) fn apply<'e>(&self, entities: &'e [Object]) -> Vec<&'e Object> {
        let mut found: Vec<_> = entities.iter().filter(|entity| self.admits(entity)).collect();
        found.sort_by(|left, right| {
            self.order.iter().fold(Ordering::Equal, |order, (name, descending)| {
                let null = &Value::Null;
                let (left, right) = (left.get(*name).unwrap_or(null), right.get(*name).unwrap_or(null));
                // A property without a value comes first.
                let by_value = filter::order(left, right).unwrap_or_else(|| right.is_null().cmp(&left.is_null()));
                order.then(if *descending { by_value.reverse() } else { by_value })
            })
        });
        found
    }

    fn admits(&self, entity: &Object) -> bool {
        let holds = |text: &str| {
            entity.values().any(|value| value.as_str().is_some_and(|value| value.to_lowercase().contains(text)))
        };
        self.filter.as_ref().is_none_or(|filter| filter.admits(entity)) && self.search.as_deref().is_none_or(holds)
    }

    /// Returns a page of the entities.
    pub(super) fn page(&self, context: &Context<'_>, store: &Store, collection: &str) -> Value {
        let found = self.apply(store.collection(collection));
        let size = self.top.unwrap_or(PAGE);
        let rest = found.get(self.skip..).unwrap_or_default();
        let page: Vec<_> = rest
            .iter()
            .take(size)
            .map(|entity| {
                let path = format!("{collection}/{}", entity.get("id").and_then(Value::as_str).unwrap_or_default());
                self.render(context, store, &path, entity)
            })
            .collect();
        let mut body = json!({"@odata.context": self.context_url(context), "value": page});
        if self.count {
            body["@odata.count"] = found.len().into();
        }
        if rest.len() > size && size > 0 {
            body["@odata.nextLink"] = next_link(context, self.skip + size).into();
        }
        body
    }

    /// Returns an object as a response shows it.
    pub(super) fn render(&self, context: &Context<'_>, store: &Store, path: &str, object: &Object) -> Object {
        let version = context.request.version;
        let mut rendered = schema::render(self.kind, version, object, self.selected.as_deref());
        for name in &self.expanded {
            let value = match expansion(self.kind, name) {
                Some(true) => store
                    .collection(&format!("{path}/{name}"))
                    .iter()
                    .map(|entity| Value::Object(schema::render(kind_of(name), version, entity, None)))
                    .collect(),
                _ => Context::default_profile(store, path, name).map_or(Value::Null, |profile| {
                    Value::Object(schema::render("enrollmentProfile", version, profile, None))
                }),
            };
            rendered.insert((*name).to_owned(), value);
        }
        rendered
    }

    /// Returns whether the request selects properties by name.
    pub(super) fn selects(&self) -> bool {
        self.selected.is_some()
    }

    /// Returns `@odata.context`.
    pub(super) fn context_url(&self, context: &Context<'_>) -> String {
        let selected = self.selected.as_ref().map_or_else(String::new, |names| format!("({})", names.join(",")));
        format!("{}{selected}", context.url())
    }
}

/// Returns the address of the next page.
fn next_link(context: &Context<'_>, skipped: usize) -> String {
    let request = context.request;
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let kept = request.query.iter().filter(|(name, _)| name != "$skiptoken" && name != "$skip");
    query.extend_pairs(kept);
    query.append_pair("$skiptoken", &skipped.to_string());
    format!("{}/{}/{}?{}", context.service.url, request.version, request.segments.join("/"), query.finish())
}

/// Returns the type of the elements of a collection.
pub(super) fn kind_of(collection: &str) -> &'static str {
    let mut lists = facts().operations.iter().filter(|operation| operation.name() == collection);
    lists
        .find_map(|operation| match operation.response {
            ResponseBody::Collection(kind) => Some(kind),
            _ => None,
        })
        .unwrap_or_default()
}

/// Returns whether a navigation property that can be expanded is a collection; `None` if it cannot be expanded.
fn expansion(kind: &str, name: &str) -> Option<bool> {
    match (kind, name) {
        ("depOnboardingSetting", "enrollmentProfiles" | "importedAppleDeviceIdentities") => Some(true),
        (
            "depOnboardingSetting",
            "defaultIosEnrollmentProfile"
            | "defaultMacOsEnrollmentProfile"
            | "defaultTvOSEnrollmentProfile"
            | "defaultVisionOSEnrollmentProfile",
        ) => Some(false),
        _ => None,
    }
}

fn order<'r>(text: &'r str, kind: &str, request: &Request) -> Result<Vec<(&'r str, bool)>, ErrorResponse> {
    let item = |item: &'r str| {
        let (name, direction) = item.trim().split_once(' ').unwrap_or((item.trim(), "asc"));
        schema::find(kind, request.version, name)?;
        match direction.trim() {
            "asc" => Ok((name, false)),
            "desc" => Ok((name, true)),
            other => Err(ErrorResponse::bad_request(format!("Syntax error: '{other}' in '{text}'."))),
        }
    };
    text.split(',').map(item).collect()
}

fn number(request: &Request, option: &str) -> Result<Option<usize>, ErrorResponse> {
    let Some(text) = request.query_option(option) else {
        return Ok(None);
    };
    let invalid = || {
        ErrorResponse::bad_request(format!(
            "Invalid value '{text}' for {option} query option found. The {option} query option requires a non-negative \
             integer value."
        ))
    };
    // Larger than any collection is as good as endless.
    let number: u32 = text.parse().map_err(|_| invalid())?;
    usize::try_from(number).map(Some).map_err(|_| invalid())
}
