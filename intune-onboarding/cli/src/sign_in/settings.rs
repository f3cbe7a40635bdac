//! The settings for sign-in: from the options, the profile and the environment, in this order.

use std::{
    env,
    path::{Path, PathBuf},
};

use graph_runtime::{Cloud, Secret};

use super::{
    config::{self, Profile},
    oauth::{Application, Authority},
    options::{Method, SignInOptions},
    store,
};
use crate::{failure::Failure, input};

/// The settings that apply.
pub(super) struct Settings<'o> {
    options: &'o SignInOptions,
    profile: Profile,
    pub(super) profile_name: String,
    pub(super) cloud: Cloud,
}

impl<'o> Settings<'o> {
    /// Reads the profile. `cloud` is that of the options.
    pub(super) fn read(options: &'o SignInOptions, cloud: Option<Cloud>) -> Result<Self, Failure> {
        let profile_name = profile_name(options);
        let profile = config::profile(&profile_name)?;
        if profile.is_none() && named_profile(options).is_some() && !store::is_stored(&profile_name)? {
            let place = config::path().map_or_else(String::new, |path| format!(" in {}", path.display()));
            return Err(Failure::input(format!(
                "--profile {profile_name}: there is no such profile{place}, and no login of it"
            )));
        }
        Ok(Self::of(options, profile.unwrap_or_default(), cloud))
    }

    /// Reads the profile, which need not exist: a login makes one.
    pub(super) fn for_login(options: &'o SignInOptions, cloud: Option<Cloud>) -> Result<Self, Failure> {
        let profile = config::profile(&profile_name(options))?;
        Ok(Self::of(options, profile.unwrap_or_default(), cloud))
    }

    fn of(options: &'o SignInOptions, profile: Profile, cloud: Option<Cloud>) -> Self {
        let cloud = cloud.or(profile.cloud.map(Cloud::from)).unwrap_or(Cloud::Global);
        Self { options, profile_name: profile_name(options), profile, cloud }
    }

    /// Returns the way that is chosen by name, and what has chosen it.
    pub(super) fn method(&self) -> Result<Option<(Method, &'static str)>, Failure> {
        if let Some(method) = self.options.auth {
            return Ok(Some((method, "--auth")));
        }
        if let Some(name) = variable("INTUNE_ONBOARDING_AUTH") {
            let method = <Method as clap::ValueEnum>::from_str(&name, false).map_err(|_| {
                Failure::input(format!("INTUNE_ONBOARDING_AUTH is {name:?}, which is no way to sign in: see --auth"))
            })?;
            return Ok(Some((method, "INTUNE_ONBOARDING_AUTH")));
        }
        let is_named = named_profile(self.options).is_some();
        match self.profile.auth {
            Some(method) if is_named => Ok(Some((method, "the profile"))),
            // The token is what a script has just obtained, so that it comes before the profile that is always there.
            _ if env::var_os(input::TOKEN_VARIABLE).is_some() => Ok(Some((Method::Token, input::TOKEN_VARIABLE))),
            method => Ok(method.map(|method| (method, "the profile"))),
        }
    }

    pub(super) fn tenant(&self) -> Option<String> {
        self.setting_tenant().map(|setting| setting.text)
    }

    pub(super) fn client_id(&self) -> Option<String> {
        self.setting_client_id().map(|setting| setting.text)
    }

    fn setting_tenant(&self) -> Option<Setting> {
        Setting::first("tenant", self.options.tenant.as_ref(), self.profile.tenant.as_ref(), "AZURE_TENANT_ID")
    }

    fn setting_client_id(&self) -> Option<Setting> {
        Setting::first("client-id", self.options.client_id.as_ref(), self.profile.client_id.as_ref(), "AZURE_CLIENT_ID")
    }

    /// Returns the application to sign in as, or the settings that are missing. `default_tenant` is for users, whose tenant
    /// need not be known.
    pub(super) fn application(&self, default_tenant: Option<&str>) -> Result<Result<Application, Vec<Lack>>, Failure> {
        let (option, profile) = (self.options.authority.as_ref(), self.profile.authority.as_ref());
        let authority = match Setting::first("authority", option, profile, "AZURE_AUTHORITY_HOST") {
            Some(setting) => Authority::parse(&setting.text).map_err(|reason| setting.invalid(reason))?,
            None => Authority::of(&self.cloud),
        };
        let (tenant, client_id) = (self.setting_tenant(), self.setting_client_id());
        for setting in tenant.iter().chain(&client_id) {
            Application::check_name(&setting.text).map_err(|reason| setting.invalid(reason))?;
        }
        let tenant = tenant.map(|setting| setting.text).or_else(|| default_tenant.map(str::to_owned));
        match (tenant, client_id) {
            (Some(tenant), Some(client_id)) => Ok(Ok(Application::new(authority, tenant, client_id.text))),
            (tenant, client_id) => {
                let no_tenant = tenant.is_none().then_some(Lack("a tenant", "--tenant or AZURE_TENANT_ID"));
                let no_client_id = client_id.is_none().then_some(Lack("a client ID", "--client-id or AZURE_CLIENT_ID"));
                Ok(Err(no_tenant.into_iter().chain(no_client_id).collect()))
            }
        }
    }

    /// Returns the file with the secret, if the options or the profile name one.
    pub(super) fn credential_file(&self) -> Option<PathBuf> {
        let file = self.options.credential_file.as_ref().or(self.profile.credential_file.as_ref());
        file.cloned()
    }
}

/// Something that a way lacks, and what would give it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lack(pub(super) &'static str, pub(super) &'static str);

impl Lack {
    /// Names what is lacking.
    pub(super) fn names(lacking: &[Self]) -> String {
        lacking.iter().map(|Self(what, _)| *what).collect::<Vec<_>>().join(" and ")
    }

    /// Names what is lacking, with what would give it.
    pub(super) fn remedies(lacking: &[Self]) -> String {
        lacking.iter().map(|Self(what, how)| format!("{what} ({how})")).collect::<Vec<_>>().join(" and ")
    }
}

/// Returns the name of the profile that applies.
pub(crate) fn profile_name(options: &SignInOptions) -> String {
    named_profile(options).unwrap_or_else(|| config::DEFAULT.to_owned())
}

fn named_profile(options: &SignInOptions) -> Option<String> {
    options.profile.clone().or_else(|| variable("INTUNE_ONBOARDING_PROFILE"))
}

/// A setting, and where it is from.
struct Setting {
    text: String,
    place: String,
}

impl Setting {
    /// Returns the option, or else the setting of the profile, or else that of the environment.
    fn first(name: &str, option: Option<&String>, profile: Option<&String>, environment: &str) -> Option<Self> {
        let option = option.map(|text| Self { text: text.clone(), place: format!("--{name}") });
        let profile = || profile.map(|text| Self { text: text.clone(), place: format!("{name} of the profile") });
        let environment = || Some(Self { text: variable(environment)?, place: environment.to_owned() });
        option.or_else(profile).or_else(environment)
    }

    fn invalid(&self, reason: &str) -> Failure {
        Failure::input(format!("{} {reason}", self.place))
    }
}

/// Returns the text of an environment variable that is set and not empty.
pub(super) fn variable(name: &str) -> Option<String> {
    env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// Reads a secret that is one line of text.
pub(super) fn secret_in(path: &Path) -> Result<Secret<String>, Failure> {
    let option = "--credential-file";
    let not_text = |_| Failure::input(format!("{} is not text", input::name(option, path)));
    let text = String::from_utf8(input::read(option, path)?).map_err(not_text)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.contains(char::is_control) {
        return Err(Failure::input(format!("{} has more than one line", input::name(option, path))));
    }
    Ok(Secret::new(text.to_owned()))
}
