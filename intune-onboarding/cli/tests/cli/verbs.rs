//! `show`, `sync`, `delete` and the other verbs of resources.

use std::fs;

use intune_onboarding::sandbox::Sandbox;

use super::Bench;

#[test]
fn what_is_shown_says_how_long_it_is_valid() {
    let bench = Bench::new();
    for (line, parts) in [
        (
            format!("dep show --id {}", Sandbox::DEP_ONBOARDING_SETTING),
            ["name          Contoso phones\n", "(in 11 days)\n", "sync error    -\n"],
        ),
        (
            format!("vpp show --id {}", Sandbox::VPP_TOKEN),
            ["organization  Contoso\n", "(3 days ago)\n", "last sync     completed\n"],
        ),
        (
            "apns show".to_owned(),
            ["topic         com.apple.mgmt.External.2f1c6c0e", "(in 19 days)\n", "push@contoso.com\n"],
        ),
        (
            format!("dep profiles list --id {}", Sandbox::DEP_ONBOARDING_SETTING),
            ["iOS       yes      Phones\n", "iOS       no       Shared tablets\n", "macOS     yes      Laptops\n"],
        ),
    ] {
        let shown = bench.run(&line).success();
        for part in parts {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        let json = bench.run(&format!("{line} --json")).json();
        assert_eq!((&json["ok"], &json["calls"][0]["status"]), (&true.into(), &200.into()), "{json}");
        let dry = bench.run(&format!("{line} --dry-run")).success();
        assert!(dry.starts_with("GET "), "{dry}");
    }
}

#[test]
fn a_synchronization_begins_and_its_end_is_shown_later() {
    let bench = Bench::new();
    let (dep, vpp) = (Sandbox::DEP_ONBOARDING_SETTING, "1f0f6f0d-6c0a-4d4e-9a2b-7f3d1f7e5a01");
    bench.sandbox.fail_syncs(12);
    for (group, id, error) in [("dep", dep, "Apple's error 12"), ("vpp", vpp, "failed")] {
        let shown = bench.run(&format!("{group} sync --id {id}")).success();
        assert!(
            shown.starts_with(&format!("The synchronization has begun; `{group} show` says how it ended.\n")),
            "{shown}"
        );
        assert!(bench.run(&format!("{group} show --id {id}")).success().contains(error));
    }
    let failure = bench.run(&format!("vpp sync --id {}", Sandbox::VPP_TOKEN)).failure(4);
    assert!(failure.contains("The token has expired"), "{failure}");
}

#[test]
fn what_cannot_be_undone_needs_a_confirmation() {
    let bench = Bench::new();
    let (dep, android, vpp) =
        (Sandbox::DEP_ONBOARDING_SETTING, Sandbox::ANDROID_ENROLLMENT_PROFILE, Sandbox::VPP_TOKEN);
    for (line, said, request) in [
        (
            format!("vpp revoke-licenses --id {vpp} --notify"),
            "The licenses of the token are revoked.\n",
            "/revokeLicenses 204",
        ),
        (format!("vpp delete --id {vpp}"), "The VPP token is deleted.\n", "DELETE /v1.0/"),
        (format!("dep delete --id {dep}"), "The enrollment program token is deleted.\n", "DELETE /beta/"),
        (format!("android delete --id {android}"), "The enrollment profile is deleted.\n", "DELETE /beta/"),
    ] {
        let before = bench.received().len();
        let failure = bench.run(&line).failure(2);
        assert!(failure.ends_with(": confirm with --yes; nothing was changed"), "{failure}");
        bench.run(&format!("{line} --dry-run")).success();
        assert_eq!(bench.received().len(), before, "{line}");
        let shown = bench.run(&format!("{line} --yes")).success();
        assert!(shown.starts_with(said), "{shown}");
        assert!(bench.received().last().expect("a request").contains(request), "{:?}", bench.received());
    }
    assert_eq!(bench.run(&format!("dep delete --id {dep} -y")).code, 4, "it is gone");
}

#[test]
fn a_signing_request_is_written_to_a_new_file() {
    let bench = Bench::new();
    let shown = bench.run("apns csr --file Intune.csr").success();
    assert!(shown.starts_with("The signing request is in Intune.csr.\n"), "{shown}");
    let file = bench.files.path().join("Intune.csr");
    assert!(fs::read_to_string(&file).expect("a file").starts_with("-----BEGIN CERTIFICATE REQUEST-----"));
    let requests = bench.received().len();
    for (name, said) in [("Intune.csr", "Intune.csr exists"), ("no/folder.csr", "no/folder.csr cannot be written: ")] {
        let failure = bench.run(&format!("apns csr --file {name}")).failure(2);
        assert!(failure.starts_with(&format!("--file: {said}")), "{failure}");
    }
    assert_eq!(bench.received().len(), requests, "nothing is requested that cannot be kept");
}
