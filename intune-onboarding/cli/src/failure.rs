//! Failures: one line for a person, an exit code and JSON for a script.

mod questions;

use std::{error::Error as _, fmt, io};

use clap::error::ErrorKind;
use graph_runtime::{
    Error,
    error::BuildError,
    permissions::{Caller, GrantedPermissions},
};
use serde_json::{Value, json};

use crate::output::plain;

/// A failure of the program.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: Kind,
    message: String,
    error: Option<Box<Error>>,
    /// The operations that succeeded before.
    completed: Vec<&'static str>,
    /// More for a script, by name.
    details: Option<(&'static str, Value)>,
}

/// The kinds of failures; the numbers are the exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    ClosedPipe = 0,
    Internal = 1,
    Input = 2,
    SignIn = 3,
    Rejected = 4,
    Unreachable = 5,
    UnexpectedResponse = 6,
    Expired = 7,
    Interrupted = 130,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::ClosedPipe | Self::Internal => "internal",
            Self::Input => "input",
            Self::SignIn => "signIn",
            Self::Rejected => "rejected",
            Self::Unreachable => "unreachable",
            Self::UnexpectedResponse => "unexpectedResponse",
            Self::Expired => "expired",
            Self::Interrupted => "interrupted",
        }
    }
}

impl Failure {
    fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), error: None, completed: Vec::new(), details: None }
    }

    /// Invalid usage or input; nothing was sent.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self::new(Kind::Input, message)
    }

    /// No usable access token; nothing was sent.
    pub(crate) fn sign_in(message: impl Into<String>) -> Self {
        Self::new(Kind::SignIn, message)
    }

    /// Insufficient permissions.
    pub(crate) fn rejected(message: impl Into<String>) -> Self {
        Self::new(Kind::Rejected, message)
    }

    /// Something that cannot be understood.
    pub(crate) fn not_understood(message: impl Into<String>) -> Self {
        Self::new(Kind::UnexpectedResponse, message)
    }

    /// Something has expired, or expires soon.
    pub(crate) fn expired(message: impl Into<String>) -> Self {
        Self::new(Kind::Expired, message)
    }

    /// The user has pressed Ctrl-C.
    pub(crate) fn interrupted(message: impl Into<String>) -> Self {
        Self::new(Kind::Interrupted, message)
    }

    /// The service has not done in time what it has accepted.
    pub(crate) fn late(message: impl Into<String>) -> Self {
        Self::new(Kind::Unreachable, message)
    }

    /// A fault of the program or the system.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(Kind::Internal, message)
    }

    /// Invalid arguments, in one line.
    pub(crate) fn usage(error: &clap::Error) -> Self {
        let rendered = error.render().to_string();
        let lines = rendered.lines().map(str::trim).filter(|line| !line.is_empty());
        let is_about_usage = |line: &&str| line.starts_with("Usage:") || line.starts_with("For more information");
        let message = match error.kind() {
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
                "a command is missing".to_owned()
            }
            _ => lines.take_while(|line| !is_about_usage(line)).collect::<Vec<_>>().join(" "),
        };
        Self::input(format!("{} (try --help)", without_long_values(message.trim_start_matches("error: "))))
    }

    /// Adds that an operation had succeeded before. A closed pipe is a failure then, since somebody has to know it.
    pub(crate) fn after(mut self, operation: &'static str, message: &str) -> Self {
        if self.is_closed_pipe() {
            self.kind = Kind::Internal;
        }
        self.completed.push(operation);
        self.message = format!("{message}: {}", self.message);
        self
    }

    /// Adds that an operation had succeeded before, whose output is no more than a confirmation: a closed pipe stays what it
    /// is.
    pub(crate) fn after_confirmed(self, operation: &'static str, message: &str) -> Self {
        if self.is_closed_pipe() { self } else { self.after(operation, message) }
    }

    /// Adds something for a script.
    pub(crate) fn with_details(self, name: &'static str, details: Value) -> Self {
        Self { details: Some((name, details)), ..self }
    }

    /// Whether the service said that something does not exist.
    pub(crate) fn is_not_found(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.status().is_some_and(|status| status == 404))
    }

    /// Adds how far the work is, or what may help.
    pub(crate) fn followed_by(self, message: &str) -> Self {
        Self { message: format!("{}; {message}", self.message), ..self }
    }

    /// Whether the service said that the caller lacks a permission.
    pub(crate) fn is_forbidden(&self) -> bool {
        self.error.as_ref().is_some_and(|error| error.status().is_some_and(|status| status == 403))
    }

    /// Returns the reason in a few words, for a cell of a table: the permissions that are needed after a 403.
    pub(crate) fn short(&self) -> String {
        match self.error.as_deref() {
            Some(Error::Api(error)) if error.status() == 403 => {
                let caller = error.granted().map_or(Caller::Application, GrantedPermissions::caller);
                let needs = error.needs().of(caller);
                match needs.alternatives().iter().next() {
                    Some(least) => format!("needs {least}"),
                    None => "forbidden".to_owned(),
                }
            }
            Some(Error::Api(error)) => format!("error {} of the service", error.status().as_u16()),
            _ => self.message.clone(),
        }
    }

    /// Returns a failure like this one, to report it again.
    pub(crate) fn repeated(&self) -> Self {
        Self { kind: self.kind, message: self.message.clone(), error: None, completed: Vec::new(), details: None }
    }

    pub(crate) fn exit_code(&self) -> u8 {
        self.kind as u8
    }

    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.kind == Kind::ClosedPipe
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut error = json!({"kind": self.kind.name(), "exitCode": self.exit_code(), "message": self.to_string()});
        if let Some(cause) = &self.error {
            error["status"] = cause.status().map(|status| status.as_u16()).into();
            error["code"] = cause.code().into();
            error["requestId"] = cause.request_id().into();
            error["clientRequestId"] = cause.client_request_id().into();
            error["retryAfterSeconds"] = cause.retry_after().map(|wait| wait.as_secs_f64()).into();
            error["retryable"] = cause.is_retryable().into();
        }
        let mut json = json!({"ok": false, "error": error, "completed": self.completed});
        if let Some((name, details)) = &self.details {
            json[*name] = details.clone();
        }
        json
    }
}

/// The line for a person, without line breaks and control characters.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain(&self.message))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let kind = match &error {
            Error::Build(_) => Kind::Input,
            Error::Token(_) => Kind::SignIn,
            Error::Api(error) if error.status() == 401 => Kind::SignIn,
            Error::Api(_) | Error::Permission(_) => Kind::Rejected,
            Error::Transport(_) | Error::Timeout(_) => Kind::Unreachable,
            Error::Decode(_) => Kind::UnexpectedResponse,
            _ => Kind::Internal,
        };
        let mut message = match &error {
            Error::Build(error) => build_message(error),
            _ => error.to_string(),
        };
        if matches!(error, Error::Timeout(_)) {
            message.push_str("; --timeout sets how long an attempt may take, --retries how many there are");
        } else if kind == Kind::Unreachable {
            // The innermost cause is what the system reports, such as that the connection was refused.
            let mut cause = error.source();
            while let Some(next) = cause.and_then(|cause| cause.source()) {
                cause = Some(next);
            }
            if let Some(cause) = cause {
                message = format!("{message} ({cause})");
            }
        }
        Self { error: Some(Box::new(error)), ..Self::new(kind, message) }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::new(Kind::ClosedPipe, "the output is closed"),
            _ => Self::internal(error.to_string()),
        }
    }
}

/// Returns why a request cannot be sent, in the terms of the command line.
fn build_message(error: &BuildError) -> String {
    let option = match error.field_name() {
        Some("base_url") => "--base-url",
        Some("cloud") => "--cloud",
        Some("id") => "--id",
        Some("appleId" | "apple_id") => "--apple-id",
        Some("depToken" | "dep_token" | "token") => "--file",
        Some("client_id") => "--client-id",
        Some("redirect_uri") => "--redirect-uri",
        Some("tenant") => "--tenant",
        Some("state") => "--state",
        _ => return error.to_string(),
    };
    match error.reason().strip_prefix('`').and_then(|reason| reason.split_once("` ")) {
        Some((_, predicate)) => format!("{option} {predicate}"),
        None => format!("{option}: {}", error.reason()),
    }
}

/// Leaves out long values that clap quotes: they do not fit into one line, and may be a token given by mistake.
fn without_long_values(text: &str) -> String {
    let hide = |(number, piece)| if number % 2 == 1 && str::len(piece) > 80 { "[…]" } else { piece };
    text.split('\'').enumerate().map(hide).collect::<Vec<_>>().join("'")
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::Arguments;

    fn usage(line: &str) -> String {
        Failure::usage(&Arguments::try_parse_from(line.split(' ')).expect_err(line)).to_string()
    }

    #[test]
    fn bad_usage_is_one_line() {
        let missing = usage("x dep upload-token");
        assert!(missing.contains("--id <ID> --apple-id <APPLE_ID> --file <FILE>"), "{missing}");
        let misspelled = usage("x dep list --jsn");
        assert!(misspelled.contains("'--jsn'") && misspelled.contains("'--json'"), "{misspelled}");
        let none = usage("x");
        for line in [missing, misspelled, none] {
            assert!(!line.contains('\n') && line.ends_with("(try --help)"), "{line}");
        }
    }

    #[test]
    fn a_token_among_the_arguments_is_not_shown() {
        let token = "eyJ0".repeat(40);
        let line = usage(&format!("x vpp list {token}"));
        assert!(line.contains("unexpected argument '[…]'"), "{line}");
    }

    #[test]
    fn a_closed_pipe_is_no_failure_and_any_other_is() {
        assert!(Failure::from(io::Error::from(io::ErrorKind::BrokenPipe)).is_closed_pipe());
        assert_eq!(Failure::from(io::Error::from(io::ErrorKind::StorageFull)).exit_code(), 1);
    }
}
