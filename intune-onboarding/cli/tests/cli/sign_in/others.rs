//! As a machine on Azure, as the user of the Azure CLI, and with an access token.

use super::{CLIENT_ID, Office, Reply};

#[test]
fn a_managed_identity_is_requested_at_its_endpoint() {
    let office = Office::issuing();
    let mut command = office.program("vpp list -v");
    let endpoint = format!("{}/msi/token", office.authority.url);
    command.env("IDENTITY_ENDPOINT", endpoint).env("IDENTITY_HEADER", "header-1").env("AZURE_CLIENT_ID", CLIENT_ID);
    let run = office.run(&mut command);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.starts_with("signing in with managed-identity, because of the environment\n"), "{run:?}");
    let request = office.authority.one();
    assert!(request.starts_with("GET /msi/token?"), "{request}");
    assert!(request.to_lowercase().contains("x-identity-header: header-1"), "{request}");
    assert!(request.contains("resource=https") && request.contains(CLIENT_ID), "{request}");
}

#[test]
fn a_managed_identity_that_is_not_there_is_said() {
    let office = Office::new(|_| vec![Reply::other("400 Bad Request", r#"{"error": "invalid_request"}"#)]);
    let mut command = office.program("vpp list --auth managed-identity");
    command.env("IDENTITY_ENDPOINT", format!("{}/msi/token", office.authority.url)).env("IDENTITY_HEADER", "header-1");
    let line = office.run(&mut command).failure(3);
    assert!(line.contains("no access token: managed-identity: ") && !line.contains("header-1"), "{line}");
}

#[test]
#[cfg(unix)]
fn the_azure_cli_is_run_for_a_token() {
    use std::{fs, os::unix::fs::PermissionsExt};

    let office = Office::issuing();
    let install = |script: &str| {
        let az = office.bench.file("az", format!("#!/bin/sh\n{script}\n").as_bytes());
        fs::set_permissions(az, fs::Permissions::from_mode(0o755)).expect("executable");
    };
    let token = office.bench.sandbox.access_token();
    let json = serde_json::json!({
        "accessToken": token.expose(), "expires_on": 4_102_444_800_u64, "tokenType": "Bearer", "tenant": "t", "subscription": "s"
    });
    install(&format!("echo \"$@\" > arguments; cat <<'END'\n{json}\nEND"));
    let path = format!("{}:/usr/bin:/bin", office.bench.files.path().display());
    let run = office.run(office.program("vpp list -v").env("PATH", &path));
    assert!(run.code == 0 && run.stdout.contains("Contoso"), "{run:?}");
    assert!(run.stderr.starts_with("signing in with azure-cli, because of the environment\n"), "{run:?}");

    install("echo 'ERROR: Please run az login to setup account.' >&2; exit 1");
    let line = office.run(office.program("vpp list --auth azure-cli").env("PATH", &path)).failure(3);
    assert!(line.contains("no access token: azure-cli: ") && line.contains("az login"), "{line}");
    let line = office.run(office.program("vpp list --auth azure-cli").env("PATH", "")).failure(3);
    assert_eq!(line, "azure-cli, which --auth names, lacks the program az (on the PATH)");
}

#[test]
fn an_access_token_comes_from_a_file() {
    let office = Office::issuing();
    office.bench.file("token", office.bench.sandbox.access_token().expose().as_bytes());
    office.bench.file("bearer", b"Bearer eyJ0.e30.x");
    let run = office.run(&mut office.program("vpp list --auth token --credential-file token"));
    assert!(run.success().contains("Contoso"));
    let run = office.run(&mut office.program("vpp list --auth token --credential-file bearer"));
    assert!(run.failure(3).starts_with("--credential-file is not an access token"));
    assert_eq!(office.authority.received(), [""; 0]);
}
