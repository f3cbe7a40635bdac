//! What a type costs its users' compilers, beside what serde's derives cost; `CONTRIBUTING.md` has the commands.
//!
//! It writes two crates of so many entities (`tests/src/measure/entity/`), has cargo build what they depend on, and then
//! checks each alone, again and again, in turn. What is measured is cargo with the compiler; the crates without an entity
//! show what these cost themselves.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::SystemTime,
};

use clap::Parser;
use graph_tests::{
    measure::{EntityForm, Table, Usage, median},
    package::workspace,
};

/// Compares the time of `cargo check` for types with `#[graph_type]` and with serde's derives.
#[derive(Parser)]
struct Arguments {
    /// How often each crate is checked.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// How many types the crates have.
    #[arg(long, value_delimiter = ',', default_value = "0,500")]
    sizes: Vec<usize>,
    /// Where the crates are written and built; what they depend on is found there the next time [default: a temporary folder].
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Fails if the CPU time at the largest size is more than this, in multiples of that of the derives.
    #[arg(long)]
    max_ratio: Option<f64>,
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let temporary;
    let folder = if let Some(folder) = &arguments.folder {
        fs::create_dir_all(folder)?;
        &folder.canonicalize()?
    } else {
        temporary = tempfile::tempdir()?;
        temporary.path()
    };
    write_crates(folder, &arguments.sizes)?;
    let mut runs: BTreeMap<(usize, EntityForm), Vec<Usage>> = BTreeMap::new();
    for form in EntityForm::ALL {
        eprintln!("what {} depends on", form.name());
        check(folder, form, arguments.sizes[0])?;
    }
    for run in 1..=arguments.runs {
        for &size in &arguments.sizes {
            for form in EntityForm::ALL {
                let usage = check(folder, form, size)?;
                eprintln!("run {run}: {size} {}: {:.2} s of CPU time", form.name(), usage.user_seconds);
                runs.entry((size, form)).or_default().push(usage);
            }
        }
    }
    report(&runs, arguments.max_ratio)
}

fn write_crates(folder: &Path, sizes: &[usize]) -> io::Result<()> {
    let mut members = Vec::new();
    for form in EntityForm::ALL {
        for &size in sizes {
            let name = name(form, size);
            fs::create_dir_all(folder.join(&name).join("src"))?;
            // Both forms name types of the runtime.
            let runtime = workspace().canonicalize()?.join("graph-runtime");
            let manifest = format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                 graph-runtime.path = '{}'\nserde = {{ version = \"1\", features = [\"derive\"] }}\n",
                runtime.display()
            );
            fs::write(folder.join(&name).join("Cargo.toml"), manifest)?;
            fs::write(folder.join(&name).join("src/lib.rs"), form.library(size))?;
            members.push(name);
        }
    }
    fs::write(folder.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"))?;
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

fn name(form: EntityForm, size: usize) -> String {
    format!("{}-{size}", form.name())
}

/// Checks a crate, and what it depends on if that is not done yet.
fn check(folder: &Path, form: EntityForm, size: usize) -> io::Result<Usage> {
    let name = name(form, size);
    let source = fs::File::options().append(true).open(folder.join(&name).join("src/lib.rs"))?;
    source.set_modified(SystemTime::now())?;
    let (status, usage) = Usage::of(
        Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["check", "--quiet", "--offline", "--package", &name])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .stdin(Stdio::null()),
    )?;
    if status.success() { Ok(usage) } else { Err(io::Error::other(format!("cargo check of {name} failed"))) }
}

fn report(
    runs: &BTreeMap<(usize, EntityForm), Vec<Usage>>,
    max_ratio: Option<f64>,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let user = |key: (usize, EntityForm)| median(runs[&key].iter().map(|usage| usage.user_seconds));
    #[expect(clippy::cast_precision_loss, reason = "no more than 52 bits of memory")]
    let megabytes = |key: (usize, EntityForm)| median(runs[&key].iter().map(|usage| usage.peak_bytes as f64 / 1e6));
    let mut table =
        Table::new(["types, form", "user CPU, s", "peak memory, MB", "user CPU : derive", "memory : derive"]);
    for &(size, form) in runs.keys() {
        let (key, derive) = ((size, form), (size, EntityForm::Derive));
        table.row(&[
            format!("{size} {}", form.name()),
            format!("{:.2}", user(key)),
            format!("{:.0}", megabytes(key)),
            format!("{:.2}", user(key) / user(derive)),
            format!("{:.2}", megabytes(key) / megabytes(derive)),
        ]);
    }
    write!(io::stdout(), "{table}")?;
    let largest = runs.keys().map(|(size, _)| *size).max().unwrap_or_default();
    let ratio = user((largest, EntityForm::GraphType)) / user((largest, EntityForm::Derive));
    Ok(match max_ratio {
        Some(limit) if ratio > limit => {
            writeln!(io::stdout(), "the ratio {ratio:.2} exceeds the limit, {limit:.2}")?;
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    })
}
