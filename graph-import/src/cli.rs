//! The command line.

mod add;
mod check;
mod explain;
mod failure;
mod fetch;
mod options;
mod output;
mod search;
mod show;
mod subject;
mod writing;

use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use self::{failure::Failure, options::SourceOptions, output::Output};

/// Writes declarations of Microsoft Graph operations from Microsoft's own descriptions, and says when the two have come
/// apart.
#[derive(Debug, Parser)]
#[command(name = "graph-import", version, max_term_width = 110, after_help = include_str!("cli/after_help.txt"))]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    sources: SourceOptions,
}

#[derive(Debug, Subcommand)]
enum Command {
    Fetch(fetch::Fetch),
    Search(search::Search),
    Show(show::Show),
    Add(add::Add),
    Check(check::Check),
    Explain(explain::Explain),
}

/// Runs the program with the arguments of the process.
pub(crate) fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help goes to standard output and is a success.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { failure::FAILED } else { 0 });
        }
    };
    let mut output = Output::new(io::stdout().lock());
    let outcome = run(&arguments, &mut output).and_then(|code| output.flush().map(|()| code).map_err(Failure::from));
    match outcome {
        Ok(code) => ExitCode::from(code),
        // The reader has closed the pipe, as `| head` does.
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "graph-import: {failure}");
            ExitCode::from(failure::FAILED)
        }
    }
}

fn run(arguments: &Arguments, output: &mut Output<'_>) -> Result<u8, Failure> {
    let sources = arguments.sources.resolve(|name| env::var_os(name));
    match &arguments.command {
        Command::Fetch(fetch) => fetch.run(&sources, output),
        Command::Search(search) => search.run(&sources, output),
        Command::Show(show) => show.run(&sources, output),
        Command::Add(add) => add.run(&sources, output),
        Command::Check(check) => check.run(&sources, output),
        Command::Explain(explain) => explain.run(&sources, output),
    }
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
    fn every_command_and_option_has_a_help_text_and_every_command_an_example() {
        let mut commands = vec![Arguments::command()];
        while let Some(command) = commands.pop() {
            let name = command.get_name();
            assert!(command.get_about().is_some(), "{name}");
            let example = command.get_after_help().or_else(|| command.get_after_long_help());
            assert!(example.is_some_and(|help| help.to_string().contains("  graph-import ")), "{name}");
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{name} {}", argument.get_id());
            }
            commands.extend(command.get_subcommands().cloned());
        }
    }
}
