//! The program `graph-import`: declarations of Microsoft Graph operations from Microsoft's own descriptions.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
