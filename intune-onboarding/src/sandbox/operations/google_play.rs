//! The tenant's connection to managed Google Play.

use serde_json::Value;
use uuid::Uuid;

use super::{
    super::{
        context::Context,
        response::{ErrorResponse, Success},
        store::{self, Store},
    },
    Particular, changed, required_text, required_texts, synchronize, value,
};

const SETTINGS: &str = "deviceManagement/androidManagedStoreAccountEnterpriseSettings";
/// The layout of the store. No property of the settings has it.
const LAYOUT: &str = "$layout";

pub(super) fn find(name: &str) -> Option<Particular> {
    match name {
        "requestSignupUrl" => Some(request_signup_url),
        "completeSignup" => Some(complete_signup),
        "requestEnterpriseUpgradeUrl" => Some(request_upgrade_url),
        "unbind" => Some(unbind),
        "createGooglePlayWebToken" | "createZeroTouchWebToken" => Some(create_web_token),
        "addApps" => Some(add_apps),
        "approveApps" => Some(approve_apps),
        "syncApps" => Some(sync_apps),
        "setStoreLayout" => Some(set_layout),
        "retrieveStoreLayout" => Some(retrieve_layout),
        "setAndroidDeviceOwnerFullyManagedEnrollmentState" => Some(set_fully_managed),
        _ => None,
    }
}

fn request_signup_url(context: &Context<'_>, _: &mut Store) -> Result<Success, ErrorResponse> {
    let host = required_text(&context.parameters()?, "hostName")?;
    let url = format!("https://play.google.com/work/signup?token={}&host={host}", Uuid::new_v4().simple());
    Ok(value(context, url))
}

fn complete_signup(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    required_text(&context.parameters()?, "enterpriseToken")?;
    store.single(SETTINGS)?.extend(changed([
        ("bindStatus", "boundAndValidated".into()),
        ("ownerOrganizationName", "Contoso".into()),
        ("ownerUserPrincipalName", "play@contoso.com".into()),
    ]));
    Ok(Success::NoContent)
}

fn request_upgrade_url(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    bound(store)?;
    Ok(value(context, format!("https://play.google.com/work/upgrade?token={}", Uuid::new_v4().simple())))
}

fn unbind(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    let unbound = [
        ("bindStatus", "notBound".into()),
        ("ownerOrganizationName", Value::Null),
        ("ownerUserPrincipalName", Value::Null),
        ("deviceOwnerManagementEnabled", false.into()),
        ("androidDeviceOwnerFullyManagedEnrollmentEnabled", false.into()),
    ];
    store.single(SETTINGS)?.extend(changed(unbound));
    Ok(Success::NoContent)
}

fn create_web_token(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let parent = required_text(&context.parameters()?, "parentUri")?;
    if !parent.starts_with("https://") {
        let message = "The parameter 'parentUri' must be an address that begins with 'https://'.";
        return Err(ErrorResponse::invalid_value(message.to_owned()));
    }
    bound(store)?;
    Ok(value(context, Uuid::new_v4().simple().to_string()))
}

fn add_apps(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    required_texts(&context.parameters()?, "productIds")?;
    bound(store)?;
    Ok(Success::NoContent)
}

fn approve_apps(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    required_texts(&context.parameters()?, "packageIds")?;
    bound(store)?;
    Ok(Success::NoContent)
}

fn sync_apps(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    bound(store)?;
    let status = context.service.faults.sync_error().map_or("success", |_| "managementServiceError");
    let begun = changed([]);
    let done = store::object([("lastAppSyncStatus", status.into()), ("lastAppSyncDateTime", store::now())]);
    synchronize(context, store, (SETTINGS, None), begun, done)?;
    Ok(Success::NoContent)
}

fn set_layout(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let layout = context.parameters()?.remove("storeLayoutType").unwrap_or_default();
    store.single(SETTINGS)?.insert(LAYOUT.into(), layout);
    Ok(Success::NoContent)
}

fn retrieve_layout(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    context.request.allow_query(&[])?;
    let layout = store.single(SETTINGS)?.get(LAYOUT).cloned();
    Ok(value(context, layout.unwrap_or_else(|| "basic".into())))
}

fn set_fully_managed(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let enabled = context.parameters()?.remove("enabled").unwrap_or_default();
    bound(store)?;
    store.single(SETTINGS)?.extend(changed([("androidDeviceOwnerFullyManagedEnrollmentEnabled", enabled)]));
    Ok(Success::NoContent)
}

/// Checks that the tenant is connected.
fn bound(store: &mut Store) -> Result<(), ErrorResponse> {
    match store.single(SETTINGS)?.get("bindStatus").and_then(Value::as_str) {
        Some("bound" | "boundAndValidated") => Ok(()),
        _ => Err(ErrorResponse::invalid_value("The tenant is not bound to managed Google Play.".to_owned())),
    }
}
