//! `vpp update`.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum, builder::PossibleValuesParser};
use graph_runtime::{GraphAction, Patch};
use intune_onboarding::vpp::{UpdateVppToken, VppToken, VppTokenAccountType};
use serde_json::Value;

use super::show::show;
use crate::{
    failure::Failure,
    input,
    options::GlobalOptions,
    output::{Output, to_json},
    service::{Service, call_json, show_plan},
};

#[derive(Debug, Args)]
pub(crate) struct Update {
    /// ID of the vppToken, as shown by `vpp list`
    #[arg(long)]
    id: String,

    /// Renew the token from this .vpptoken file, which is checked before it is sent; - reads standard input
    #[arg(long)]
    file: Option<PathBuf>,

    /// Organization that the token belongs to
    #[arg(long, value_name = "NAME")]
    organization_name: Option<String>,

    /// Apple ID with which the token was created
    #[arg(long)]
    apple_id: Option<String>,

    /// Country or region of the App Store, such as us
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,

    /// Whether apps are updated automatically
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    automatically_update_apps: Option<bool>,

    /// Type of the VPP account
    #[arg(long, value_name = "TYPE", value_parser = PossibleValuesParser::new(VppTokenAccountType::MEMBERS))]
    account_type: Option<String>,

    /// Set this property to null; may be given more than once
    #[arg(long, value_name = "PROPERTY")]
    clear: Vec<Clearable>,
}

/// The properties of a VPP token that can be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "camelCase")]
enum Clearable {
    OrganizationName,
    AppleId,
    #[value(alias = "country")]
    CountryOrRegion,
    Token,
}

impl Update {
    pub(super) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let action = self.action()?;
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&action)?]);
        }
        let response = service.call(&action).await?;
        let call = call_json::<UpdateVppToken>(&response);
        let request_id = response.request_id().unwrap_or("-").to_owned();
        let mut token = response.value;
        if let Some(token) = &mut token {
            token.token = None;
        }
        confirm(call, &request_id, token.as_ref(), output).map_err(|failure| {
            failure.after_confirmed(UpdateVppToken::METADATA.name, "the VPP token is updated, but this cannot be shown")
        })
    }

    /// Returns the operation to call; only what the arguments name is changed.
    fn action(self) -> Result<UpdateVppToken, Failure> {
        let Self { id, file, organization_name, apple_id, country, automatically_update_apps, account_type, clear } =
            self;
        let change = |option: &str, value: Option<String>, property: Clearable| {
            let clears = clear.contains(&property);
            match value {
                Some(_) if clears => Err(Failure::input(format!("{option} sets a property that --clear clears"))),
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
            (Some(_), true) => return Err(Failure::input("--file sets a property that --clear clears")),
            (Some(file), false) => Patch::Set(input::vpp_token("--file", &file)?.into_inner()),
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
}

/// Shows the outcome. The service may not return the updated token.
fn confirm(call: Value, request_id: &str, token: Option<&VppToken>, output: &mut Output<'_>) -> Result<(), Failure> {
    if output.is_json() {
        return Ok(output.result(&[call], &to_json(&token)?)?);
    }
    output.line("The VPP token is updated.")?;
    match token {
        Some(token) => show(output, token)?,
        None => output.line("The service did not return it: see `vpp list`.")?,
    }
    output.pair("request-id", request_id)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::Vpp;
    use super::*;
    use crate::{Arguments, commands::Command};

    fn update(options: &str) -> Update {
        let line = format!("x vpp update --id 9ceb2f92 {options}");
        let arguments = Arguments::try_parse_from(line.split_whitespace()).expect(options);
        match arguments.command {
            Command::Vpp(vpp) => match *vpp {
                Vpp::Update(update) => update,
                _ => panic!("another command"),
            },
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_what_is_given_is_changed() {
        let action = update("--organization-name Contoso --clear countryOrRegion").action().expect("valid");
        assert_eq!(action.organization_name, Patch::from("Contoso"));
        assert_eq!(action.country_or_region, Patch::Clear);
        assert_eq!((action.apple_id, action.token), (Patch::Keep, Patch::Keep));
        let action = update("--automatically-update-apps false --account-type education").action().expect("valid");
        assert_eq!(action.automatically_update_apps, Some(false));
        assert_eq!(action.vpp_token_account_type, Some(VppTokenAccountType::Education));
    }

    #[test]
    fn an_update_of_nothing_or_with_a_contradiction_is_rejected() {
        for options in ["", "--country us --clear country", "--file a --clear token", "--apple-id="] {
            let failure = update(options).action().expect_err(options);
            assert_eq!(failure.exit_code(), 2, "{options}");
        }
    }

    #[test]
    fn a_property_to_clear_has_the_name_that_graph_gives_it() {
        let update = update("--clear organizationName --clear countryOrRegion --clear country");
        let expected = [Clearable::OrganizationName, Clearable::CountryOrRegion, Clearable::CountryOrRegion];
        assert_eq!(update.clear, expected);
    }
}
