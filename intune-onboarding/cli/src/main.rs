//! The program `intune-onboarding`: Microsoft Intune's device onboarding from the command line.

mod claims;
mod commands;
mod confirm;
mod duration;
mod failure;
mod input;
mod interrupt;
mod list;
mod new_file;
mod operations;
mod options;
mod output;
mod progress;
mod qr;
mod service;
mod sign_in;

use std::{
    env,
    ffi::OsString,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use clap::{CommandFactory, Parser, error::ErrorKind};

use commands::Command;
use failure::Failure;
use options::GlobalOptions;
use output::{Output, OutputOptions, Screen};
use terminal_size::{Width, terminal_size_of};

/// The exit code for invalid usage.
const USAGE: u8 = 2;

/// Microsoft Intune's device onboarding from the command line: DEP tokens, Android enrollment tokens, VPP tokens.
#[derive(Debug, Parser)]
#[command(name = "intune-onboarding", version, after_help = include_str!("after_help.txt"), max_term_width = 110)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    options: GlobalOptions,
}

fn main() -> ExitCode {
    let given: Vec<OsString> = env::args_os().collect();
    let stdout = io::stdout();
    let screen = screen(&stdout);
    let mut stdout = stdout.lock();
    match Arguments::try_parse_from(&given) {
        Ok(arguments) => {
            let mut output = Output::new(&mut stdout, &arguments.options.output, screen);
            let outcome = match arguments.options.output.contradiction(&given) {
                Some(contradiction) => Err(Failure::input(contradiction)),
                None => run(arguments, &mut output),
            };
            finish(&mut output, outcome)
        }
        Err(error) if !error.use_stderr() => {
            let mut output = Output::new(&mut stdout, &OutputOptions::default(), screen);
            let outcome = output.text(&error.render().to_string()).map_err(Failure::from);
            finish(&mut output, outcome)
        }
        Err(error) => {
            let mut output = Output::new(&mut stdout, &OutputOptions::of_invalid(&given), screen);
            if is_without_command(&error) && !output.is_json() {
                // Without a command, the whole help is more useful than one line.
                let _ = write!(io::stderr(), "{}", help(given).unwrap_or(error).render());
                return ExitCode::from(USAGE);
            }
            finish(&mut output, Err(Failure::usage(&error)))
        }
    }
}

/// Whether no command is given; clap tells it in two ways, as options from the environment count as given.
fn is_without_command(error: &clap::Error) -> bool {
    matches!(error.kind(), ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand)
}

/// Returns the help of the group that these arguments name.
fn help(mut given: Vec<OsString>) -> Option<clap::Error> {
    given.push("--help".into());
    Arguments::try_parse_from(given).err()
}

fn screen(stdout: &io::Stdout) -> Screen {
    let is_terminal = stdout.is_terminal();
    let color = is_terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    Screen { is_terminal, color, columns: terminal_size_of(stdout).map(|(Width(columns), _)| columns.into()) }
}

fn run(arguments: Arguments, output: &mut Output<'_>) -> Result<(), Failure> {
    let Arguments { command, options } = arguments;
    let options = options.with_definition(Arguments::command);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::from)?;
    runtime.block_on(command.run(&options, output))
}

/// Reports how the run ended: a failure as one line on stderr, and for a script as a document on stdout too.
fn finish(output: &mut Output<'_>, outcome: Result<(), Failure>) -> ExitCode {
    let failure = match outcome.and_then(|()| output.flush().map_err(Failure::from)) {
        Ok(()) => return ExitCode::SUCCESS,
        // The reader has closed the pipe, as `| head` does.
        Err(failure) if failure.is_closed_pipe() => return ExitCode::SUCCESS,
        Err(failure) => failure,
    };
    // If stdout cannot be written, stderr has the failure all the same.
    let _ = output.failure(&failure.to_json());
    let _ = writeln!(io::stderr(), "intune-onboarding: {failure}");
    ExitCode::from(failure.exit_code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_has_a_help_text() {
        let mut commands = vec![Arguments::command()];
        while let Some(command) = commands.pop() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
            commands.extend(command.get_subcommands().cloned());
        }
    }
}
