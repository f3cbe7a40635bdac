//! The confirmation of what cannot be undone.

use std::{io::Write, process::Stdio};

use intune_onboarding::sandbox::Sandbox;

use super::{Bench, terminal::terminal};

#[test]
fn what_cannot_be_undone_is_confirmed_on_the_terminal() {
    let delete = |typed: &str| {
        let bench = Bench::new();
        let (mut controller, end) = terminal(80);
        let mut command = bench.program(&format!("vpp delete --id {}", Sandbox::VPP_TOKEN));
        let child = command.stdin(end).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        controller.write_all(typed.as_bytes()).expect("typed");
        let output = child.wait_with_output().expect("it ends");
        let stderr = String::from_utf8(output.stderr).expect("text");
        let question = "The VPP token is deleted, and the licenses of its apps are returned. Continue? [y/N] ";
        assert!(stderr.starts_with(question), "{stderr}");
        (output.status.code(), bench.received().len())
    };
    assert_eq!(delete("y\n"), (Some(0), 1));
    assert_eq!(delete("YES\n"), (Some(0), 1));
    assert_eq!(delete("n\n"), (Some(2), 0));
    assert_eq!(delete("\n"), (Some(2), 0));
}
