//! Which way is taken: by option, environment or profile, and what each way lacks.

use super::{CLIENT_ID, Office, SECRET, TENANT};

#[test]
fn without_any_way_each_is_named_with_what_it_lacks() {
    let office = Office::issuing();
    let line = office.run(office.program("vpp list").env("PATH", "")).failure(3);
    for part in [
        "GRAPH_ACCESS_TOKEN is not set, and there is no other way to sign in: ",
        "client-secret lacks a tenant and a client ID and a secret; ",
        "client-certificate lacks ",
        "workload-identity lacks ",
        "managed-identity lacks IDENTITY_ENDPOINT; ",
        "`login` has stored nothing; ",
        "azure-cli lacks the program az; ",
        "choose a way with --auth",
    ] {
        assert!(line.contains(part), "{part}: {line}");
    }
    let line = office.run(&mut office.program("vpp list --auth client-secret --tenant a")).failure(3);
    assert!(line.starts_with("client-secret, which --auth names, lacks a client ID (--client-id"), "{line}");
    let line = office.run(&mut office.application("vpp list --credential-file token.p7m")).failure(2);
    assert_eq!(line, "--credential-file needs --auth, which says what is in the file");
    let line = office.run(office.program("vpp list").env("INTUNE_ONBOARDING_AUTH", "client-certificate")).failure(3);
    assert!(line.starts_with("client-certificate, which INTUNE_ONBOARDING_AUTH names, lacks "), "{line}");
    assert_eq!(office.authority.received(), [""; 0]);
}

#[test]
fn the_access_token_of_the_environment_comes_first_unless_a_way_is_named() {
    let office = Office::issuing();
    let with_both = |line: &str| {
        let mut command = office.application(line);
        let token = office.bench.sandbox.access_token();
        command.env("AZURE_CLIENT_SECRET", SECRET).env("GRAPH_ACCESS_TOKEN", token.expose());
        office.run(&mut command)
    };
    let run = with_both("vpp list -v");
    assert!(run.stderr.starts_with("signing in with token, because of GRAPH_ACCESS_TOKEN\n"), "{run:?}");
    assert_eq!(office.authority.received(), [""; 0]);
    let run = with_both("vpp list -v --auth client-secret");
    assert!(run.stderr.starts_with("signing in with client-secret, because of --auth\n"), "{run:?}");
    assert_eq!(office.authority.received().len(), 1);
}

#[test]
fn a_profile_has_the_settings() {
    let office = Office::issuing();
    office.bench.file("secret", SECRET.as_bytes());
    let url = &office.authority.url;
    let configuration = format!(
        "[profile.default]\ncloud = \"china\"\n\n[profile.contoso]\nauth = \"client-secret\"\ntenant = \"{TENANT}\"\n\
         client-id = \"{CLIENT_ID}\"\ncredential-file = \"secret\"\nauthority = \"{url}\"\n"
    );
    let path = office.bench.file("config.toml", configuration.as_bytes());
    let with_file = |line: &str| {
        let mut command = office.program(line);
        command.env("INTUNE_ONBOARDING_CONFIG", &path).env("PATH", "");
        command
    };
    let run = office.run(&mut with_file("vpp list -v --profile contoso"));
    assert!(run.stderr.starts_with("signing in with client-secret, because of the profile\n"), "{run:?}");
    assert!(office.authority.one().starts_with(&format!("POST /{TENANT}/")));
    let run = office.run(with_file("vpp list").env("INTUNE_ONBOARDING_PROFILE", "contoso"));
    assert_eq!(run.code, 0, "{run:?}");
    let line = office.run(&mut with_file("vpp list --profile contoso --tenant a/b")).failure(2);
    assert_eq!(line, "--tenant must be an ID or a domain");
    let line = office.run(&mut with_file("vpp list --profile fabrikam")).failure(2);
    assert!(
        line.starts_with("--profile fabrikam: there is no such profile in ")
            && line.ends_with("config.toml, and no login of it"),
        "{line}"
    );
    assert!(office.run(&mut with_file("vpp list")).failure(3).contains("there is no other way to sign in"));

    let mut planned = super::program(["vpp", "list", "--dry-run"]);
    let planned = office.run(planned.env("INTUNE_ONBOARDING_CONFIG", &path)).success();
    assert!(planned.starts_with("GET https://microsoftgraph.chinacloudapi.cn/v1.0/"), "{planned}");

    for (content, said) in [
        ("[profile.contoso]\nclient-secret = \"a~client-secret\"\n", "line 2: unknown field `client-secret`"),
        ("[profile.contoso]\nauth = \"password\"\n", "line 2: unknown variant `password`"),
        ("profile = 1\n", "line 1: "),
        ("[profile.contoso\n", "line 1: "),
    ] {
        office.bench.file("config.toml", content.as_bytes());
        let line = office.run(&mut with_file("vpp list --profile contoso")).failure(2);
        assert!(line.contains(said), "{line}");
    }
}

#[test]
fn the_authority_is_https_or_on_this_computer() {
    let office = Office::issuing();
    for url in ["http://login.microsoftonline.com", "login.microsoftonline.com", "https://me@login.example.com"] {
        let mut command = office.application("vpp list --auth client-secret");
        let line = office.run(command.args(["--authority", url]).env("AZURE_CLIENT_SECRET", SECRET)).failure(2);
        assert!(line.starts_with("--authority must be "), "{line}");
        let mut command = office.application("vpp list --auth client-secret");
        let line = office.run(command.env("AZURE_AUTHORITY_HOST", url).env("AZURE_CLIENT_SECRET", SECRET)).failure(2);
        assert!(line.starts_with("AZURE_AUTHORITY_HOST must be "), "{line}");
    }
}

#[test]
fn a_dry_run_signs_in_nowhere() {
    let office = Office::issuing();
    office.run(&mut office.program("vpp list --dry-run --auth azure-cli")).success();
    assert_eq!(office.authority.received(), [""; 0]);
}
