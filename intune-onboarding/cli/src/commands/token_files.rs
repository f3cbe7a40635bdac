//! Files from Apple, read and checked on their own.

use std::{path::Path, time::SystemTime};

use graph_runtime::DateTimeOffset;
use intune_onboarding::token_file::{self, DepTokenFile, PushCertificateFile, TokenFileError, VppTokenFile};

use crate::{failure::Failure, input};

/// Reads a DEP token. `option` is the option that names the file.
pub(super) fn dep(option: &str, path: &Path) -> Result<DepTokenFile, Failure> {
    read(option, path, token_file::dep_token_file)
}

/// Reads a VPP token that has not expired. `option` is the option that names the file.
pub(super) fn vpp(option: &str, path: &Path) -> Result<VppTokenFile, Failure> {
    let file = read(option, path, token_file::vpp_token)?;
    file.expires.as_ref().map_or(Ok(()), |date| valid(option, path, "token", date))?;
    Ok(file)
}

/// Reads a push certificate that has not expired. `option` is the option that names the file.
pub(super) fn push_certificate(option: &str, path: &Path) -> Result<PushCertificateFile, Failure> {
    let file = read(option, path, token_file::push_certificate)?;
    valid(option, path, "certificate", &file.certificate.not_after)?;
    Ok(file)
}

fn read<T>(option: &str, path: &Path, check: fn(&[u8]) -> Result<T, TokenFileError>) -> Result<T, Failure> {
    let content = input::read(option, path)?;
    check(&content).map_err(|error| Failure::input(format!("{}: {error}", input::name(option, path))))
}

fn valid(option: &str, path: &Path, kind: &str, expires: &DateTimeOffset) -> Result<(), Failure> {
    if expires.to_offset_date_time() > SystemTime::now() {
        return Ok(());
    }
    let name = input::name(option, path);
    Err(Failure::input(format!("{name}: the {kind} expired at {expires}; download a new one from Apple")))
}
