//! The question before something is deleted.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::failure::Failure;

/// Lets the user confirm, unless `--yes` was given. Without a terminal, nobody can.
pub(crate) fn confirm(question: &str, yes: bool) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        return Err(Failure::input(format!("{question} Confirm with --yes; nothing was sent")));
    }
    write!(io::stderr(), "{question} [y/N] ")?;
    let mut line = String::new();
    stdin.lock().read_line(&mut line)?;
    match line.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::input("not confirmed; nothing was sent")),
    }
}
