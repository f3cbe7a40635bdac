//! The program as cargo starts it, in front of rustc.

use std::{
    env, fs, io,
    path::Path,
    process::{Command, ExitCode},
};

use graph_tests::measure::Usage;

/// Names the file that the measurement is written to; without it, the program is not the wrapper.
pub(crate) const RECORD: &str = "COMPILE_COST_RECORD";

/// Runs the compiler that the arguments name, and writes what it used if it compiled a crate.
pub(crate) fn run(record: &Path) -> io::Result<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    let Some(rustc) = arguments.next() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "cargo names the compiler"));
    };
    let arguments: Vec<_> = arguments.collect();
    let (status, usage) = Usage::of(Command::new(rustc).args(&arguments).env_remove(RECORD))?;
    // Cargo also asks the compiler what it is, with a crate of the name `___`.
    let is_crate = arguments.windows(2).any(|pair| pair[0] == "--crate-name" && pair[1] != "___");
    if is_crate && status.success() {
        fs::write(record, serde_json::to_vec(&usage)?)?;
    }
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}
