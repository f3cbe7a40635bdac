//! `android create-token`: the token, its QR code, and what becomes of them.

use std::{fs, process::Stdio};

use base64::{Engine, engine::general_purpose::STANDARD};
use intune_onboarding::sandbox::Sandbox;
use serde_json::{Value, json};

use super::{Bench, FINDER, Run, program, respond_in_turn};

#[test]
fn an_android_token_is_created_and_shown() {
    let bench = Bench::new();
    let line = format!("android create-token --id {}", Sandbox::ANDROID_ENROLLMENT_PROFILE);
    let shown = bench.run(&format!("{line} --validity-days 1 --qr")).success();
    assert!(shown.contains("\ntoken         ") && shown.contains(FINDER), "{shown}");
    let plain = bench.run(&format!("{line} --validity-days 1")).success();
    assert!(!plain.contains('█'), "{plain}");

    let json = bench.run(&format!("{line} --validity-seconds 7776000 --json")).json();
    let token = json["result"]["tokenValue"].as_str().expect("a token");
    assert!(json["result"]["qrCodeContent"].as_str().expect("a QR code").contains(token), "{json}");
    assert!(json["qrCode"].as_str().expect("a QR code").contains(token), "{json}");
    let operations: Vec<_> =
        json["calls"].as_array().expect("calls").iter().map(|call| call["operation"].as_str().unwrap_or("-")).collect();
    let get = "GetAndroidDeviceOwnerEnrollmentProfile";
    assert_eq!(operations, [get, "CreateToken", get]);

    let listed = bench.run("android list").success();
    assert!(listed.contains("Warehouse scanners") && !listed.contains(token), "{listed}");
    let listed = bench.run("android list --json");
    assert!(!listed.stdout.contains(token), "a list shows no token: {listed:?}");
    assert_eq!(listed.json()["result"]["value"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_token_that_is_created_but_cannot_be_read_is_not_hidden() {
    let bench = Bench::new();
    // Permission to write includes permission to read, so this needs a service that fails in between.
    let url = respond_in_turn(&[
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n",
    ]);
    let mut command = program("android create-token --id a --validity-days 1 --json --base-url".split(' '));
    let run = Run::of(command.arg(url).env("GRAPH_ACCESS_TOKEN", bench.sandbox.access_token().expose()));
    assert_eq!((run.code, &run.json()["completed"]), (4, &json!(["CreateToken"])), "{run:?}");
    assert!(run.stderr.contains("the token is created, but the profile cannot be read: "), "{run:?}");
}

#[test]
fn a_token_of_an_aosp_profile_needs_one_id_and_its_code_is_what_a_device_reads() {
    let bench = Bench::new();
    let id = Sandbox::AOSP_ENROLLMENT_PROFILE;
    for given in [id.to_owned(), format!("AOSP-{id}")] {
        let json = bench.run(&format!("android create-token --id {given} --validity-days 1 --json")).json();
        let token = json["result"]["tokenValue"].as_str().unwrap_or_else(|| panic!("a token: {json}"));
        assert_eq!(
            (&json["result"]["id"], &json["result"]["displayName"]),
            (&id.into(), &"Meeting room headsets".into())
        );
        let code = json["qrCode"].as_str().expect("a QR code");
        let read: Value = serde_json::from_str(code).expect("JSON, as a device reads it");
        assert!(read.is_object() && code.contains(token), "{code}");
        assert_eq!(json["result"]["qrCodeContent"], STANDARD.encode(code), "as the service returns it");
    }
    let path = "/beta/deviceManagement/androidDeviceOwnerEnrollmentProfiles";
    let select = "%24select=tokenValue%2CqrCodeContent%2CtokenCreationDateTime%2CtokenExpirationDateTime";
    let received = bench.received().into_iter().map(|line| line.replace('$', "%24").replace(',', "%2C"));
    assert_eq!(
        received.take(3).collect::<Vec<_>>(),
        [
            format!("GET {path}/{id} 200"),
            format!("POST {path}/AOSP-{id}/createToken 204"),
            format!("GET {path}/{id}?{select} 200"),
        ]
    );
    let plan = bench.run(&format!("android create-token --id {id} --validity-days 1 --dry-run")).success();
    assert!(plan.ends_with(&format!("\n# for an AOSP profile, the second request has AOSP-{id} instead\n")), "{plan}");
    let plan = bench.run(&format!("android create-token --id AOSP-{id} --validity-days 1 --dry-run --json")).json();
    let urls: Vec<_> = plan["requests"].as_array().expect("requests").iter().map(|request| &request["url"]).collect();
    assert!(urls[1].as_str().expect("a URL").ends_with(&format!("/AOSP-{id}/createToken")), "{plan}");
    assert!(urls[2].as_str().expect("a URL").contains(&format!("/{id}?")), "{plan}");
}

#[test]
fn a_token_that_goes_into_a_closed_pipe_is_a_failure() {
    let bench = Bench::new();
    let line = format!("android create-token --id {} --validity-days 1", Sandbox::ANDROID_ENROLLMENT_PROFILE);
    for line in [line.clone(), format!("{line} --json"), format!("{line} --qr")] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = bench.program(&line);
        let output = command.stdout(writer).stderr(Stdio::piped()).output().expect("the program runs");
        let said = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(1), "{line}: {said}");
        assert_eq!(said, "intune-onboarding: the token is created, but cannot be shown: the output is closed\n");
    }
    assert!(bench.received().iter().any(|request| request.contains("createToken 204")));
}

#[cfg(target_os = "linux")]
#[test]
fn what_succeeded_is_said_even_if_the_output_cannot_be_written() {
    let bench = Bench::new();
    let (dep, android, vpp) =
        (Sandbox::DEP_ONBOARDING_SETTING, Sandbox::ANDROID_ENROLLMENT_PROFILE, Sandbox::VPP_TOKEN);
    for (line, said) in [
        (
            format!("android create-token --id {android} --validity-days 1"),
            "the token is created, but cannot be shown: ",
        ),
        (
            format!("dep upload-token --id {dep} --apple-id a@contoso.com --file token.p7m"),
            "the DEP token is uploaded, but this cannot be shown: ",
        ),
        (
            format!("vpp update --id {vpp} --file token.vpptoken"),
            "the VPP token is updated, but this cannot be shown: ",
        ),
    ] {
        for line in [line.clone(), format!("{line} --json")] {
            let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
            let run = Run::of(bench.program(&line).stdout(full));
            assert_eq!(run.code, 1, "{line}: {run:?}");
            assert!(run.stderr.starts_with(&format!("intune-onboarding: {said}")), "{line}: {run:?}");
        }
    }
}

#[test]
fn a_qr_code_without_color_is_for_the_background_that_is_asked_for() {
    let bench = Bench::new();
    let line = format!("android create-token --id {} --validity-days 1", Sandbox::ANDROID_ENROLLMENT_PROFILE);
    let dark = bench.run(&format!("{line} --qr")).success();
    assert!(dark.contains(" columns wide, for a dark background (--qr=light is for a light one):\n█████"), "{dark}");
    assert!(dark.contains(FINDER), "{dark}");
    let light = bench.run(&format!("{line} --qr=light")).success();
    assert!(light.contains(" columns wide, for a light background (--qr=dark is for a dark one):\n     "), "{light}");
    assert!(light.contains("█▀▀▀▀▀█") && !light.contains(FINDER), "{light}");
}

#[test]
fn a_qr_code_is_written_to_a_new_file_that_nobody_else_can_read() {
    let bench = Bench::new();
    let line = format!("android create-token --id {} --validity-days 1 --qr-file", Sandbox::ANDROID_ENROLLMENT_PROFILE);
    for (name, start) in [("code.svg", &b"<?xml"[..]), ("code.PNG", b"\x89PNG")] {
        let shown = bench.run(&format!("{line} {name}")).success();
        assert!(shown.contains(&format!("\nQR code       {name}\n")), "{shown}");
        let path = bench.files.path().join(name);
        assert!(fs::read(&path).expect("a file").starts_with(start), "{name}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
        }
    }
    let before = bench.received().len();
    for (name, said) in [
        ("code.svg", "--qr-file: code.svg exists"),
        ("no/such/folder/code.svg", "--qr-file: no/such/folder/code.svg cannot be written: "),
        ("code.gif", "must end in .svg or .png"),
    ] {
        let failure = bench.run(&format!("{line} {name}")).failure(2);
        assert!(failure.contains(said), "{failure}");
    }
    assert_eq!(bench.received().len(), before, "no token is created that could not be written");
    assert_eq!(fs::read_dir(bench.files.path()).expect("a directory").count(), 4, "nothing else is left");
}

#[test]
fn a_profile_is_shown_and_its_token_only_if_asked_for() {
    let bench = Bench::new();
    let id = Sandbox::ANDROID_ENROLLMENT_PROFILE;
    let none = bench.run(&format!("android show --id {id}")).success();
    assert!(none.contains("\ntoken         none; `android create-token` creates one\n"), "{none}");
    assert!(none.contains("\nWi-Fi         not in the QR code"), "{none}");
    let failure = bench.run(&format!("android show --id {id} --zero-touch")).failure(2);
    assert!(failure.contains("the profile has no token"), "{failure}");
    assert!(bench.run(&format!("android show --id {id} --qr")).success().contains("The service returned no QR code."));

    let created = bench.run(&format!("android create-token --id {id} --validity-days 30 --json")).json();
    let token = created["result"]["tokenValue"].as_str().expect("a token");
    for line in ["", "--json"] {
        let shown = bench.run(&format!("android show --id {id} {line}")).success();
        assert!(!shown.contains(token) && shown.contains("Warehouse scanners"), "{shown}");
    }
    let shown = bench.run(&format!("android show --id {id}")).success();
    assert!(shown.contains("hidden; --token shows it") && shown.contains("(in 29 days)\n"), "{shown}");
    let shown = bench.run(&format!("android show --id {id} --token --qr --png code.png")).success();
    assert!(shown.contains(&format!("\ntoken         {token}\n")) && shown.contains(FINDER), "{shown}");
    assert!(fs::read(bench.files.path().join("code.png")).expect("a file").starts_with(b"\x89PNG"));
    let json = bench.run(&format!("android show --id {id} --token --json")).json();
    assert_eq!(json["result"]["tokenValue"], token);
    assert_eq!(json["qrCode"], created["qrCode"]);
}

#[test]
fn zero_touch_gets_the_configuration_with_the_token() {
    let bench = Bench::new();
    let id = Sandbox::ANDROID_ENROLLMENT_PROFILE;
    let created = bench.run(&format!("android create-token --id {id} --validity-days 30 --json")).json();
    let configuration = bench.run(&format!("android show --id {id} --zero-touch")).json();
    assert_eq!(
        configuration["android.app.extra.PROVISIONING_ADMIN_EXTRAS_BUNDLE"]["com.google.android.apps.work.clouddpc.EXTRA_ENROLLMENT_TOKEN"],
        created["result"]["tokenValue"]
    );
    let aosp = Sandbox::AOSP_ENROLLMENT_PROFILE;
    for id in [aosp.to_owned(), format!("AOSP-{aosp}")] {
        let failure = bench.run(&format!("android show --id {id} --zero-touch")).failure(2);
        assert!(failure.contains("AOSP devices do not enroll with Google's zero-touch"), "{failure}");
    }
}

#[test]
fn a_token_is_revoked_after_a_confirmation_under_the_key_of_its_profile() {
    let bench = Bench::new();
    for (id, key) in [
        (Sandbox::ANDROID_ENROLLMENT_PROFILE, Sandbox::ANDROID_ENROLLMENT_PROFILE.to_owned()),
        (Sandbox::AOSP_ENROLLMENT_PROFILE, format!("AOSP-{}", Sandbox::AOSP_ENROLLMENT_PROFILE)),
    ] {
        bench.run(&format!("android create-token --id {id} --validity-days 30")).success();
        let failure = bench.run(&format!("android revoke-token --id {id}")).failure(2);
        assert!(failure.starts_with("No more devices can enroll with the token of \""), "{failure}");
        assert!(failure.ends_with(": confirm with --yes; nothing was changed"), "{failure}");
        let has_token = || bench.run(&format!("android show --id {id} --token --json")).json()["qrCode"].is_string();
        assert!(has_token());
        let shown = bench.run(&format!("android revoke-token --id {id} --yes")).success();
        assert!(
            shown.starts_with("The enrollment token is revoked; devices that have enrolled stay enrolled.\n"),
            "{shown}"
        );
        assert!(!has_token());
        assert!(bench.received().iter().any(|request| request.contains(&format!("/{key}/revokeToken 204"))));
    }
}
