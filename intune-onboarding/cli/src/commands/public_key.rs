//! The public key for which Apple encrypts a DEP token.

use std::path::Path;

use graph_runtime::{GraphAction, client::DetailedResponse, odata::ODataValue};
use intune_onboarding::{
    dep::{GenerateEncryptionPublicKey, GetEncryptionPublicKey},
    token_file,
};
use serde_json::json;

use crate::{
    confirm::Confirmation,
    failure::Failure,
    new_file::NewFile,
    options::GlobalOptions,
    output::Output,
    service::{Service, call_json, show_plan},
};

/// Writes the public key of a setting to a new file; with `generate`, a new key, after a confirmation. `option` names the
/// file.
pub(super) async fn save(
    id: &str,
    option: &'static str,
    path: &Path,
    generate: Option<Confirmation>,
    options: &GlobalOptions,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let service = Service::open(options)?;
    let (current, new) =
        (GetEncryptionPublicKey { id: id.to_owned() }, GenerateEncryptionPublicKey { id: id.to_owned() });
    if service.is_dry_run() {
        let plan = if generate.is_some() { service.plan(&new)? } else { service.plan(&current)? };
        return show_plan(output, &[plan]);
    }
    let file = NewFile::check(option, path)?;
    let Some(confirmation) = generate else {
        return write::<GetEncryptionPublicKey>(&service.call(&current).await?, &file, path, output);
    };
    confirmation.get(
        "The new public key replaces the current one: a token that Apple has encrypted for it and that is not uploaded yet \
         becomes worthless",
    )?;
    write::<GenerateEncryptionPublicKey>(&service.call(&new).await?, &file, path, output).map_err(|failure| {
        failure.after(
            GenerateEncryptionPublicKey::METADATA.name,
            "the new public key is generated, but not in the file: write it without --new-public-key",
        )
    })
}

fn write<A: GraphAction<Response = ODataValue<String>>>(
    response: &DetailedResponse<ODataValue<String>>,
    file: &NewFile<'_>,
    path: &Path,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let key = &response.value.value;
    file.write(key.as_bytes())?;
    let certificate = token_file::certificate(key.as_bytes()).ok();
    if output.is_json() {
        let id = certificate.as_ref().map(|certificate| &certificate.id);
        let result = json!({
            "file": path.display().to_string(),
            "issuer": id.map(|id| &id.issuer),
            "serialNumber": id.map(|id| &id.serial_number),
        });
        return Ok(output.result(&[call_json::<A>(response)], &result)?);
    }
    output.line(format_args!("The public key is in {}.", path.display()))?;
    if let Some(certificate) = &certificate {
        output.pair("certificate", &certificate.id)?;
    }
    output.line("Upload it to the server of Intune in Apple Business Manager, then download the token there.")?;
    Ok(())
}
