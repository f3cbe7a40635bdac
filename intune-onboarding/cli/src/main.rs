//! The program `intune-onboarding`: Microsoft Intune's device onboarding from the command line.

mod commands;
mod confirm;
mod duration;
mod failure;
mod input;
mod interrupt;
mod list;
mod new_file;
mod options;
mod output;
mod progress;
mod qr;
mod service;

use std::{
    env,
    ffi::OsString,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use clap::{Parser, error::ErrorKind};

use commands::Command;
use failure::Failure;
use options::GlobalOptions;
use output::{Output, Screen};
use terminal_size::{Width, terminal_size_of};

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
    let arguments: Vec<OsString> = env::args_os().collect();
    let stdout = io::stdout();
    let screen = screen(&stdout);
    let mut stdout = stdout.lock();
    match Arguments::try_parse_from(&arguments) {
        Ok(arguments) => {
            let mut output = Output::new(&mut stdout, arguments.options.json, screen);
            let outcome = run(arguments, &mut output);
            finish(&mut output, outcome)
        }
        Err(error) if !error.use_stderr() => {
            let mut output = Output::new(&mut stdout, false, screen);
            let outcome = output.text(&error.render().to_string()).map_err(Failure::from);
            finish(&mut output, outcome)
        }
        Err(error) => {
            // The arguments were not parsed, so `--json` is looked for among them.
            let json =
                arguments.iter().skip(1).take_while(|argument| *argument != "--").any(|argument| argument == "--json");
            if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && !json {
                // Without any command, the whole help is more useful than one line.
                let _ = write!(io::stderr(), "{}", error.render());
                return ExitCode::from(Failure::usage(&error).exit_code());
            }
            finish(&mut Output::new(&mut stdout, json, screen), Err(Failure::usage(&error)))
        }
    }
}

fn screen(stdout: &io::Stdout) -> Screen {
    let color = stdout.is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    Screen { color, columns: terminal_size_of(stdout).map(|(Width(columns), _)| columns.into()) }
}

fn run(arguments: Arguments, output: &mut Output<'_>) -> Result<(), Failure> {
    let Arguments { command, options } = arguments;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::from)?;
    runtime.block_on(command.run(&options, output))
}

/// Reports how the run ended: a failure as one line on stderr, and for a script as JSON on stdout too.
fn finish(output: &mut Output<'_>, outcome: Result<(), Failure>) -> ExitCode {
    let failure = match outcome.and_then(|()| output.flush().map_err(Failure::from)) {
        Ok(()) => return ExitCode::SUCCESS,
        // The reader has closed the pipe, as `| head` does.
        Err(failure) if failure.is_closed_pipe() => return ExitCode::SUCCESS,
        Err(failure) => failure,
    };
    if output.is_json() {
        // If stdout cannot be written, stderr has the failure all the same.
        let _ = output.json(&failure.to_json());
    }
    let _ = writeln!(io::stderr(), "intune-onboarding: {failure}");
    ExitCode::from(failure.exit_code())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

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
