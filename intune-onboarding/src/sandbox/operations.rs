//! What the operations do.

use graph_runtime::ApiVersion;
use serde_json::{Value, json};
use time::Duration;

use super::{
    answer::{Answer, Refusal},
    exchange::Exchange,
    schema::{self, Object, Type},
    server::Service,
    tenant,
};

/// How many entities a page has unless `$top` says so: few, so that whoever forgets the further pages finds out here.
const PAGE: usize = 2;

pub(super) fn list_dep_onboarding_settings(service: &Service, exchange: &Exchange) -> Result<Answer, Refusal> {
    list(service, exchange, &schema::DEP_ONBOARDING_SETTING, &service.tenant().dep_onboarding_settings)
}

pub(super) fn get_dep_onboarding_setting(service: &Service, exchange: &Exchange) -> Result<Answer, Refusal> {
    get(service, exchange, &schema::DEP_ONBOARDING_SETTING, &service.tenant().dep_onboarding_settings)
}

pub(super) fn upload_dep_token(service: &Service, exchange: &Exchange) -> Result<Answer, Refusal> {
    exchange.allow_query(&[])?;
    let mut parameters = exchange.json()?;
    schema::UPLOAD_DEP_TOKEN.check(exchange.version, &parameters)?;
    let mut take = |name: &str| match parameters.remove(name) {
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Value::String(text)),
        _ => Err(Refusal::invalid_value(format!("The parameter '{name}' must not be empty."))),
    };
    let (apple_id, dep_token) = (take("appleId")?, take("depToken")?);
    let mut tenant = service.tenant();
    let setting = find(&mut tenant.dep_onboarding_settings, &schema::DEP_ONBOARDING_SETTING, exchange)?;
    tenant::renew_dep(setting, apple_id, dep_token);
    Ok(Answer::NoContent)
}

pub(super) fn list_android_profiles(service: &Service, exchange: &Exchange) -> Result<Answer, Refusal> {
    list(service, exchange, &schema::ANDROID_PROFILE, &service.tenant().android_profiles)
}

pub(super) fn get_android_profile(service: &Service, exchange: &Exchange) -> Result<Answer, Refusal> {
    get(service, exchange, &schema::ANDROID_PROFILE, &service.tenant().android_profiles)
}

pub(super) fn create_token(service: &Service, exchange: &Exchange) -> Result<Answer, Refusal> {
    exchange.allow_query(&[])?;
    let parameters = exchange.json()?;
    schema::CREATE_TOKEN.check(exchange.version, &parameters)?;
    let longest = i64::from(i32::MAX);
    let validity = parameters.get("tokenValidityInSeconds").and_then(Value::as_i64);
    let Some(validity) = validity.filter(|seconds| (1..=longest).contains(seconds)) else {
        let message = format!("The parameter 'tokenValidityInSeconds' must be between 1 and {longest}.");
        return Err(Refusal::invalid_value(message));
    };
    let mut tenant = service.tenant();
    let profile = find(&mut tenant.android_profiles, &schema::ANDROID_PROFILE, exchange)?;
    tenant::make_token(profile, Duration::seconds(validity));
    Ok(Answer::NoContent)
}

pub(super) fn list_vpp_tokens(service: &Service, exchange: &Exchange) -> Result<Answer, Refusal> {
    list(service, exchange, &schema::VPP_TOKEN, &service.tenant().vpp_tokens)
}

pub(super) fn get_vpp_token(service: &Service, exchange: &Exchange) -> Result<Answer, Refusal> {
    get(service, exchange, &schema::VPP_TOKEN, &service.tenant().vpp_tokens)
}

pub(super) fn update_vpp_token(service: &Service, exchange: &Exchange) -> Result<Answer, Refusal> {
    exchange.allow_query(&[])?;
    let changes = exchange.json()?;
    schema::VPP_TOKEN.check(exchange.version, &changes)?;
    if changes.get("token").and_then(Value::as_str).is_some_and(|token| token.trim().is_empty()) {
        return Err(Refusal::invalid_value("The property 'token' must not be empty."));
    }
    let mut tenant = service.tenant();
    let token = find(&mut tenant.vpp_tokens, &schema::VPP_TOKEN, exchange)?;
    tenant::change_vpp(token, changes);
    let answer = schema::VPP_TOKEN.render(exchange.version, token, None);
    Ok(entity(service, exchange, answer, None))
}

fn find<'t>(entities: &'t mut [Object], kind: &Type, exchange: &Exchange) -> Result<&'t mut Object, Refusal> {
    let key = exchange.key();
    entities.iter_mut().find(|entity| entity["id"] == key).ok_or_else(|| Refusal::not_found(kind.name, key))
}

fn get(service: &Service, exchange: &Exchange, kind: &Type, entities: &[Object]) -> Result<Answer, Refusal> {
    exchange.allow_query(&["$select"])?;
    let selected = exchange.query_option("$select");
    let names = selected.map(|names| kind.select(exchange.version, names)).transpose()?;
    let key = exchange.key();
    let found = entities.iter().find(|entity| entity["id"] == key).ok_or_else(|| Refusal::not_found(kind.name, key))?;
    Ok(entity(service, exchange, kind.render(exchange.version, found, names.as_deref()), selected))
}

fn entity(service: &Service, exchange: &Exchange, mut entity: Object, selected: Option<&str>) -> Answer {
    entity.insert("@odata.context".into(), format!("{}/$entity", context(service, exchange, selected)).into());
    Answer::Json(Value::Object(entity))
}

fn list(service: &Service, exchange: &Exchange, kind: &Type, entities: &[Object]) -> Result<Answer, Refusal> {
    exchange.allow_query(&["$select", "$top", "$count", "$skiptoken"])?;
    let selected = exchange.query_option("$select");
    let names = selected.map(|names| kind.select(exchange.version, names)).transpose()?;
    let top = number(exchange, "$top")?;
    let skipped = number(exchange, "$skiptoken")?.unwrap_or(0);
    let size = top.unwrap_or(PAGE);
    let rest = entities.get(skipped..).unwrap_or_default();
    let page: Vec<_> =
        rest.iter().take(size).map(|entity| kind.render(exchange.version, entity, names.as_deref())).collect();
    let mut answer = json!({"@odata.context": context(service, exchange, selected), "value": page});
    if exchange.query_option("$count") == Some("true") {
        answer["@odata.count"] = entities.len().into();
    }
    if rest.len() > size && size > 0 {
        answer["@odata.nextLink"] = next_link(service, exchange, skipped + size).into();
    }
    Ok(Answer::Json(answer))
}

fn number(exchange: &Exchange, option: &str) -> Result<Option<usize>, Refusal> {
    let Some(text) = exchange.query_option(option) else {
        return Ok(None);
    };
    let invalid = || {
        Refusal::bad_request(format!(
            "Invalid value '{text}' for {option} query option found. The {option} query option requires a non-negative integer value."
        ))
    };
    text.parse().map(Some).map_err(|_| invalid())
}

/// The same request, from the next entity on.
fn next_link(service: &Service, exchange: &Exchange, skipped: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(exchange.query.iter().filter(|(name, _)| name != "$skiptoken"));
    query.append_pair("$skiptoken", &skipped.to_string());
    format!("{}/{}/{}?{}", service.url, exchange.version, exchange.collection(), query.finish())
}

fn context(service: &Service, exchange: &Exchange, selected: Option<&str>) -> String {
    let version: ApiVersion = exchange.version;
    let selected = selected.map_or_else(String::new, |names| format!("({names})"));
    format!("{}/{version}/$metadata#{}{selected}", service.url, exchange.collection())
}
