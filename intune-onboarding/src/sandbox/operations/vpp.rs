//! VPP tokens.

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::{
    super::{
        context::Context,
        response::{ErrorResponse, Success},
        schema::{self, Object},
        store::{self, Store},
    },
    Particular, Written, changed, page, synchronize,
};
use crate::{sandbox::resources::with_context, token_file};

const TOKENS: &str = "deviceAppManagement/vppTokens";

pub(super) fn find(name: &str) -> Option<Particular> {
    match name {
        "getLicensesForApp" => Some(licenses_for_app),
        "syncLicenseCounts" => Some(sync_license_counts),
        "syncLicenses" => Some(sync_licenses),
        "revokeLicenses" => Some(revoke_licenses),
        _ => None,
    }
}

/// Checks the content of a token. New content is valid until the date in it.
pub(super) fn before_write(written: Written, token: &mut Object) -> Result<(), ErrorResponse> {
    match token.get("token").and_then(Value::as_str) {
        Some(content) => {
            let expires = checked_expiry(content)?;
            token.entry("state").or_insert_with(|| "valid".into());
            token.entry("expirationDateTime").or_insert_with(|| store::text(expires).into());
            Ok(())
        }
        None if written == Written::New => {
            Err(ErrorResponse::invalid_value("The property 'token' must not be empty.".to_owned()))
        }
        None => Ok(()),
    }
}

/// Returns when the content of a token expires: in a year, if its date is not in a format that is known.
fn checked_expiry(token: &str) -> Result<OffsetDateTime, ErrorResponse> {
    let invalid =
        |reason: String| ErrorResponse::invalid_value(format!("The property 'token' is not a valid token: {reason}."));
    let file = token_file::vpp_token(token.as_bytes()).map_err(|error| invalid(error.to_string()))?;
    let now = OffsetDateTime::now_utc();
    match file.expires {
        Some(date) if date.to_offset_date_time() <= now => Err(invalid(format!("it expired at {date}"))),
        Some(date) => Ok(date.to_offset_date_time()),
        None => Ok(now + Duration::days(365)),
    }
}

fn licenses_for_app(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let app = context.arguments.first().map_or("", String::as_str);
    if app.is_empty() {
        return Err(ErrorResponse::invalid_value("The parameter 'bundleId' must not be empty.".to_owned()));
    }
    // As many licenses as the name is long: the same for each call.
    let (used, all) = (app.len() / 2, app.len());
    let summary = |token: &Object| {
        store::object([
            ("vppTokenId", token.get("id").cloned().unwrap_or_default()),
            ("appleId", token.get("appleId").cloned().unwrap_or_default()),
            ("organizationName", token.get("organizationName").cloned().unwrap_or_default()),
            ("availableLicenseCount", (all - used).into()),
            ("usedLicenseCount", used.into()),
        ])
    };
    page(context, "vppTokenLicenseSummary", store.collection(TOKENS).iter().map(summary).collect())
}

fn sync_license_counts(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.request.allow_query(&[])?;
    let ids: Vec<_> =
        store.collection(TOKENS).iter().filter_map(|token| token.get("id")?.as_str()).map(str::to_owned).collect();
    for id in ids {
        sync(context, store, &id)?;
    }
    Ok(Success::NoContent)
}

fn sync_licenses(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.request.allow_query(&[])?;
    let target = context.target();
    let (collection, key) = Context::entity_path(&target);
    if store.entity(collection, "vppToken", key)?.get("state").and_then(Value::as_str) == Some("expired") {
        return Err(ErrorResponse::invalid_value("The token has expired, and cannot be synchronized.".to_owned()));
    }
    sync(context, store, key)?;
    let token = store.entity(collection, "vppToken", key)?;
    let rendered = schema::render("vppToken", context.request.version, token, None);
    let url = format!("{}/{}/$metadata#{collection}", context.service.url, context.request.version);
    Ok(Success::Json(with_context(rendered, &url)))
}

fn sync(context: &Context<'_>, store: &mut Store, key: &str) -> Result<(), ErrorResponse> {
    let begun = store::object([("lastSyncStatus", "inProgress".into())]);
    let status = if context.service.faults.sync_error().is_some() { "failed" } else { "completed" };
    let done = changed([("lastSyncStatus", status.into()), ("lastSyncDateTime", store::now())]);
    synchronize(context, store, (TOKENS, Some(key)), begun, done)
}

fn revoke_licenses(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    let token = context.entity(store)?;
    let result = json!({
        "actionName": "revokeLicenses",
        "actionState": "done",
        "startDateTime": store::now(),
        "lastUpdatedDateTime": store::now(),
    });
    match token.entry("tokenActionResults").or_insert_with(|| Value::Array(Vec::new())) {
        Value::Array(results) => results.push(result),
        other => *other = Value::Array(vec![result]),
    }
    Ok(Success::NoContent)
}
