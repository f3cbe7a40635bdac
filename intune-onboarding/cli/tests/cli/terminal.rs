//! What the program writes to a terminal.

use std::{
    fs::File,
    io::Read,
    net::TcpListener,
    os::fd::OwnedFd,
    process::{Child, Command, ExitStatus, Stdio},
    thread,
};

use intune_onboarding::sandbox::Sandbox;
use rustix::{
    fs::{Mode, OFlags, open},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};

use super::{Bench, FINDER, program};

/// A terminal of this width: the end that the test reads, and the end that the program writes to.
pub(super) fn terminal(columns: u16) -> (File, OwnedFd) {
    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&controller).expect("granted");
    unlockpt(&controller).expect("unlocked");
    let name = ptsname(&controller, Vec::new()).expect("a name");
    let end = open(&name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).expect("the other end");
    let size = Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&end, size).expect("a size");
    (File::from(controller), end)
}

/// Everything that the program writes until it ends, and how it ended; the end of a terminal is an error.
pub(super) fn shown(mut controller: File, command: Command, mut child: Child) -> (String, ExitStatus) {
    // The command has the other end of the terminal.
    drop(command);
    let mut shown = Vec::new();
    let mut part = [0; 1024];
    while let Ok(length @ 1..) = controller.read(&mut part) {
        shown.extend_from_slice(&part[..length]);
    }
    let status = child.wait().expect("it ends");
    (String::from_utf8(shown).expect("text"), status)
}

/// Runs the program with a terminal of this width as its standard output.
pub(super) fn on_terminal(columns: u16, mut command: Command) -> String {
    let (controller, end) = terminal(columns);
    let child = command.stdout(end).stderr(Stdio::null()).spawn().expect("the program runs");
    shown(controller, command, child).0
}

fn create_token(bench: &Bench) -> Command {
    let mut command = bench
        .program(&format!("android create-token --id {} --validity-days 1 --qr", Sandbox::ANDROID_ENROLLMENT_PROFILE));
    command.env("TERM", "xterm-256color").env_remove("NO_COLOR");
    command
}

#[test]
fn a_qr_code_is_dark_on_light_on_a_terminal_with_colors() {
    let bench = Bench::new();
    let shown = on_terminal(120, create_token(&bench));
    let code: Vec<_> = shown.lines().filter(|line| line.contains(['█', '▀', '▄'])).collect();
    assert!(code.len() > 20, "{shown}");
    for line in &code {
        assert!(line.starts_with("\u{1b}[38;5;16;48;5;231m"), "black on white: {line:?}");
    }
    assert!(shown.contains("█▀▀▀▀▀█"), "{shown}");
}

#[test]
fn a_qr_code_is_dark_on_light_on_a_dark_terminal_without_colors() {
    let bench = Bench::new();
    let mut command = create_token(&bench);
    command.env("NO_COLOR", "1");
    let shown = on_terminal(120, command);
    assert!(!shown.contains('\u{1b}'), "{shown}");
    assert!(
        shown.contains(FINDER) && shown.contains("for a dark background (--qr=light is for a light one)"),
        "{shown}"
    );
}

#[test]
fn a_qr_code_that_a_terminal_is_too_narrow_for_is_not_drawn() {
    let bench = Bench::new();
    let shown = on_terminal(40, create_token(&bench));
    assert!(!shown.contains(['█', '▀', '▄']), "{shown}");
    assert!(shown.contains(" columns, and the terminal has 40: ") && shown.contains("--qr-file"), "{shown}");
    assert!(shown.contains("EXTRA_ENROLLMENT_TOKEN"), "the content: {shown}");
}

/// Runs a list against a server that responds with the first text and never again, and shows its standard error.
fn waiting(columns: u16, arguments: &[&str], response: &'static str) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        let mut connections = Vec::new();
        while let Ok((mut connection, _)) = listener.accept() {
            if connections.is_empty() {
                let _ = connection.read(&mut [0; 4096]);
                let _ = std::io::Write::write_all(&mut connection, response.as_bytes());
            }
            connections.push(connection);
        }
    });
    let (controller, end) = terminal(columns);
    let mut command = program(["vpp", "list", "--base-url", &url]);
    command.args(arguments).env("GRAPH_ACCESS_TOKEN", "eyJ0").env("TERM", "xterm");
    let child = command.stdout(Stdio::null()).stderr(end).spawn().expect("the program runs");
    shown(controller, command, child).0
}

#[test]
fn a_terminal_shows_what_the_program_waits_for() {
    let shown = waiting(100, &["--timeout", "4", "--retries", "0"], "");
    assert!(shown.contains("\r\u{1b}[KListVppTokens: waiting for 127.0.0.1:"), "{shown:?}");
    assert!(shown.matches(": waiting for ").count() >= 2, "it is written again each second: {shown:?}");
    let (_, last) = shown.rsplit_once("\u{1b}[K").expect("the line is erased");
    assert!(last.starts_with("intune-onboarding: ListVppTokens: timed out"), "{shown:?}");
}

#[test]
fn a_terminal_shows_throttling_and_the_attempt_after_it() {
    let throttled = "HTTP/1.1 429 Too Many Requests\r\nretry-after: 3\r\ncontent-length: 0\r\n\r\n";
    let shown = waiting(100, &["--timeout", "4", "--retries", "1"], throttled);
    // How many seconds are left depends on the load of the machine.
    assert!(shown.contains("\u{1b}[Kthrottled; the next attempt is in "), "{shown:?}");
    assert!(shown.contains(", attempt 2, "), "{shown:?}");
}

#[test]
fn the_line_is_no_wider_than_the_terminal() {
    let shown = waiting(20, &["--timeout", "3", "--retries", "0"], "");
    assert!(shown.contains("\u{1b}[KListVppTokens: wai…"), "{shown:?}");
}

#[test]
fn an_import_shows_its_progress_in_one_line_that_disappears() {
    let bench = Bench::new();
    bench.file("ids.csv", b"Serial Number\nA1\nA2\nA3\n");
    let (controller, end) = terminal(100);
    let mut command = bench.program("identities import --file ids.csv --batch-size 1");
    command.env("TERM", "xterm");
    let child = command.stdout(Stdio::null()).stderr(end).spawn().expect("the program runs");
    let (shown, status) = shown(controller, command, child);
    assert!(status.success(), "{shown:?}");
    for number in 1..=3 {
        assert!(
            shown.contains(&format!("\r\u{1b}[Krequest {number} with 1 row: {number} of 3 rows are done")),
            "{shown:?}"
        );
    }
    assert!(!shown.contains('\n') && shown.ends_with("\r\u{1b}[K"), "{shown:?}");
}

#[test]
fn a_deletion_is_confirmed_on_the_terminal() {
    let bench = Bench::new();
    bench.file("ids.csv", b"Serial Number\nR58M12ABCDE\n");
    for (typed, deleted) in [("n\n", false), ("\n", false), ("Y\n", true)] {
        let (mut controller, end) = terminal(100);
        let mut command = bench.program("identities delete --file ids.csv");
        let errors = end.try_clone().expect("the terminal");
        let child = command.stdin(end).stdout(Stdio::null()).stderr(errors).spawn().expect("the program runs");
        std::io::Write::write_all(&mut controller, typed.as_bytes()).expect("typed");
        let (shown, status) = shown(controller, command, child);
        assert!(shown.contains("1 device is deleted. Continue? [y/N] "), "{shown:?}");
        assert_eq!(status.code(), Some(if deleted { 0 } else { 2 }), "{typed:?}: {shown:?}");
        let is_there = bench.run("identities list").success().contains("R58M12ABCDE");
        assert_eq!(is_there, !deleted, "{typed:?}");
    }
}
