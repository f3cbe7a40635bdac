//! Runs the program.

use std::{
    path::Path,
    process::{Command, Output},
};

/// What the program did.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program in a folder with the cache `cache` in it, and no variable of the environment that it reads.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    command(folder, arguments).into()
}

fn command(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graph-import"));
    let proxies = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];
    for variable in ["GRAPH_IMPORT_METADATA", "GRAPH_IMPORT_PERMISSIONS"].into_iter().chain(proxies) {
        command.env_remove(variable);
    }
    command.current_dir(folder).env("GRAPH_IMPORT_CACHE", folder.join("cache")).args(arguments);
    command.output().expect("the program runs")
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("the program ends by itself"),
            stdout: String::from_utf8(output.stdout).expect("text"),
            stderr: String::from_utf8(output.stderr).expect("text"),
        }
    }
}
