//! How long the library takes to build from nothing, in its default features, beside graph-rs-sdk; `CONTRIBUTING.md` has
//! the commands.
//!
//! Both are the only dependency of a crate that is written for them, and built one after the other, each into an empty
//! folder. What they need is downloaded before.

use std::{
    collections::BTreeSet,
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use clap::{Parser, ValueEnum};
use graph_tests::{
    measure::{Table, Usage},
    package::workspace,
};

/// Compares a clean build of `graph-runtime` with one of `graph-rs-sdk`.
#[derive(Parser)]
struct Arguments {
    /// One of the two alone.
    #[arg(long)]
    only: Option<Library>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Library {
    GraphRuntime,
    GraphRsSdk,
}

impl Library {
    const fn name(self) -> &'static str {
        match self {
            Self::GraphRuntime => "graph-runtime",
            Self::GraphRsSdk => "graph-rs-sdk",
        }
    }

    /// The line of a manifest that asks for it.
    fn dependency(self) -> io::Result<String> {
        Ok(match self {
            Self::GraphRuntime => {
                let folder = workspace().canonicalize()?.join("graph-runtime");
                format!("graph-runtime = {{ path = '{}' }}", folder.display())
            }
            // The latest.
            Self::GraphRsSdk => "graph-rs-sdk = \"*\"".to_owned(),
        })
    }
}

fn main() -> io::Result<()> {
    let only = Arguments::parse().only;
    let mut table = Table::new(["clean build of", "crates", "wall, s", "user CPU, s"]);
    let mut usages = Vec::new();
    for library in [Library::GraphRuntime, Library::GraphRsSdk] {
        if only.is_some_and(|only| only != library) {
            continue;
        }
        let folder = tempfile::tempdir()?;
        let user = User::write(folder.path(), library)?;
        let crates = user.crates()?;
        let version = crates.iter().find(|line| line.split(' ').next() == Some(library.name()));
        let version = version.cloned().unwrap_or_else(|| library.name().to_owned());
        eprintln!("{version}: {} crates", crates.len());
        let usage = user.build()?;
        table.row(&[
            version,
            crates.len().to_string(),
            format!("{:.1}", usage.wall_seconds),
            format!("{:.1}", usage.user_seconds),
        ]);
        usages.push(usage);
    }
    if let [one, other] = usages.as_slice() {
        let ratio = |figure: fn(&Usage) -> f64| format!("{:.2}", figure(one) / figure(other));
        table.row(&[
            "ratio".to_owned(),
            String::new(),
            ratio(|usage| usage.wall_seconds),
            ratio(|usage| usage.user_seconds),
        ]);
    }
    write!(io::stdout(), "{table}")
}

/// A crate that uses a library.
struct User {
    folder: PathBuf,
}

impl User {
    /// Writes it, and downloads what it needs.
    fn write(folder: &Path, library: Library) -> io::Result<Self> {
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("src/lib.rs"), "")?;
        fs::write(
            folder.join("Cargo.toml"),
            format!(
                "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{}\n",
                library.dependency()?
            ),
        )?;
        if library == Library::GraphRuntime {
            fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        }
        let user = Self { folder: folder.to_owned() };
        succeeded(user.cargo("fetch").status()?)?;
        Ok(user)
    }

    /// What is built: names and versions, without the crate itself.
    fn crates(&self) -> io::Result<BTreeSet<String>> {
        let output = self
            .cargo("tree")
            .args(["--offline", "--edges", "normal,build", "--prefix", "none", "--no-dedupe", "--format", "{p}"])
            .stderr(Stdio::inherit())
            .output()?;
        succeeded(output.status)?;
        let tree = String::from_utf8(output.stdout).map_err(io::Error::other)?;
        // A path or `(proc-macro)` follows the version.
        let name = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
        Ok(tree.lines().filter(|line| !line.is_empty()).map(name).filter(|name| !name.starts_with("user ")).collect())
    }

    fn build(&self) -> io::Result<Usage> {
        let (status, usage) = Usage::of(self.cargo("build").args(["--offline", "--quiet"]))?;
        succeeded(status)?;
        Ok(usage)
    }

    fn cargo(&self, command: &str) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .arg(command)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env_remove("RUSTC_WRAPPER")
            .env_remove("RUSTFLAGS");
        cargo
    }
}

fn succeeded(status: std::process::ExitStatus) -> io::Result<()> {
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("cargo: {status}"))) }
}
