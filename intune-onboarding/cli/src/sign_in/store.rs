//! What `login` keeps: a refresh token, in the system's store or in a file that only the user can read.

use std::{
    fmt, fs,
    io::{self, Write},
    path::PathBuf,
    sync::Arc,
};

use clap::ValueEnum;
use graph_runtime::{
    Secret,
    auth::{AccessToken, TokenRequest},
};
use keyring_core::{CredentialStore, Entry};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::{config, oauth::Application};
use crate::failure::Failure;

const SERVICE: &str = "intune-onboarding";

/// Where a login is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Store {
    /// The system's store: the Keychain, the Credential Manager, or Linux's kernel keyring until the computer restarts
    System,
    /// A file beside the configuration file that only you can read
    File,
}

/// A login: who has signed in, and what a token can be obtained with.
#[derive(Serialize, Deserialize)]
pub(crate) struct Login {
    profile: String,
    application: Application,
    refresh_token: Secret<String>,
}

impl Store {
    /// Checks that a login can be kept here, before anybody signs in.
    pub(crate) fn check(self) -> Result<(), Failure> {
        match self {
            Self::System => {
                let probe = entry("(probe)").map_err(|error| unusable(&error))?;
                probe.set_secret(b"probe").map_err(|error| unusable(&error))?;
                probe.delete_credential().map_err(|error| unusable(&error))
            }
            Self::File => {
                let path = path("probe").ok_or_else(|| not_stored("its place is not known"))?;
                let directory = path.parent().ok_or_else(|| not_stored("its place is no file"))?;
                fs::create_dir_all(directory).map_err(not_stored)?;
                NamedTempFile::new_in(directory).map(drop).map_err(not_stored)
            }
        }
    }
}

impl Login {
    pub(crate) fn new(profile: String, application: Application, refresh_token: Secret<String>) -> Self {
        Self { profile, application, refresh_token }
    }

    /// Keeps the login, in the place of an earlier one.
    pub(crate) fn keep(&self, store: Store) -> Result<(), Failure> {
        let text = serde_json::to_string(self).map_err(|error| Failure::internal(error.to_string()))?;
        match store {
            Store::System => {
                let entry = entry(&self.profile).map_err(|error| unusable(&error))?;
                entry.set_secret(text.as_bytes()).map_err(|error| unusable(&error))
            }
            Store::File => write(&self.profile, &text)
                .map_err(|error| Failure::internal(format!("the login is not stored: {error}"))),
        }
    }
}

/// Finds the login of a profile.
pub(crate) fn find(profile: &str) -> Result<Option<(Login, Store)>, Failure> {
    let unreadable = |_| Failure::sign_in("the stored login cannot be read: run `login` again");
    // A computer without a store has nothing in it.
    if let Some(secret) = entry(profile).ok().and_then(|entry| entry.get_secret().ok()) {
        return serde_json::from_slice(&secret).map(|login| Some((login, Store::System))).map_err(unreadable);
    }
    let Some(path) = path(profile) else { return Ok(None) };
    match fs::read(&path) {
        Ok(text) => serde_json::from_slice(&text).map(|login| Some((login, Store::File))).map_err(unreadable),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::sign_in(format!("{} cannot be read: {error}", path.display()))),
    }
}

/// Whether there is a login of a profile.
pub(crate) fn is_stored(profile: &str) -> Result<bool, Failure> {
    Ok(find(profile)?.is_some())
}

/// Removes the login of a profile from wherever it is. Returns whether there was one.
pub(crate) fn remove(profile: &str) -> Result<bool, Failure> {
    let mut removed = entry(profile).is_ok_and(|entry| entry.delete_credential().is_ok());
    match path(profile).map(fs::remove_file) {
        Some(Ok(())) => removed = true,
        Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Failure::internal(format!("the login is not removed: {error}")));
        }
        _ => {}
    }
    Ok(removed)
}

/// Obtains a token with a login, and keeps the refresh token that replaces the earlier one.
pub(super) async fn refreshed(login: &Login, store: &Store, request: &TokenRequest) -> Result<AccessToken, String> {
    let tokens = login.application.with_refresh_token(&login.refresh_token, request).await;
    let tokens = tokens.map_err(|reason| format!("{reason}; run `login` again"))?;
    if let Some(refresh_token) = tokens.refresh_token {
        // The earlier one stays valid, so that nothing is lost if this fails.
        let _ = Login::new(login.profile.clone(), login.application.clone(), refresh_token).keep(*store);
    }
    Ok(tokens.access_token)
}

fn not_stored(reason: impl fmt::Display) -> Failure {
    Failure::internal(format!("the login cannot be stored: {reason}"))
}

fn unusable(error: &keyring_core::Error) -> Failure {
    Failure::internal(format!("the system's store cannot be used ({error}): --store file keeps the login in a file"))
}

fn entry(profile: &str) -> keyring_core::Result<Entry> {
    Entry::new_in_store(&system_store()?, SERVICE, profile)
}

#[cfg(target_os = "linux")]
fn system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(linux_keyutils_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn system_store() -> keyring_core::Result<Arc<CredentialStore>> {
    Err(keyring_core::Error::NoDefaultStore)
}

/// Returns the place of the file of a profile, whose name need not be one of a file.
fn path(profile: &str) -> Option<PathBuf> {
    let name: String = profile
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || byte == b'-' {
                (byte as char).to_string()
            } else {
                format!("_{byte:02x}")
            }
        })
        .collect();
    Some(config::path()?.with_file_name(format!("login-{name}.json")))
}

fn write(profile: &str, text: &str) -> io::Result<()> {
    let path = path(profile).ok_or_else(|| io::Error::other("its place is not known"))?;
    let directory = path.parent().ok_or_else(|| io::Error::other("its place is no file"))?;
    fs::create_dir_all(directory)?;
    // A temporary file is for its user alone, and replaces the earlier one whole.
    let mut file = NamedTempFile::new_in(directory)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&path).map(drop).map_err(|error| error.error)
}
