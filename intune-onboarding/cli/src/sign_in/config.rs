//! The configuration file: profiles with settings for sign-in, and no secrets.

use std::{collections::BTreeMap, env, fs, io, path::PathBuf};

use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use serde::Deserialize;

use super::options::Method;
use crate::{failure::Failure, options::CloudName};

/// The environment variable with another place for the file.
const VARIABLE: &str = "INTUNE_ONBOARDING_CONFIG";
/// The profile that is taken unless another one is named.
pub(super) const DEFAULT: &str = "default";

/// A profile: what the options for sign-in say, under their names.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Profile {
    pub(super) auth: Option<Method>,
    pub(super) tenant: Option<String>,
    pub(super) client_id: Option<String>,
    pub(super) credential_file: Option<PathBuf>,
    pub(super) authority: Option<String>,
    pub(super) cloud: Option<CloudName>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Configuration {
    #[serde(default)]
    profile: BTreeMap<String, Profile>,
}

/// Returns the place of the file.
pub(super) fn path() -> Option<PathBuf> {
    if let Some(path) = env::var_os(VARIABLE).filter(|path| !path.is_empty()) {
        return Some(path.into());
    }
    let name = "intune-onboarding".to_owned();
    let names = AppStrategyArgs { top_level_domain: String::new(), author: String::new(), app_name: name };
    Some(choose_app_strategy(names).ok()?.in_config_dir("config.toml"))
}

/// Reads a profile, if there is one with this name.
pub(super) fn profile(name: &str) -> Result<Option<Profile>, Failure> {
    let Some(path) = path() else { return Ok(None) };
    let shown = path.display().to_string();
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(None);
        }
        Err(error) => return Err(Failure::input(format!("{shown} cannot be read: {error}"))),
    };
    let mut configuration: Configuration = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        // The rest of the message quotes the file.
        Failure::input(format!("{shown}, line {line}: {}", error.message().lines().next().unwrap_or_default()))
    })?;
    Ok(configuration.profile.remove(name))
}
