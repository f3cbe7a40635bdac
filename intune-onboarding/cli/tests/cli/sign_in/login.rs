//! As a user: with a device code, and with what `login` has stored.

use std::{fs, io::Read, process::Stdio};

use super::{Office, Reply};
use crate::{Run, end};

const PROMPT: &str = "To sign in, open https://microsoft.com/devicelogin and enter the code ABCD-EFGH\n";

/// The program with a configuration directory of its own.
fn program(office: &Office, line: &str) -> std::process::Command {
    let mut command = office.program(line);
    command.env("INTUNE_ONBOARDING_CONFIG", office.bench.files.path().join("config/config.toml")).env("PATH", "");
    command
}

fn run(office: &Office, line: &str) -> Run {
    office.run(&mut program(office, line))
}

/// The same, without the address of the tenant, which `login` does not call.
fn alone(office: &Office, line: &str) -> std::process::Command {
    let mut command = super::program(line.split_whitespace());
    command.env("AZURE_AUTHORITY_HOST", &office.authority.url).env("PATH", "");
    command.env("INTUNE_ONBOARDING_CONFIG", office.bench.files.path().join("config/config.toml"));
    command
}

#[test]
fn a_device_code_is_entered_in_a_browser_while_the_program_waits() {
    let pending = || Reply::error("authorization_pending", "AADSTS70016: not yet");
    let office = Office::new(|token| vec![Reply::device_code(900), pending(), pending(), Reply::token(token)]);
    let run = run(&office, "vpp list --auth device-code --client-id 1 --tenant contoso");
    assert_eq!((run.code, run.stderr.as_str()), (0, PROMPT), "{run:?}");
    assert!(run.stdout.contains("Contoso"), "{run:?}");
    let received = office.authority.received();
    assert_eq!(received.len(), 4, "{received:?}");
    assert!(
        received[0].starts_with("POST /contoso/oauth2/v2.0/devicecode ") && !received[0].contains("offline_access")
    );
    assert!(
        received[3].contains("device_code=device-code-1") && received[3].contains("device_code"),
        "{}",
        received[3]
    );
}

#[test]
fn a_code_that_is_declined_or_has_expired_is_a_line() {
    let declined = |code: &'static str| move |_: &str| vec![Reply::device_code(900), Reply::error(code, "AADSTS1: no")];
    for (code, said) in [
        ("authorization_declined", "device-code: the sign-in was declined in the browser"),
        ("access_denied", "device-code: the sign-in was declined in the browser"),
        ("expired_token", "device-code: the code has expired before it was entered: try again"),
        ("bad_verification_code", "device-code: bad_verification_code: AADSTS1: no"),
    ] {
        let office = Office::new(declined(code));
        let run = run(&office, "vpp list --auth device-code --client-id 1");
        let (prompt, line) = run.stderr.split_at(PROMPT.len().min(run.stderr.len()));
        assert_eq!((run.code, prompt), (3, PROMPT), "{run:?}");
        assert!(line.contains(said) && line.lines().count() == 1, "{line}");
    }
    let pending = Reply::error("authorization_pending", "not yet");
    let office = Office::new(|_| vec![Reply::device_code(0), pending]);
    let run = run(&office, "vpp list --auth device-code --client-id 1");
    assert!(
        run.code == 3 && run.stderr.ends_with("the code has expired before it was entered: try again\n"),
        "{run:?}"
    );
}

#[test]
fn a_login_is_kept_until_logout_and_its_file_is_for_its_user_alone() {
    let office = Office::new(|token| {
        vec![
            Reply::device_code(900),
            Reply::tokens("eyJ0.first.x", "refresh-1"),
            Reply::tokens(token, "refresh-2"),
            Reply::tokens(token, "refresh-3"),
        ]
    });
    let login = "login --client-id 1 --tenant contoso --store file --profile p_1";
    let planned = Run::of(alone(&office, login).arg("--dry-run")).success();
    assert!(
        planned.starts_with("state         would sign in\nprofile       p_1\ntenant        contoso\n"),
        "{planned}"
    );
    assert_eq!(office.authority.received(), [""; 0]);

    let signed_in = office.run(&mut alone(&office, login));
    assert_eq!((signed_in.code, signed_in.stderr.as_str()), (0, PROMPT), "{signed_in:?}");
    assert!(signed_in.stdout.starts_with("state         signed in\n"), "{signed_in:?}");
    assert!(office.authority.received()[0].contains("offline_access"));

    let file = office.bench.files.path().join("config/login-p_5f1.json");
    let stored = fs::read_to_string(&file).expect("a file");
    assert!(stored.contains("refresh-1") && !stored.contains("eyJ0"), "{stored}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
    }

    let listed = run(&office, "vpp list -v --profile p_1");
    assert!(listed.stderr.starts_with("signing in with the stored login, because of login\n"), "{listed:?}");
    assert!(listed.stdout.contains("Contoso"), "{listed:?}");
    let received = office.authority.received();
    assert!(received[2].contains("grant_type=refresh_token") && received[2].contains("refresh_token=refresh-1"));
    assert!(fs::read_to_string(&file).expect("a file").contains("refresh-2"), "the newer one is kept");

    let removed = Run::of(&mut alone(&office, "logout --profile p_1")).success();
    assert_eq!(removed, "The login of the profile p_1 is removed.\n");
    assert!(!file.exists());
    let removed = Run::of(&mut alone(&office, "logout --profile p_1")).success();
    assert_eq!(removed, "There is no login of the profile p_1.\n");
    let line = run(&office, "vpp list --profile p_1").failure(2);
    assert!(
        line.starts_with("--profile p_1: there is no such profile in ") && line.ends_with(", and no login of it"),
        "{line}"
    );
    assert!(run(&office, "vpp list").failure(3).contains("`login` has stored nothing"));
}

#[test]
fn a_login_that_the_service_no_longer_accepts_is_said() {
    let office = Office::new(|_| {
        vec![
            Reply::device_code(900),
            Reply::tokens("eyJ0.first.x", "refresh-1"),
            Reply::error("invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity.\r\nTrace"),
        ]
    });
    office.run(&mut alone(&office, "login --client-id 1 --store file")).success_with(PROMPT);
    let line = run(&office, "vpp list").failure(3);
    assert!(
        line.contains("the stored login: invalid_grant: AADSTS700082") && line.ends_with("; run `login` again"),
        "{line}"
    );
}

/// The store is tried before the code is shown. Not every computer that tests run on has one.
#[test]
fn the_system_store_is_tried_before_anybody_signs_in() {
    let office = Office::new(|token| vec![Reply::device_code(900), Reply::tokens(token, "refresh-1")]);
    let login = office.run(&mut alone(&office, "login --client-id 1 --profile a-test"));
    if login.code == 0 {
        assert_eq!(login.stderr, PROMPT);
        assert!(!office.bench.files.path().join("config").exists(), "nothing is in a file");
        let removed = Run::of(&mut alone(&office, "logout --profile a-test")).success();
        assert_eq!(removed, "The login of the profile a-test is removed.\n");
    } else {
        let line = login.failure(1);
        assert!(line.starts_with("the system's store cannot be used (") && line.contains("--store file"), "{line}");
        assert_eq!(office.authority.received(), [""; 0]);
    }
}

#[test]
fn a_login_needs_an_application_and_a_refresh_token() {
    let office = Office::new(|token| vec![Reply::device_code(900), Reply::token(token)]);
    let line = office.run(&mut alone(&office, "login")).failure(2);
    assert!(line.starts_with("login needs a client ID (--client-id or AZURE_CLIENT_ID), of an application"), "{line}");
    let without = office.run(&mut alone(&office, "login --client-id 1 --store file"));
    assert!(without.code == 3 && without.stderr.contains("returned no refresh token"), "{without:?}");
    let line = office.run(&mut alone(&office, "login --client-id 1 --sandbox")).failure(2);
    assert_eq!(line, "--sandbox does not apply: login calls the sign-in service alone");
}

#[test]
#[cfg(unix)]
fn an_interrupted_login_stores_nothing() {
    let pending = Reply::error("authorization_pending", "not yet");
    let office = Office::new(|_| vec![Reply::device_code(900), pending]);
    let mut command = alone(&office, "login --client-id 1 --store file");
    let mut child = command.stderr(Stdio::piped()).spawn().expect("it runs");
    let mut stderr = child.stderr.take().expect("a pipe");
    let mut prompt = vec![0; PROMPT.len()];
    stderr.read_exact(&mut prompt).expect("the prompt");
    end(&mut child, "INT");
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).expect("text");
    assert_eq!(child.wait().expect("it ends").code(), Some(130), "{rest}");
    assert_eq!(rest, "intune-onboarding: interrupted: nobody is signed in, and nothing is stored\n");
    let files = fs::read_dir(office.bench.files.path().join("config")).expect("a directory");
    assert_eq!(files.count(), 0);
}
