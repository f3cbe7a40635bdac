//! Draws the modules of a crate, as a flowchart in Mermaid's language:
//! `cargo run -p graph-tests --example modules > modules.mmd`.

use std::path::PathBuf;

use clap::Parser;
use graph_tests::modules::Modules;

/// Draws the modules of a crate
///
/// An arrow leads from a module to one that it uses, and is left out if others lead there. Modules that use each other are
/// one node.
#[derive(Parser)]
struct Options {
    /// The folder of the crate's sources
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../graph-runtime/src"))]
    sources: PathBuf,
    /// Draw each file, not each module of the root
    #[arg(long)]
    files: bool,
}

#[allow(clippy::print_stdout)]
fn main() {
    let options = Options::parse();
    let modules = Modules::read(&options.sources);
    print!("{}", if options.files { modules.drawing() } else { modules.top_level() });
}
