//! `whoami`.

use super::{Bench, CLIENT_ID, Office, Reply, Run, SECRET, TENANT, program};

#[test]
fn the_caller_and_what_the_permissions_allow_are_shown() {
    let bench = Bench::new();
    let token = bench.sandbox.access_token_with(["DeviceManagementServiceConfig.ReadWrite.All"]);
    let whoami = |line: &str| Run::of(program(line.split(' ')).env("GRAPH_ACCESS_TOKEN", token.expose()));
    let shown = whoami("whoami").success();
    for part in [
        "sign-in       signing in with token, because of GRAPH_ACCESS_TOKEN\n",
        "caller        application\n",
        "permissions   DeviceManagementServiceConfig.ReadWrite.All\n",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let row = |command: &str| {
        let line =
            shown.lines().find(|line| line.starts_with(&format!("{command}  "))).unwrap_or_else(|| panic!("{shown}"));
        line[command.len()..].split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(row("vpp update"), ["yes", "-"]);
    assert_eq!(row("android create-token")[0], "no", "{shown}");
    assert!(row("android create-token")[1].contains("DeviceManagementConfiguration"), "{shown}");
    assert!(!shown.contains(token.expose().as_str()));

    let json = whoami("whoami --json").json();
    let allowed = |command: &str| {
        let commands = json["whoami"]["commands"].as_array().expect("commands");
        commands.iter().find(|found| found["command"] == command).expect(command)["allowed"].clone()
    };
    assert_eq!((allowed("dep upload-token"), allowed("android create-token")), (true.into(), false.into()), "{json}");
    assert_eq!(json["whoami"]["caller"], "application");
    assert_eq!(bench.received(), [""; 0]);
}

#[test]
fn the_token_is_obtained_as_a_command_obtains_it() {
    let office = Office::issuing();
    let mut command = program(["whoami", "--auth", "client-secret", "--tenant", TENANT, "--client-id", CLIENT_ID]);
    command.env("AZURE_AUTHORITY_HOST", &office.authority.url).env("AZURE_CLIENT_SECRET", SECRET);
    let shown = office.run(&mut command).success();
    assert!(shown.starts_with("sign-in       signing in with client-secret, because of --auth\n"), "{shown}");
    assert!(office.authority.one().contains("grant_type=client_credentials"));

    let planned = office.run(command.arg("--dry-run")).success();
    assert_eq!(planned, "signing in with client-secret, because of --auth\n");
    assert_eq!(office.authority.received().len(), 1, "a dry run obtains nothing");

    let checked = ["permissions", "--check", "--for", "vpp", "--tenant", TENANT, "--client-id", CLIENT_ID];
    let mut command = program(checked);
    command.env("AZURE_AUTHORITY_HOST", &office.authority.url).env("AZURE_CLIENT_SECRET", SECRET);
    assert_eq!(office.run(&mut command).code, 0);
    assert!(Run::of(&mut program(["whoami", "--sandbox"])).success().contains("the embedded tenant"));
}

#[test]
fn a_token_that_cannot_be_read_is_said() {
    let office = Office::new(|_| vec![Reply::token("opaque-token")]);
    let mut command = program(["whoami", "--auth", "client-secret", "--tenant", TENANT, "--client-id", CLIENT_ID]);
    command.env("AZURE_AUTHORITY_HOST", &office.authority.url).env("AZURE_CLIENT_SECRET", SECRET);
    let line = office.run(&mut command).failure(6);
    assert!(
        line.starts_with("the access token cannot be read: it is opaque") && !line.contains("opaque-token"),
        "{line}"
    );
}
