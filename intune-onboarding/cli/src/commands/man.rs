//! `man`: manual pages.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use serde_json::json;
use tempfile::NamedTempFile;

use crate::{failure::Failure, options::GlobalOptions, output::Output};

const EXAMPLES: &str = "\
Examples:
  intune-onboarding man | man -l -
  intune-onboarding man vpp update | man -l -
  intune-onboarding man --dir ~/.local/share/man/man1";

/// Print a manual page, or write those of all commands to a directory
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Man {
    /// The command to print the page of, such as vpp update [default: the program]
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    command: Vec<String>,

    /// Write the pages of all commands to this directory, which is created if it does not exist
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Man {
    #[expect(clippy::unused_async, reason = "every command is run the same way")]
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        let mut program = options.definition();
        program.build();
        match &self.dir {
            Some(dir) => write_all(&program, dir, options.dry_run, output),
            None => Ok(output.bytes(&page(find(&program, &self.command)?)?)?),
        }
    }
}

/// Finds a command by its name and those of the groups around it.
fn find<'c>(program: &'c clap::Command, names: &[String]) -> Result<&'c clap::Command, Failure> {
    names.iter().try_fold(program, |group, name| {
        group.find_subcommand(name).ok_or_else(|| {
            let known: Vec<_> = visible(group).map(clap::Command::get_name).collect();
            let known = if known.is_empty() { "it has none".to_owned() } else { known.join(", ") };
            Failure::input(format!("there is no command {name:?} in {}: {known}", group.get_name()))
        })
    })
}

/// The pages that exist: all but those of `help`, which has no options.
fn visible(group: &clap::Command) -> impl Iterator<Item = &clap::Command> {
    group.get_subcommands().filter(|command| command.get_name() != "help")
}

fn page(command: &clap::Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}

fn write_all(program: &clap::Command, dir: &Path, dry_run: bool, output: &mut Output<'_>) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::internal(format!("--dir: {}: {error}", dir.display()));
    if !dry_run {
        fs::create_dir_all(dir).map_err(|error| failed(&error))?;
    }
    let mut files = Vec::new();
    let mut commands = vec![program];
    while let Some(command) = commands.pop() {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name());
        let path = dir.join(format!("{name}.1"));
        if !dry_run {
            // A page is whole or not there.
            let mut file = NamedTempFile::new_in(dir).map_err(|error| failed(&error))?;
            file.write_all(&page(command)?).map_err(|error| failed(&error))?;
            make_readable(file.path()).map_err(|error| failed(&error))?;
            file.persist(&path).map_err(|error| failed(&error.error))?;
        }
        files.push(path.display().to_string());
        commands.extend(visible(command));
    }
    files.sort();
    if output.is_json() {
        output.json(&json!({"ok": true, "dryRun": dry_run, "files": files}))?;
    } else {
        files.iter().try_for_each(|file| output.line(file))?;
    }
    Ok(())
}

/// Lets others read a file, as manual pages are for everybody.
#[cfg(unix)]
fn make_readable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &Path) -> io::Result<()> {
    Ok(())
}
