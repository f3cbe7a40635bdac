//! The operations.

use graph_runtime::ApiVersion;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::{
    request::Request,
    response::{ErrorResponse, Success},
    schema::{self, Object, Type},
    service::Service,
    tenant,
};
use crate::token_file;

/// The number of entities of a page without `$top`: few, so that a program that ignores further pages fails here.
const PAGE: usize = 2;

pub(super) fn list_dep_onboarding_settings(service: &Service, request: &Request) -> Result<Success, ErrorResponse> {
    list(service, request, &schema::DEP_ONBOARDING_SETTING, &service.tenant().dep_onboarding_settings)
}

pub(super) fn get_dep_onboarding_setting(service: &Service, request: &Request) -> Result<Success, ErrorResponse> {
    get(service, request, &schema::DEP_ONBOARDING_SETTING, &service.tenant().dep_onboarding_settings)
}

pub(super) fn upload_dep_token(service: &Service, request: &Request) -> Result<Success, ErrorResponse> {
    request.allow_query(&[])?;
    let mut parameters = request.json()?;
    schema::UPLOAD_DEP_TOKEN.check(request.version, &parameters)?;
    let mut take = |name: &str| match parameters.remove(name) {
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Value::String(text)),
        _ => Err(ErrorResponse::invalid_value(format!("The parameter '{name}' must not be empty."))),
    };
    let (apple_id, dep_token) = (take("appleId")?, take("depToken")?);
    token_file::dep_token(dep_token.as_str().unwrap_or_default().as_bytes()).map_err(|error| {
        ErrorResponse::invalid_value(format!("The parameter 'depToken' is not a valid token: {error}."))
    })?;
    let mut tenant = service.tenant();
    let setting = find(&mut tenant.dep_onboarding_settings, &schema::DEP_ONBOARDING_SETTING, request)?;
    tenant::renew_dep(setting, apple_id, dep_token);
    Ok(Success::NoContent)
}

pub(super) fn list_android_profiles(service: &Service, request: &Request) -> Result<Success, ErrorResponse> {
    list(service, request, &schema::ANDROID_PROFILE, &service.tenant().android_profiles)
}

pub(super) fn get_android_profile(service: &Service, request: &Request) -> Result<Success, ErrorResponse> {
    get(service, request, &schema::ANDROID_PROFILE, &service.tenant().android_profiles)
}

pub(super) fn create_token(service: &Service, request: &Request) -> Result<Success, ErrorResponse> {
    request.allow_query(&[])?;
    let parameters = request.json()?;
    schema::CREATE_TOKEN.check(request.version, &parameters)?;
    let longest = i64::from(i32::MAX);
    let validity = parameters.get("tokenValidityInSeconds").and_then(Value::as_i64);
    let Some(validity) = validity.filter(|seconds| (1..=longest).contains(seconds)) else {
        let message = format!("The parameter 'tokenValidityInSeconds' must be between 1 and {longest}.");
        return Err(ErrorResponse::invalid_value(message));
    };
    let mut tenant = service.tenant();
    // A token of an AOSP profile is created under another key than that of the profile.
    let key = request.key();
    let profile = tenant.android_profiles.iter_mut().find(|profile| tenant::token_key(profile) == key);
    let profile = profile.ok_or_else(|| ErrorResponse::not_found(schema::ANDROID_PROFILE.name, key))?;
    tenant::make_token(profile, Duration::seconds(validity));
    Ok(Success::NoContent)
}

pub(super) fn list_vpp_tokens(service: &Service, request: &Request) -> Result<Success, ErrorResponse> {
    list(service, request, &schema::VPP_TOKEN, &service.tenant().vpp_tokens)
}

pub(super) fn get_vpp_token(service: &Service, request: &Request) -> Result<Success, ErrorResponse> {
    get(service, request, &schema::VPP_TOKEN, &service.tenant().vpp_tokens)
}

pub(super) fn update_vpp_token(service: &Service, request: &Request) -> Result<Success, ErrorResponse> {
    request.allow_query(&[])?;
    let changes = request.json()?;
    schema::VPP_TOKEN.check(request.version, &changes)?;
    if let Some(token) = changes.get("token").and_then(Value::as_str) {
        check_vpp_token(token)?;
    }
    let mut tenant = service.tenant();
    let token = find(&mut tenant.vpp_tokens, &schema::VPP_TOKEN, request)?;
    tenant::change_vpp(token, changes);
    if service.omits_updated_entities() {
        return Ok(Success::NoContent);
    }
    let rendered = schema::VPP_TOKEN.render(request.version, token, None);
    Ok(entity(service, request, rendered, None))
}

fn check_vpp_token(token: &str) -> Result<(), ErrorResponse> {
    let invalid =
        |reason: String| ErrorResponse::invalid_value(format!("The property 'token' is not a valid token: {reason}."));
    let file = token_file::vpp_token(token.as_bytes()).map_err(|error| invalid(error.to_string()))?;
    match file.expires {
        Some(date) if date.to_offset_date_time() <= OffsetDateTime::now_utc() => {
            Err(invalid(format!("it expired at {date}")))
        }
        _ => Ok(()),
    }
}

fn find<'t>(entities: &'t mut [Object], kind: &Type, request: &Request) -> Result<&'t mut Object, ErrorResponse> {
    let key = request.key();
    entities.iter_mut().find(|entity| entity["id"] == key).ok_or_else(|| ErrorResponse::not_found(kind.name, key))
}

fn get(service: &Service, request: &Request, kind: &Type, entities: &[Object]) -> Result<Success, ErrorResponse> {
    request.allow_query(&["$select"])?;
    let selected = request.query_option("$select");
    let names = selected.map(|names| kind.select(request.version, names)).transpose()?;
    let key = request.key();
    let found =
        entities.iter().find(|entity| entity["id"] == key).ok_or_else(|| ErrorResponse::not_found(kind.name, key))?;
    let mut rendered = kind.render(request.version, found, names.as_deref());
    if names.is_none() {
        tenant::hide_unselected(found, &mut rendered);
    }
    Ok(entity(service, request, rendered, selected))
}

fn entity(service: &Service, request: &Request, mut entity: Object, selected: Option<&str>) -> Success {
    entity.insert("@odata.context".into(), format!("{}/$entity", context(service, request, selected)).into());
    Success::Json(Value::Object(entity))
}

fn list(service: &Service, request: &Request, kind: &Type, entities: &[Object]) -> Result<Success, ErrorResponse> {
    request.allow_query(&["$select", "$top", "$count", "$skiptoken"])?;
    let selected = request.query_option("$select");
    let names = selected.map(|names| kind.select(request.version, names)).transpose()?;
    let top = number(request, "$top")?;
    let skipped = number(request, "$skiptoken")?.unwrap_or(0);
    let size = top.unwrap_or(PAGE);
    let rest = entities.get(skipped..).unwrap_or_default();
    let page: Vec<_> =
        rest.iter().take(size).map(|entity| kind.render(request.version, entity, names.as_deref())).collect();
    let mut body = json!({"@odata.context": context(service, request, selected), "value": page});
    if request.query_option("$count") == Some("true") {
        body["@odata.count"] = entities.len().into();
    }
    if rest.len() > size && size > 0 {
        body["@odata.nextLink"] = next_link(service, request, skipped + size).into();
    }
    Ok(Success::Json(body))
}

fn number(request: &Request, option: &str) -> Result<Option<usize>, ErrorResponse> {
    let Some(text) = request.query_option(option) else {
        return Ok(None);
    };
    let invalid = || {
        ErrorResponse::bad_request(format!(
            "Invalid value '{text}' for {option} query option found. The {option} query option requires a non-negative integer value."
        ))
    };
    text.parse().map(Some).map_err(|_| invalid())
}

/// Returns the address of the next page.
fn next_link(service: &Service, request: &Request, skipped: usize) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(request.query.iter().filter(|(name, _)| name != "$skiptoken"));
    query.append_pair("$skiptoken", &skipped.to_string());
    format!("{}/{}/{}?{}", service.url, request.version, request.collection(), query.finish())
}

fn context(service: &Service, request: &Request, selected: Option<&str>) -> String {
    let version: ApiVersion = request.version;
    let selected = selected.map_or_else(String::new, |names| format!("({names})"));
    format!("{}/{version}/$metadata#{}{selected}", service.url, request.collection())
}
