//! What is printed to standard output.

use std::{
    env,
    io::{self, BufWriter, IsTerminal, StdoutLock, Write},
};

use serde_json::Value;

/// Standard output.
pub(crate) struct Output<'o> {
    stdout: BufWriter<StdoutLock<'o>>,
}

impl<'o> Output<'o> {
    pub(crate) fn new(stdout: StdoutLock<'o>) -> Self {
        Self { stdout: BufWriter::new(stdout) }
    }

    /// Prints text as it is.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.stdout.write_all(text.as_bytes())
    }

    /// Prints a unified diff, in colors on a terminal.
    pub(crate) fn diff(&mut self, diff: &str) -> io::Result<()> {
        let colors =
            self.stdout.get_ref().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        for line in diff.split_inclusive('\n') {
            let color = match line.as_bytes().first() {
                Some(b'+') if colors => "\u{1b}[32m",
                Some(b'-') if colors => "\u{1b}[31m",
                _ => "",
            };
            let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
            let reset = if color.is_empty() { "" } else { "\u{1b}[0m" };
            write!(self.stdout, "{color}{text}{reset}{end}")?;
        }
        Ok(())
    }

    /// Prints a line.
    pub(crate) fn line(&mut self, line: impl AsRef<str>) -> io::Result<()> {
        writeln!(self.stdout, "{}", line.as_ref())
    }

    /// Prints JSON for a script.
    pub(crate) fn json(&mut self, value: &Value) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.stdout, value)?;
        writeln!(self.stdout)
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.stdout.flush()
    }
}

/// Writes a number with its thousands apart: `3,382,384`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let places = digits.char_indices().flat_map(|(index, digit)| {
        let comma = index > 0 && (digits.len() - index).is_multiple_of(3);
        comma.then_some(',').into_iter().chain([digit])
    });
    places.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_apart() {
        for (number, expected) in [(0, "0"), (999, "999"), (1000, "1,000"), (3_382_384, "3,382,384")] {
            assert_eq!(thousands(number), expected);
        }
    }
}
