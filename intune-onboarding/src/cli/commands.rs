//! The commands that call one operation, or two.

use graph_runtime::{GraphAction, Page, Patch, QueryOptions};
use intune_onboarding::{
    android::{
        AndroidDeviceOwnerEnrollmentProfile, CreateToken, GetAndroidDeviceOwnerEnrollmentProfile,
        ListAndroidDeviceOwnerEnrollmentProfiles,
    },
    dep::{ListDepOnboardingSettings, UploadDepToken},
    vpp::{ListVppTokens, UpdateVppToken, VppToken, VppTokenAccountType},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{
    args::{self, Android, Clearable, Dep, List, Shared, UpdateVpp, Vpp},
    failure::Failure,
    input,
    output::{Output, cell},
    qr,
    service::{Service, call_json, show_plan},
};

pub(crate) async fn dep(command: Dep, shared: &Shared, output: &mut Output<'_>) -> Result<(), Failure> {
    match command {
        Dep::UploadToken(arguments) => upload_dep_token(&arguments, shared, output).await,
        Dep::List(List { top, filter }) => {
            let action = ListDepOnboardingSettings { options: options(filter, top) };
            list(
                &action,
                top.is_none(),
                shared,
                output,
                ["ID", "TYPE", "EXPIRES", "DEVICES", "APPLE ID", "NAME"],
                |setting| {
                    [
                        cell(setting.id.as_ref()),
                        cell(setting.token_type.as_ref()),
                        cell(setting.token_expiration_date_time.as_ref()),
                        cell(setting.synced_device_count.as_ref()),
                        cell(setting.apple_identifier.as_ref()),
                        cell(setting.token_name.as_ref()),
                    ]
                },
            )
            .await
        }
    }
}

pub(crate) async fn android(command: Android, shared: &Shared, output: &mut Output<'_>) -> Result<(), Failure> {
    match command {
        Android::CreateToken(arguments) => create_token(&arguments, shared, output).await,
        Android::List(List { top, filter }) => {
            let action = ListAndroidDeviceOwnerEnrollmentProfiles { options: options(filter, top) };
            list(
                &action,
                top.is_none(),
                shared,
                output,
                ["ID", "MODE", "TOKEN EXPIRES", "DEVICES", "NAME"],
                |profile| {
                    hide_secrets(profile);
                    [
                        cell(profile.id.as_ref()),
                        cell(profile.enrollment_mode.as_ref()),
                        cell(profile.token_expiration_date_time.as_ref()),
                        cell(profile.enrolled_device_count.as_ref()),
                        cell(profile.display_name.as_ref()),
                    ]
                },
            )
            .await
        }
    }
}

pub(crate) async fn vpp(command: Vpp, shared: &Shared, output: &mut Output<'_>) -> Result<(), Failure> {
    match command {
        Vpp::Update(arguments) => update_vpp_token(*arguments, shared, output).await,
        Vpp::List(List { top, filter }) => {
            let action = ListVppTokens { options: options(filter, top) };
            list(
                &action,
                top.is_none(),
                shared,
                output,
                ["ID", "STATE", "EXPIRES", "TYPE", "APPLE ID", "ORGANIZATION"],
                |token| {
                    token.token = None;
                    [
                        cell(token.id.as_ref()),
                        cell(token.state.as_ref()),
                        cell(token.expiration_date_time.as_ref()),
                        cell(token.vpp_token_account_type.as_ref()),
                        cell(token.apple_id.as_ref()),
                        cell(token.organization_name.as_ref()),
                    ]
                },
            )
            .await
        }
    }
}

async fn upload_dep_token(
    arguments: &args::UploadToken,
    shared: &Shared,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let action = UploadDepToken {
        id: input::resource_id(&arguments.id)?.to_owned(),
        apple_id: input::text("--apple-id", &arguments.apple_id)?.to_owned(),
        dep_token: input::dep_token(&arguments.file)?.into_inner(),
    };
    let service = Service::open(shared)?;
    if service.is_dry_run() {
        return show_plan(output, &[service.plan(&action)?]);
    }
    let answer = service.call(&action).await?;
    if output.is_json() {
        return report(output, &[call_json::<UploadDepToken>(&answer)], &Value::Null);
    }
    output.line("The DEP token is uploaded.")?;
    output.pair("setting", &action.id)?;
    output.pair("Apple ID", &action.apple_id)?;
    output.pair("request-id", answer.request_id().unwrap_or("-"))?;
    Ok(())
}

async fn create_token(arguments: &args::CreateToken, shared: &Shared, output: &mut Output<'_>) -> Result<(), Failure> {
    let id = input::resource_id(&arguments.id)?.to_owned();
    let token_validity_in_seconds = input::validity(arguments.validity_days, arguments.validity_seconds)?;
    let create = CreateToken { id: id.clone(), token_validity_in_seconds };
    let read = GetAndroidDeviceOwnerEnrollmentProfile { id, options: QueryOptions::new() };
    let service = Service::open(shared)?;
    if service.is_dry_run() {
        return show_plan(output, &[service.plan(&create)?, service.plan(&read)?]);
    }
    let created = service.call(&create).await?;
    let profile = service.call(&read).await.map_err(|failure| {
        failure.after(CreateToken::METADATA.name, "the token is created, but the profile cannot be read")
    })?;
    if output.is_json() {
        let calls = [call_json::<CreateToken>(&created), call_json::<GetAndroidDeviceOwnerEnrollmentProfile>(&profile)];
        let mut profile = profile.value;
        profile.wifi_password = None;
        return report(output, &calls, &to_json(&profile)?);
    }
    output.line("The enrolment token is created.")?;
    show_token(output, &profile.value)?;
    output.pair("request-id", created.request_id().unwrap_or("-"))?;
    if arguments.qr {
        output.line("")?;
        show_qr_code(output, &profile.value)?;
    }
    Ok(())
}

/// Shows the token of a profile, which is what it was made for.
pub(crate) fn show_token(
    output: &mut Output<'_>,
    profile: &AndroidDeviceOwnerEnrollmentProfile,
) -> Result<(), Failure> {
    output.pair("profile", cell(profile.display_name.as_ref()))?;
    output.pair("token", profile.token_value.as_ref().map_or("-", |token| token.expose()))?;
    output.pair("expires", cell(profile.token_expiration_date_time.as_ref()))?;
    Ok(())
}

/// Draws the QR code of a profile.
pub(crate) fn show_qr_code(
    output: &mut Output<'_>,
    profile: &AndroidDeviceOwnerEnrollmentProfile,
) -> Result<(), Failure> {
    match &profile.qr_code_content {
        Some(content) => {
            let drawn = qr::draw(content.expose(), output.has_color())?;
            output.line(format_args!("QR code, {} columns wide:", drawn.width))?;
            output.line(drawn.text)?;
        }
        None => output.line("The service gave no QR code with it.")?,
    }
    Ok(())
}

async fn update_vpp_token(arguments: UpdateVpp, shared: &Shared, output: &mut Output<'_>) -> Result<(), Failure> {
    let action = vpp_update(arguments)?;
    let service = Service::open(shared)?;
    if service.is_dry_run() {
        return show_plan(output, &[service.plan(&action)?]);
    }
    let answer = service.call(&action).await?;
    let call = call_json::<UpdateVppToken>(&answer);
    let request_id = answer.request_id().unwrap_or("-").to_owned();
    let mut token = answer.value;
    token.token = None;
    if output.is_json() {
        return report(output, &[call], &to_json(&token)?);
    }
    output.line("The VPP token is updated.")?;
    show_vpp_token(output, &token)?;
    output.pair("request-id", request_id)?;
    Ok(())
}

/// Shows a VPP token, without its content.
pub(crate) fn show_vpp_token(output: &mut Output<'_>, token: &VppToken) -> Result<(), Failure> {
    output.pair("id", cell(token.id.as_ref()))?;
    output.pair("organization", cell(token.organization_name.as_ref()))?;
    output.pair("Apple ID", cell(token.apple_id.as_ref()))?;
    output.pair("type", cell(token.vpp_token_account_type.as_ref()))?;
    output.pair("state", cell(token.state.as_ref()))?;
    output.pair("expires", cell(token.expiration_date_time.as_ref()))?;
    output.pair("country", cell(token.country_or_region.as_ref()))?;
    output.pair("update apps", cell(token.automatically_update_apps.as_ref()))?;
    output.pair("last sync", cell(token.last_sync_status.as_ref()))?;
    Ok(())
}

/// What the arguments change.
fn vpp_update(arguments: UpdateVpp) -> Result<UpdateVppToken, Failure> {
    let UpdateVpp { id, file, organization_name, apple_id, country, automatically_update_apps, account_type, clear } =
        arguments;
    let change = |option: &str, value: Option<String>, property: Clearable| {
        let clears = clear.contains(&property);
        match value {
            Some(_) if clears => Err(Failure::input(format!("{option} sets what --clear clears"))),
            Some(value) => Ok(Patch::Set(input::text(option, &value)?.to_owned())),
            None if clears => Ok(Patch::Clear),
            None => Ok(Patch::Keep),
        }
    };
    let id = input::resource_id(&id)?.to_owned();
    let organization_name = change("--organization-name", organization_name, Clearable::OrganizationName)?;
    let apple_id = change("--apple-id", apple_id, Clearable::AppleId)?;
    let country_or_region = change("--country", country, Clearable::CountryOrRegion)?;
    let token = match (file, clear.contains(&Clearable::Token)) {
        (Some(_), true) => return Err(Failure::input("--file sets what --clear clears")),
        (Some(file), false) => Patch::Set(input::vpp_token(&file)?.into_inner()),
        (None, true) => Patch::Clear,
        (None, false) => Patch::Keep,
    };
    let patches = [&organization_name, &apple_id, &country_or_region, &token];
    if patches.into_iter().all(Patch::is_keep) && automatically_update_apps.is_none() && account_type.is_none() {
        return Err(Failure::input("nothing to update: give --file, or a property to set or to --clear"));
    }
    Ok(UpdateVppToken {
        id,
        organization_name,
        vpp_token_account_type: account_type.as_deref().map(VppTokenAccountType::from),
        apple_id,
        token,
        automatically_update_apps,
        country_or_region,
        ..UpdateVppToken::default()
    })
}

/// Calls an action that answers pages, and shows the first of them, or all, as one table.
async fn list<A, T, const N: usize>(
    action: &A,
    all: bool,
    shared: &Shared,
    output: &mut Output<'_>,
    head: [&str; N],
    row: impl Fn(&mut T) -> [String; N],
) -> Result<(), Failure>
where
    A: GraphAction<Response = Page<T>>,
    T: DeserializeOwned + Serialize + Send + 'static,
{
    let service = Service::open(shared)?;
    if service.is_dry_run() {
        return show_plan(output, &[service.plan(action)?]);
    }
    let answer = service.call(action).await?;
    let call = call_json::<A>(&answer);
    let mut page = answer.value;
    if let (true, Some(link)) = (all, &page.next_link) {
        page.value.extend(service.rest(action, link).await?);
        page.next_link = None;
    }
    let rows: Vec<_> = page.value.iter_mut().map(row).collect();
    if output.is_json() {
        return report(output, &[call], &to_json(&page)?);
    }
    output.table(head, &rows)?;
    if page.next_link.is_some() {
        output.line("(there are more; without --top all are shown)")?;
    }
    Ok(())
}

fn options(filter: Option<String>, top: Option<u32>) -> QueryOptions {
    let options = filter.into_iter().fold(QueryOptions::new(), QueryOptions::filter);
    top.into_iter().fold(options, QueryOptions::top)
}

/// A list is no place for what lets devices in.
fn hide_secrets(profile: &mut AndroidDeviceOwnerEnrollmentProfile) {
    profile.token_value = None;
    profile.qr_code_content = None;
    profile.qr_code_image = None;
    profile.wifi_password = None;
}

fn report(output: &mut Output<'_>, calls: &[Value], result: &Value) -> Result<(), Failure> {
    Ok(output.json(&json!({"ok": true, "calls": calls, "result": result}))?)
}

pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<Value, Failure> {
    serde_json::to_value(value).map_err(|error| Failure::internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::args::{Arguments, Command};

    fn update(options: &str) -> Result<UpdateVppToken, Failure> {
        let line = format!("x vpp update --id 9ceb2f92 {options}");
        let arguments = Arguments::try_parse_from(line.split_whitespace()).expect(options);
        let Command::Vpp(Vpp::Update(arguments)) = arguments.command else {
            panic!("another command");
        };
        vpp_update(*arguments)
    }

    #[test]
    fn only_what_is_given_is_changed() {
        let action = update("--organization-name Contoso --clear countryOrRegion").expect("valid");
        assert_eq!(action.organization_name, Patch::from("Contoso"));
        assert_eq!(action.country_or_region, Patch::Clear);
        assert_eq!((action.apple_id, action.token), (Patch::Keep, Patch::Keep));
        let action = update("--automatically-update-apps false --account-type education").expect("valid");
        assert_eq!(action.automatically_update_apps, Some(false));
        assert_eq!(action.vpp_token_account_type, Some(VppTokenAccountType::Education));
    }

    #[test]
    fn an_update_that_says_nothing_or_two_things_is_refused() {
        for options in ["", "--country us --clear country", "--file a --clear token", "--apple-id="] {
            assert_eq!(update(options).err().map(|failure| failure.exit_code()), Some(2), "{options}");
        }
    }
}
