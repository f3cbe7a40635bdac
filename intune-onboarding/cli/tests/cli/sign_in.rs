//! Sign-in, each way against a sign-in service on loopback.

mod application;
mod authority;
mod choice;
mod login;
mod others;
mod whoami;

use std::process::Command;

use self::authority::{Authority, Reply};
use super::{Bench, Run, program};

const TENANT: &str = "contoso.onmicrosoft.com";
const CLIENT_ID: &str = "11111111-2222-3333-4444-555555555555";
const SECRET: &str = "a~client-secret";

/// A tenant, a sign-in service that issues its access token, and the program that knows only the service.
struct Office {
    bench: Bench,
    authority: Authority,
}

impl Office {
    /// A sign-in service that gives these replies in turn; the last one again and again.
    fn new(replies: impl FnOnce(&str) -> Vec<Reply>) -> Self {
        let bench = Bench::new();
        let token = bench.sandbox.access_token();
        let authority = Authority::start(replies(token.expose()));
        Self { bench, authority }
    }

    /// A sign-in service that issues an access token.
    fn issuing() -> Self {
        Self::new(|token| vec![Reply::token(token)])
    }

    /// The program, which has no access token, but the address of the service.
    fn program(&self, line: &str) -> Command {
        let mut command = program(line.split_whitespace());
        command.args(["--base-url", self.bench.sandbox.url()]).current_dir(self.bench.files.path());
        command.env("AZURE_AUTHORITY_HOST", &self.authority.url);
        command
    }

    /// The program as an application.
    fn application(&self, line: &str) -> Command {
        let mut command = self.program(line);
        command.args(["--tenant", TENANT, "--client-id", CLIENT_ID]);
        command
    }

    fn run(&self, command: &mut Command) -> Run {
        let run = Run::of(command);
        self.bench.shows_no_secret(&run);
        for secret in [SECRET, "refresh-1", "device-code-1"] {
            assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{run:?}");
        }
        run
    }
}
