//! What an action costs its users' compilers, beside what derives cost; `CONTRIBUTING.md` has the commands.
//!
//! It writes crates of so many structs in three forms (`tests/src/measure/form/`), has cargo build what they depend on, and then
//! each crate alone, again and again: in each run all forms in turn, so that what else the machine does weighs on all of
//! them. What is measured is the process of rustc, without cargo: this program is the wrapper that cargo starts it by.
//! Incremental compilation is off, and nothing is subtracted: the crates without a struct show what rustc itself costs.

mod crates;
mod report;
mod wrapper;

use std::{
    collections::BTreeMap,
    env,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, ValueEnum};
use graph_tests::measure::{Form, Usage};

use crate::{crates::Crates, report::Report};

/// Compares the compile time of `#[graph_action]` with that of `derive(Serialize)`, and of that with `bon::Builder`.
#[derive(Parser)]
struct Arguments {
    /// How often each crate is compiled [default: 5, with --gate 3].
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    runs: Option<u32>,
    /// Operations of all kinds that Graph has, in their proportions, instead of structs that are all alike.
    #[arg(long)]
    scale: bool,
    /// How many structs the crates have [default: 0,100,500,2000, with --scale 5000,20000, with --gate 500].
    #[arg(long, value_delimiter = ',')]
    sizes: Option<Vec<usize>>,
    /// Some of the forms alone [default: derive,bon,action, with --scale derive,action].
    #[arg(long, value_delimiter = ',')]
    only: Option<Vec<Argument<Form>>>,
    /// What cargo is told to do; `again` is an incremental check after an edit of one doc comment [default: check,build,
    /// with --scale check,again, with --gate check].
    #[arg(long, value_delimiter = ',')]
    commands: Option<Vec<Argument<Command>>>,
    /// If the crates are written and built; what they depend on is found there the next time [default: a temporary folder].
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Writes all measurements as JSON, instead of tables.
    #[arg(long)]
    json: bool,
    /// Fails if the limits are exceeded in `cargo check`, at the largest size.
    #[arg(long)]
    gate: bool,
    /// The most CPU time, in multiples of that of `derive(Serialize)`.
    #[arg(long, default_value_t = 2.6)]
    max_derive_ratio: f64,
    /// The most CPU time, in multiples of that of `derive(Serialize)` with `bon::Builder`.
    #[arg(long, default_value_t = 0.6)]
    max_bon_ratio: f64,
}

/// What cargo is told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Command {
    Check,
    Build,
    /// An incremental check after an edit.
    Again,
}

impl Command {
    const fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Build => "build",
            Self::Again => "again",
        }
    }

    /// The subcommand of cargo.
    const fn cargo(self) -> &'static str {
        match self {
            Self::Check | Self::Again => "check",
            Self::Build => "build",
        }
    }
}

/// Everything that was measured: of each command and size, each form's runs.
type Measurements = BTreeMap<(Command, usize), BTreeMap<Form, Vec<Usage>>>;

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    if let Some(record) = env::var_os(wrapper::RECORD) {
        return Ok(wrapper::run(&PathBuf::from(record))?);
    }
    let arguments = Arguments::parse();
    let measurements = measure(&arguments)?;
    let report = Report::new(&measurements);
    let text = if arguments.json { report.json() } else { report.tables() };
    io::stdout().write_all(text.as_bytes())?;
    if !arguments.gate {
        return Ok(ExitCode::SUCCESS);
    }
    Ok(if report.gate(arguments.max_derive_ratio, arguments.max_bon_ratio)? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn measure(arguments: &Arguments) -> Result<Measurements, Box<dyn std::error::Error>> {
    let sizes = arguments.sizes.clone().unwrap_or_else(|| match (arguments.gate, arguments.scale) {
        (true, _) => vec![500],
        (false, true) => vec![5_000, 20_000],
        (false, false) => vec![0, 100, 500, 2_000],
    });
    let runs = arguments.runs.unwrap_or(if arguments.gate { 3 } else { 5 });
    let forms: Vec<_> = match &arguments.only {
        Some(forms) => forms.iter().map(|form| form.0).collect(),
        None if arguments.scale => vec![Form::Derive, Form::Action],
        None => Form::ALL.to_vec(),
    };
    let commands: Vec<_> = match &arguments.commands {
        Some(commands) => commands.iter().map(|command| command.0).collect(),
        None if arguments.gate => vec![Command::Check],
        None if arguments.scale => vec![Command::Check, Command::Again],
        None => vec![Command::Check, Command::Build],
    };

    let temporary;
    let folder = if let Some(folder) = &arguments.folder {
        folder
    } else {
        temporary = tempfile::tempdir()?;
        temporary.path()
    };
    let crates = Crates::write(folder, &forms, &sizes, arguments.scale)?;
    for &command in &commands {
        for &form in &forms {
            eprintln!("{}: what {} depends on", command.name(), form.name());
            crates.compile(command, form, sizes[0])?;
        }
    }

    let mut measurements = Measurements::new();
    for run in 1..=runs {
        for &size in &sizes {
            for &command in &commands {
                for &form in &forms {
                    let usage = crates.compile(command, form, size)?;
                    eprintln!(
                        "run {run}: {} {size} {}: {:.2} s of CPU time",
                        command.name(),
                        form.name(),
                        usage.user_seconds + usage.system_seconds
                    );
                    measurements.entry((command, size)).or_default().entry(form).or_default().push(usage);
                }
            }
        }
    }
    Ok(measurements)
}

/// A value of an argument.
#[derive(Debug, Clone, Copy)]
struct Argument<T>(T);

impl ValueEnum for Argument<Form> {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(Form::Derive), Self(Form::Bon), Self(Form::Action)]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.name()))
    }
}

impl ValueEnum for Argument<Command> {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(Command::Check), Self(Command::Build), Self(Command::Again)]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.name()))
    }
}
