//! Confirmation of what cannot be undone.

use std::io::{self, IsTerminal, Write};

use clap::Args;

use crate::failure::Failure;

/// `--yes`, in the commands that need a confirmation.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct Confirmation {
    /// Confirm in advance; without it, the command waits for a confirmation on the terminal
    #[arg(long, short)]
    yes: bool,
}

impl Confirmation {
    /// Waits until the user confirms on the terminal, unless `--yes` was given. `consequence` is a sentence without a period
    /// that says what will happen.
    pub(crate) fn get(self, consequence: &str) -> Result<(), Failure> {
        if self.yes {
            return Ok(());
        }
        let stdin = io::stdin();
        if !stdin.is_terminal() {
            return Err(Failure::input(format!("{consequence}: confirm with --yes; nothing was changed")));
        }
        let _ = write!(io::stderr(), "{consequence}. Continue? [y/N] ");
        let mut typed = String::new();
        stdin.read_line(&mut typed)?;
        match typed.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => Ok(()),
            _ => Err(Failure::input("not confirmed; nothing was changed")),
        }
    }
}
