//! The program: reads arguments, calls operations, shows what came of it.

mod args;
mod commands;
mod demo;
mod failure;
mod input;
mod output;
mod permissions;
mod qr;
mod service;

use std::{
    env,
    ffi::OsString,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use clap::{Parser, error::ErrorKind};

use args::{Arguments, Command};
use failure::Failure;
use output::Output;

/// Runs the program on what the system gives it.
pub(crate) fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().collect();
    let stdout = io::stdout();
    let color = stdout.is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut stdout = stdout.lock();
    match Arguments::try_parse_from(&arguments) {
        Ok(arguments) => {
            let mut output = Output::new(&mut stdout, arguments.shared.json, color);
            let outcome = run(arguments, &mut output);
            finish(&mut output, outcome)
        }
        Err(error) if !error.use_stderr() => {
            let mut output = Output::new(&mut stdout, false, color);
            let outcome = output.text(&error.render().to_string()).map_err(Failure::from);
            finish(&mut output, outcome)
        }
        Err(error) => {
            // What was meant is not known where the arguments are not understood, but this much is.
            let json =
                arguments.iter().skip(1).take_while(|argument| *argument != "--").any(|argument| argument == "--json");
            if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && !json {
                // Whoever says nothing at all wants to know what there is to say.
                let _ = write!(io::stderr(), "{}", error.render());
                return ExitCode::from(Failure::usage(&error).exit_code());
            }
            finish(&mut Output::new(&mut stdout, json, color), Err(Failure::usage(&error)))
        }
    }
}

fn run(arguments: Arguments, output: &mut Output<'_>) -> Result<(), Failure> {
    let Arguments { command, shared } = arguments;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::from)?;
    runtime.block_on(async {
        match command {
            Command::Demo(demo) => demo::run(&demo, &shared, output).await,
            Command::Dep(command) => commands::dep(command, &shared, output).await,
            Command::Android(command) => commands::android(command, &shared, output).await,
            Command::Vpp(command) => commands::vpp(command, &shared, output).await,
            Command::Permissions(arguments) => permissions::run(&arguments, &shared, output),
        }
    })
}

/// Says how it ended: nothing more on success, one line on stderr otherwise.
fn finish(output: &mut Output<'_>, outcome: Result<(), Failure>) -> ExitCode {
    let failure = match outcome.and_then(|()| output.flush().map_err(Failure::from)) {
        Ok(()) => return ExitCode::SUCCESS,
        // Whoever reads the output has seen enough of it, as in `| head`.
        Err(failure) if failure.is_closed_pipe() => return ExitCode::SUCCESS,
        Err(failure) => failure,
    };
    if output.is_json() {
        // Where stdout does not take it, stderr has it all the same.
        let _ = output.json(&failure.to_json());
    }
    let _ = writeln!(io::stderr(), "intune-onboarding: {failure}");
    ExitCode::from(failure.exit_code())
}
