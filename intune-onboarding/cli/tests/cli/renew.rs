//! `renew`: each step, what is checked before anything is sent, and what the tenant has afterwards.

use std::{fs, time::Duration};

use intune_onboarding::{sandbox::Sandbox, token_file};
use serde_json::Value;

use super::{
    Bench, FINDER,
    apple::{TOPIC, certificate, dep_token, vpp_token},
};

/// What was changed on the tenant, by the ends of the paths.
fn writes(bench: &Bench) -> Vec<String> {
    let requests = bench.received().into_iter().filter(|request| !request.starts_with("GET "));
    requests.map(|request| request.split('/').skip(3).collect::<Vec<_>>().join("/")).collect()
}

fn names(calls: &Value) -> Vec<&str> {
    calls.as_array().expect("calls").iter().map(|call| call["operation"].as_str().expect("a name")).collect()
}

#[test]
fn a_vpp_token_is_renewed_in_the_steps_that_are_shown() {
    let bench = Bench::new();
    let id = Sandbox::VPP_TOKEN;
    let steps = bench.run(&format!("renew vpp --id {id}")).success();
    assert!(steps.contains("kind          VPP token\n") && steps.contains("(3 days ago)\n"), "{steps}");
    assert!(steps.contains("as apps@contoso.com") && steps.contains("content token of Contoso."), "{steps}");
    let command = format!("     intune-onboarding renew vpp --id {id} --file FILE.vpptoken\n");
    assert!(steps.ends_with(&command), "{steps}");
    assert_eq!(writes(&bench), [""; 0]);

    bench.file("new.vpptoken", vpp_token("Contoso", "2098-08-01T09:00:00+0000").as_bytes());
    let shown = bench.run(&format!("renew vpp --id {id} --file new.vpptoken")).success();
    assert!(shown.starts_with("The VPP token is renewed.\n"), "{shown}");
    assert!(shown.contains("\nexpires       2098-08-01T09:00:00") && shown.contains("(3 days ago)\n"), "{shown}");
    let path = format!("deviceAppManagement/vppTokens/{id}");
    assert_eq!(
        bench.received().into_iter().map(|request| request.replace("/v1.0/", "")).collect::<Vec<_>>()[1..],
        [
            format!("GET {path} 200"),
            format!("PATCH {path} 200"),
            format!("POST {path}/syncLicenses 200"),
            format!("GET {path} 200"),
        ]
    );
    let sent = bench.sandbox.uploaded_token(id).expect("uploaded");
    assert_eq!(token_file::vpp_token(sent.expose().as_bytes()).expect("a token").organization_name, "Contoso");
    assert!(bench.run("status --within 30").stdout.contains("2098-08-01"), "the new date");
}

#[test]
fn a_renewal_that_is_run_again_uploads_nothing_twice() {
    let bench = Bench::new();
    bench.file("new.vpptoken", vpp_token("Contoso", "2098-08-01T09:00:00+0000").as_bytes());
    let line = format!("renew vpp --id {} --file new.vpptoken --json", Sandbox::VPP_TOKEN);
    let first = bench.run(&line).json();
    assert_eq!(first["result"]["outcome"], "renewed", "{first}");
    let again = bench.run(&line);
    let json = again.json();
    assert_eq!((again.code, &json["result"]["outcome"]), (0, &"unchanged".into()), "{again:?}");
    assert_eq!(names(&json["calls"]), ["GetVppToken", "SyncLicenses", "GetVppToken"]);

    bench.file("push.pem", certificate("push", Some(TOPIC), &[9], 2099).as_bytes());
    let outcomes = [0, 1].map(|_| bench.run("renew apns --file push.pem --json").json()["result"]["outcome"].clone());
    assert_eq!(outcomes, ["renewed", "unchanged"]);
}

#[test]
fn a_vpp_token_of_another_organization_or_an_older_one_is_not_sent_unless_forced() {
    let bench = Bench::new();
    let id = "1f0f6f0d-6c0a-4d4e-9a2b-7f3d1f7e5a01";
    bench.file("other.vpptoken", vpp_token("Fabrikam", "2098-08-01T09:00:00Z").as_bytes());
    let soon = format!("{}", graph_runtime::DateTimeOffset::now() + Duration::from_hours(24));
    bench.file("older.vpptoken", vpp_token("Contoso Retail", &soon).as_bytes());
    bench.file("old.vpptoken", vpp_token("Contoso Retail", "2024-08-01T09:00:00Z").as_bytes());
    for (file, said) in [
        (
            "other.vpptoken",
            "--file: the VPP token belongs to \"Fabrikam\", not to \"Contoso Retail\": with it, the apps",
        ),
        ("older.vpptoken", "--file: the VPP token in the file expires at "),
        ("old.vpptoken", "--file: old.vpptoken: the token expired at 2024-08-01T09:00:00Z; download a new one"),
        ("token.p7m", "--file: token.p7m: it looks like a DEP token (.p7m), not a VPP token"),
    ] {
        let failure = bench.run(&format!("renew vpp --id {id} --file {file}")).failure(2);
        assert!(failure.starts_with(said), "{failure}");
    }
    assert_eq!(writes(&bench), [""; 0]);
    let forced = bench.run(&format!("renew vpp --id {id} --file other.vpptoken --force")).success();
    assert!(forced.contains("\nforced        the VPP token belongs to \"Fabrikam\""), "{forced}");
    let failure = bench.run(&format!("renew vpp --id {id} --file old.vpptoken --force")).failure(2);
    assert!(failure.contains("expired at"), "what has expired is of no use: {failure}");
}

#[test]
fn a_dep_token_is_renewed_with_the_public_key_that_was_written_before() {
    let bench = Bench::new();
    let id = Sandbox::DEP_ONBOARDING_SETTING;
    let steps = bench.run(&format!("renew dep --id {id}")).success();
    assert!(steps.contains("(in 11 days)") && steps.contains("as it@contoso.com"), "{steps}");
    assert!(steps.contains(&format!("intune-onboarding renew dep --id {id} --public-key-file Intune.pem")), "{steps}");

    let shown = bench.run(&format!("renew dep --id {id} --public-key-file Intune.pem")).success();
    assert!(shown.starts_with("The public key is in Intune.pem.\n"), "{shown}");
    assert!(shown.contains("CN=Contoso MDM, serial number 7109477E"), "{shown}");
    let key = fs::read_to_string(bench.files.path().join("Intune.pem")).expect("a file");
    bench.file("new.p7m", dep_token(&key).as_bytes());
    let shown = bench.run(&format!("renew dep --id {id} --file new.p7m")).success();
    assert!(shown.starts_with("The DEP token is renewed.\n"), "{shown}");
    assert!(
        shown.contains("(in 364 days)\n") && shown.contains("\nbefore ") && shown.contains("(in 11 days)"),
        "{shown}"
    );
    let path = format!("deviceManagement/depOnboardingSettings/{id}");
    assert_eq!(
        writes(&bench),
        [format!("{path}/uploadDepToken 204"), format!("{path}/syncWithAppleDeviceEnrollmentProgram 204")]
            .map(|write| write.trim_start_matches("deviceManagement/").to_owned())
            .map(|write| write)
    );
}

#[test]
fn a_dep_token_for_another_public_key_is_not_sent() {
    let bench = Bench::new();
    let id = Sandbox::DEP_ONBOARDING_SETTING;
    bench.file("other.p7m", dep_token(&certificate("Fabrikam MDM", None, &[5], 2099)).as_bytes());
    let failure = bench.run(&format!("renew dep --id {id} --file other.p7m")).failure(2);
    assert!(
        failure.starts_with(
            "--file: the DEP token is encrypted for CN=Fabrikam MDM, serial number 5, not for CN=Contoso MDM, serial number \
             7109477E"
        ),
        "{failure}"
    );
    assert_eq!(writes(&bench), [""; 0]);
    let forced = bench.run(&format!("renew dep --id {id} --file other.p7m --force"));
    assert_eq!((forced.code, writes(&bench).len()), (4, 1), "the tenant does not accept it: {forced:?}");
}

#[test]
fn a_new_public_key_is_generated_only_on_confirmation() {
    let bench = Bench::new();
    let id = Sandbox::DEP_ONBOARDING_SETTING;
    let line = format!("renew dep --id {id} --public-key-file new.pem --new-public-key");
    let failure = bench.run(&line).failure(2);
    assert!(failure.contains("becomes worthless: confirm with --yes; nothing was changed"), "{failure}");
    assert_eq!(writes(&bench), [""; 0]);
    assert!(!bench.files.path().join("new.pem").exists());
    let failure = bench.run(&format!("renew dep --id {id} --new-public-key --yes")).failure(2);
    assert!(failure.contains("--public-key-file"), "{failure}");

    let dry = bench.run(&format!("{line} --dry-run")).success();
    assert!(dry.starts_with("POST ") && dry.contains("/generateEncryptionPublicKey\n"), "{dry}");
    bench.run(&format!("{line} --yes")).success();
    let key = fs::read(bench.files.path().join("new.pem")).expect("a file");
    assert_ne!(
        token_file::certificate(&key).expect("a certificate").id.serial_number,
        "7109477E7381BDDD62EAD4AC7CEC0035FF16AFDC"
    );
    let failure = bench.run(&format!("renew dep --id {id} --file token.p7m")).failure(2);
    assert!(failure.contains("is encrypted for CN=Contoso MDM, serial number 7109477E"), "{failure}");
    let failure = bench.run(&format!("{line} --yes")).failure(2);
    assert!(failure.starts_with("--public-key-file: new.pem exists; give the name of a new file"), "{failure}");
    assert_eq!(writes(&bench).len(), 1, "the key is generated once");
}

#[test]
fn the_push_certificate_is_renewed_only_with_its_topic() {
    let bench = Bench::new();
    let steps = bench.run("renew apns").success();
    assert!(steps.contains("choose Renew, not Create a Certificate") && steps.contains(TOPIC), "{steps}");
    bench.run("renew apns --csr-file Intune.csr").success();
    let request = fs::read_to_string(bench.files.path().join("Intune.csr")).expect("a file");
    assert!(request.starts_with("-----BEGIN CERTIFICATE REQUEST-----"), "{request}");

    bench.file("other.pem", certificate("push", Some("com.apple.mgmt.External.other"), &[7], 2099).as_bytes());
    bench.file("server.pem", certificate("www", None, &[7], 2099).as_bytes());
    bench.file("old.pem", certificate("push", Some(TOPIC), &[7], 2021).as_bytes());
    for (file, said) in [
        ("other.pem", "with it, every device would have to enroll again; renew the current certificate"),
        ("server.pem", "it looks like a certificate for another purpose, not a push certificate"),
        ("old.pem", "the certificate expired at 2021-12-31"),
    ] {
        let failure = bench.run(&format!("renew apns --file {file}")).failure(2);
        assert!(failure.contains(said), "{failure}");
    }
    assert_eq!(writes(&bench), [""; 0]);

    bench.file("new.pem", certificate("push", Some(TOPIC), &[7], 2098).as_bytes());
    let json = bench.run("renew apns --file new.pem --apple-id new@contoso.com --json").json();
    assert_eq!(
        (&json["result"]["outcome"], &json["result"]["appleId"], &json["result"]["name"]),
        (&"renewed".into(), &"new@contoso.com".into(), &TOPIC.into()),
        "{json}"
    );
    assert!(json["result"]["expirationDateTime"].as_str().expect("a date").starts_with("2098-12-31"), "{json}");
    let forced = bench.run("renew apns --file other.pem --force --json").json();
    assert_eq!(forced["result"]["name"], "com.apple.mgmt.External.other", "{forced}");
    assert_eq!(forced["result"]["overridden"].as_array().map(Vec::len), Some(1), "{forced}");
}

#[test]
fn a_renewal_waits_until_the_synchronization_is_over() {
    let bench = Bench::new();
    bench.sandbox.slow_syncs(Duration::from_millis(700));
    let id = Sandbox::DEP_ONBOARDING_SETTING;
    let json = bench.run(&format!("renew dep --id {id} --file token.p7m --json")).json();
    assert_eq!(json["result"]["outcome"], "renewed", "{json}");
    let reads = bench.received().into_iter().filter(|request| request.ends_with(&format!("/{id} 200"))).count();
    assert!(reads >= 3, "before, and until it is over: {:?}", bench.received());

    bench.sandbox.slow_syncs(Duration::from_hours(1));
    let late = bench.run(&format!("renew dep --id {id} --file token.p7m --wait-timeout 1s --json"));
    assert_eq!((late.code, &late.json()["completed"]), (5, &serde_json::json!(["UploadDepToken"])), "{late:?}");
    assert!(late.stderr.contains("the DEP token is uploaded, but the new date does not show: after 1s, "), "{late:?}");
    let json = bench.run(&format!("renew dep --id {id} --file token.p7m --no-wait --json")).json();
    assert_eq!(json["result"]["outcome"], "uploaded", "{json}");
}

#[test]
fn a_synchronization_that_fails_is_said_with_what_is_done() {
    let bench = Bench::new();
    bench.sandbox.fail_syncs(17);
    let run = bench
        .run(&format!("renew dep --id {} --file token.p7m --wait-timeout 30s --json", Sandbox::DEP_ONBOARDING_SETTING));
    assert_eq!((run.code, &run.json()["completed"]), (4, &serde_json::json!(["UploadDepToken"])), "{run:?}");
    assert!(run.stderr.contains("the synchronization with Apple failed: Apple's error 17"), "{run:?}");
    bench.file("new.vpptoken", vpp_token("Contoso", "2098-08-01T09:00:00+0000").as_bytes());
    let run = bench.run(&format!("renew vpp --id {} --file new.vpptoken --wait-timeout 30s", Sandbox::VPP_TOKEN));
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stderr.contains("the VPP token is uploaded, but "), "{run:?}");
}

#[test]
fn a_dry_run_of_a_renewal_checks_the_file_and_sends_nothing() {
    let bench = Bench::new();
    let (dep, vpp) = (Sandbox::DEP_ONBOARDING_SETTING, Sandbox::VPP_TOKEN);
    bench.file("push.pem", certificate("push", Some(TOPIC), &[9], 2099).as_bytes());
    for (line, requests) in [
        (format!("renew dep --id {dep} --file token.p7m"), 4),
        (format!("renew dep --id {dep} --public-key-file x.pem"), 1),
        (format!("renew vpp --id {vpp} --file token.vpptoken"), 3),
        (format!("renew vpp --id {vpp}"), 1),
        ("renew apns --file push.pem".to_owned(), 2),
        ("renew apns --csr-file x.csr".to_owned(), 1),
        (format!("renew android --id {} --validity-days 1", Sandbox::ANDROID_ENROLLMENT_PROFILE), 3),
    ] {
        let run = bench.run(&format!("{line} --dry-run --json"));
        assert_eq!(run.json()["requests"].as_array().map(Vec::len), Some(requests), "{line}: {run:?}");
    }
    let failure = bench.run(&format!("renew dep --id {dep} --file token.vpptoken --dry-run")).failure(2);
    assert!(failure.contains("it looks like a VPP token"), "{failure}");
    assert_eq!(bench.received(), [""; 0]);
    assert_eq!(fs::read_dir(bench.files.path()).expect("a directory").count(), 3, "no file was written");
}

#[test]
fn an_android_token_is_renewed_unless_the_current_one_expires_later() {
    let bench = Bench::new();
    for id in [Sandbox::ANDROID_ENROLLMENT_PROFILE, Sandbox::AOSP_ENROLLMENT_PROFILE] {
        let steps = bench.run(&format!("renew android --id {id}")).success();
        assert!(steps.contains("expires       -\n") && steps.contains("--validity-days 90"), "{steps}");
        let shown = bench.run(&format!("renew android --id {id} --validity-days 30 --qr")).success();
        assert!(shown.contains("\ntoken         ") && shown.contains(FINDER), "{shown}");
        let failure = bench.run(&format!("renew android --id {id} --validity-days 29")).failure(2);
        assert!(failure.contains("the current token expires later, at "), "{failure}");
        bench.run(&format!("renew android --id {id} --validity-days 29 --force")).success();
        bench.run(&format!("renew android --id {id} --validity-days 60")).success();
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_says_what_is_done_and_what_is_not() {
    use std::{io::Read, process::Stdio, thread::sleep, time::Instant};

    let bench = Bench::new();
    bench.sandbox.slow_syncs(Duration::from_hours(1));
    let id = Sandbox::DEP_ONBOARDING_SETTING;
    let mut command = bench.program(&format!("renew dep --id {id} --file token.p7m --json"));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let until = |is_so: &dyn Fn() -> bool| {
        let began = Instant::now();
        while !is_so() {
            assert!(began.elapsed() < Duration::from_mins(1), "{:?}", bench.received());
            sleep(Duration::from_millis(20));
        }
    };
    until(&|| bench.received().iter().any(|request| request.contains("syncWithApple")));
    // One more read: the program waits now.
    let count = bench.received().len();
    until(&|| bench.received().len() > count);
    super::end(&mut child, "INT");
    let mut stderr = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut stderr).expect("text");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert_eq!(
        stderr,
        "intune-onboarding: the DEP token is uploaded: interrupted while waiting for the new date, which `status` shows \
         later\n"
    );
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["completed"], serde_json::json!(["UploadDepToken"]));
}
