//! What the measurements say.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use graph_tests::measure::{Form, Size, Table, Usage, declarations, median};
use serde::Serialize;

use crate::{Command, Measurements};

/// The medians of some runs.
struct Medians {
    wall_seconds: f64,
    cpu_seconds: f64,
    peak_megabytes: f64,
}

impl Medians {
    fn of(runs: &[Usage]) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "no more than 52 bits of memory")]
        let megabytes = |usage: &Usage| usage.peak_bytes as f64 / 1e6;
        Self {
            wall_seconds: median(runs.iter().map(|usage| usage.wall_seconds)),
            cpu_seconds: median(runs.iter().map(|usage| usage.user_seconds + usage.system_seconds)),
            peak_megabytes: median(runs.iter().map(megabytes)),
        }
    }
}

pub(crate) struct Report<'m> {
    measurements: &'m Measurements,
    /// The medians of each form.
    medians: BTreeMap<(Command, usize), BTreeMap<Form, Medians>>,
}

impl<'m> Report<'m> {
    pub(crate) fn new(measurements: &'m Measurements) -> Self {
        let of_forms =
            |forms: &BTreeMap<Form, Vec<Usage>>| forms.iter().map(|(&form, runs)| (form, Medians::of(runs))).collect();
        let medians = measurements.iter().map(|(&what, forms)| (what, of_forms(forms))).collect();
        Self { measurements, medians }
    }

    /// The tables of `docs/performance.md`.
    pub(crate) fn tables(&self) -> String {
        let runs = self.measurements.values().flat_map(BTreeMap::values).map(Vec::len).max().unwrap_or_default();
        format!("Medians of {runs} runs.\n\n{}\n{}", self.compilations(), expansions())
    }

    fn compilations(&self) -> Table {
        let mut table = Table::new([
            "`cargo`, structs, form",
            "wall, s",
            "CPU, s",
            "CPU a struct, ms",
            "peak memory, MB",
            "CPU : derive",
            "CPU : bon",
            "memory : derive",
        ]);
        for (&(command, size), forms) in &self.medians {
            for (form, medians) in forms {
                let ratio = |to: Form, figure: fn(&Medians) -> f64| {
                    let ratio = forms.get(&to).map(|to| figure(medians) / figure(to));
                    ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"))
                };
                let cpu: fn(&Medians) -> f64 = |medians| medians.cpu_seconds;
                table.row(&[
                    format!("{} {size} {}", command.name(), form.name()),
                    format!("{:.2}", medians.wall_seconds),
                    format!("{:.2}", medians.cpu_seconds),
                    each(medians.cpu_seconds, size),
                    format!("{:.0}", medians.peak_megabytes),
                    ratio(Form::Derive, cpu),
                    ratio(Form::Bon, cpu),
                    ratio(Form::Derive, |medians| medians.peak_megabytes),
                ]);
            }
        }
        table
    }

    /// All measurements.
    pub(crate) fn json(&self) -> String {
        #[derive(Serialize)]
        struct Compilation<'m> {
            command: &'static str,
            structs: usize,
            form: &'static str,
            runs: &'m [Usage],
        }
        let all: Vec<_> = self
            .measurements
            .iter()
            .flat_map(|(&(command, structs), forms)| {
                forms.iter().map(move |(form, runs)| Compilation {
                    command: command.name(),
                    structs,
                    form: form.name(),
                    runs,
                })
            })
            .collect();
        let mut json = serde_json::to_string_pretty(&all).expect("numbers and names have a JSON form");
        json.push('\n');
        json
    }

    /// Whether the limits are kept in `cargo check`, at the largest size.
    pub(crate) fn gate(&self, max_derive_ratio: f64, max_bon_ratio: f64) -> io::Result<bool> {
        let checked = self.medians.iter().rfind(|((command, _), _)| *command == Command::Check);
        let Some((&(_, size), forms)) = checked else {
            return Err(io::Error::other("`cargo check` was not measured"));
        };
        let cpu = |form: Form| {
            let medians = forms.get(&form).ok_or_else(|| io::Error::other(format!("{} was not measured", form.name())));
            medians.map(|medians| medians.cpu_seconds)
        };
        let action = cpu(Form::Action)?;
        let mut kept = true;
        for (form, limit) in [(Form::Derive, max_derive_ratio), (Form::Bon, max_bon_ratio)] {
            let ratio = action / cpu(form)?;
            // Not a number is not kept.
            let this_kept = ratio <= limit;
            kept &= this_kept;
            let verdict = if this_kept { "kept" } else { "EXCEEDED" };
            writeln!(
                io::stdout(),
                "\n`cargo check` of {size} structs, action : {}: {ratio:.2}; the limit, {limit:.2}, is {verdict}",
                form.name(),
            )?;
        }
        Ok(kept)
    }
}

/// Milliseconds for each struct.
fn each(seconds: f64, structs: usize) -> String {
    match u32::try_from(structs) {
        Ok(structs @ 1..) => format!("{:.2}", seconds * 1e3 / f64::from(structs)),
        _ => "–".to_owned(),
    }
}

fn expansions() -> Table {
    let mut table = Table::new([
        "expansion of",
        "lines",
        "bytes, formatted",
        "bytes, formatted, with doc comments",
        "bytes, as tokens",
    ]);
    for declaration in declarations() {
        let Size { lines, bytes, bytes_with_docs, token_bytes } = Size::of(&declaration);
        table.row(&[
            format!("`{}`", declaration.name),
            lines.to_string(),
            bytes.to_string(),
            bytes_with_docs.to_string(),
            token_bytes.to_string(),
        ]);
    }
    table
}
