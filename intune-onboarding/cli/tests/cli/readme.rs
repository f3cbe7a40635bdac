//! The session in the README is what an administrator sees.
//!
//! Its commands run on a terminal against a tenant, in their order. What they write has to be what the README shows, but for
//! dates, IDs and the widths of columns. `UPDATE_GOLDEN=1` writes the README anew.

use std::{
    env, fs, iter,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, SystemTime},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use graph_runtime::DateTimeOffset;

use super::{
    Bench, program,
    terminal::{shown, terminal},
};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
/// The width of the terminal, in columns.
const COLUMNS: u16 = 132;

/// A command of the session, with the lines that it is written in, and what it writes.
struct Step {
    typed: Vec<String>,
    shown: Vec<String>,
}

impl Step {
    /// The command in one line.
    fn command(&self) -> String {
        let lines = self.typed.iter().map(|line| line.trim_start_matches("$ ").trim_end_matches('\\').trim());
        lines.collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn the_session_of_the_readme_is_what_happens() {
    let readme = fs::read_to_string(README).expect("the README");
    let (before, rest) = readme.split_once("\n## A session\n").expect("a session");
    let end = rest.find("\n## ").expect("a section after it");
    let (session, after) = rest.split_at(end);

    let bench = Bench::new();
    bench.file("sToken_for_Contoso.vpptoken", vpp_token().as_bytes());
    bench.file("phones.csv", b"IMEI,Details\n490154203237518,Scanner 1\n356938035643809,Scanner 2\n356938035643801,\n");
    let mut code = 0;
    let mut written = String::new();
    let mut steps = 0;
    for (number, part) in session.split("```").enumerate() {
        if number % 2 == 0 || !part.starts_with("console\n") {
            written += &fenced(number, part);
            continue;
        }
        let mut block = String::from("console\n");
        for step in self::steps(part.trim_start_matches("console\n")) {
            let lines = run(&bench, &step.command(), &mut code);
            assert_same(&step, &lines);
            steps += 1;
            for line in step.typed.iter().chain(&lines) {
                block += line;
                block.push('\n');
            }
        }
        written += &fenced(number, &block);
    }
    assert!(steps >= 8, "{steps} commands");
    if is_updating() {
        fs::write(README, format!("{before}\n## A session\n{written}{after}")).expect("written");
    }
}

/// A VPP token that expires in a year.
fn vpp_token() -> String {
    let expires = DateTimeOffset::from(SystemTime::now() + Duration::from_hours(365 * 24 + 1)).to_string();
    let json = format!(r#"{{"expDate":"{}+0000","token":"made up","orgName":"Contoso"}}"#, &expires[..19]);
    STANDARD.encode(json)
}

fn fenced(number: usize, part: &str) -> String {
    if number == 0 { part.to_owned() } else { format!("```{part}") }
}

fn is_updating() -> bool {
    env::var_os("UPDATE_GOLDEN").is_some()
}

/// Reads the commands of a block.
fn steps(block: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut is_continued = false;
    for line in block.lines() {
        match steps.last_mut() {
            Some(step) if is_continued => step.typed.push(line.to_owned()),
            _ if line.starts_with("$ ") => steps.push(Step { typed: vec![line.to_owned()], shown: Vec::new() }),
            Some(step) => {
                step.shown.push(line.to_owned());
                continue;
            }
            None => panic!("the block begins with output: {line}"),
        }
        is_continued = line.ends_with('\\');
    }
    steps
}

/// Does what a command does, and returns the lines that it writes.
fn run(bench: &Bench, command: &str, code: &mut i32) -> Vec<String> {
    match command.split_whitespace().collect::<Vec<_>>().as_slice() {
        // The environment has a token of the tenant instead.
        ["az", "login"] => Vec::new(),
        ["echo", "$?"] => vec![code.to_string()],
        ["cat", file] => {
            let text = fs::read_to_string(bench.files.path().join(Path::new(file))).expect("a file");
            text.lines().map(str::to_owned).collect()
        }
        ["intune-onboarding", command, arguments @ ..] => {
            let line = format!("{command} {}", arguments.join(" "));
            // Options for calls do not apply to a command that sends nothing.
            let program = match *command {
                "inspect" => {
                    let mut program = program(line.split_whitespace());
                    program.current_dir(bench.files.path());
                    program
                }
                _ => bench.program(&line),
            };
            let lines = on_terminal(program, code);
            lines.iter().map(|line| line.replace(bench.sandbox.url(), "https://graph.microsoft.com")).collect()
        }
        _ => panic!("the test cannot do this: {command}"),
    }
}

fn on_terminal(mut command: Command, code: &mut i32) -> Vec<String> {
    let (controller, end) = terminal(COLUMNS);
    let errors = end.try_clone().expect("the terminal");
    command.env("TERM", "dumb").env("NO_COLOR", "1").env("COLUMNS", COLUMNS.to_string());
    let child = command.stdin(Stdio::null()).stdout(end).stderr(errors).spawn().expect("the program runs");
    let (text, status) = shown(controller, command, child);
    *code = status.code().expect("an exit code");
    text.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Compares what was written with what the README shows.
fn assert_same(step: &Step, lines: &[String]) {
    if is_updating() {
        return;
    }
    let (expected, found): (Vec<_>, Vec<_>) =
        (step.shown.iter().map(|line| normalized(line)).collect(), lines.iter().map(|line| normalized(line)).collect());
    assert_eq!(expected, found, "{} (UPDATE_GOLDEN=1 writes the README anew): {lines:#?}", step.command());
}

/// Replaces dates and IDs, and ignores the widths of columns.
fn normalized(line: &str) -> String {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "-:.+".contains(character);
    let mut normalized = String::new();
    let mut word = String::new();
    for character in line.chars().chain(iter::once(' ')) {
        if is_part(character) {
            word.push(character);
            continue;
        }
        normalized += name(&word);
        word.clear();
        if character != ' ' || !normalized.ends_with(' ') {
            normalized.push(character);
        }
    }
    normalized
}

/// Returns what a word is, if it differs from run to run.
fn name(word: &str) -> &str {
    let is_of =
        |others: &str| word.chars().all(|character| character.is_ascii_hexdigit() || others.contains(character));
    match word.matches('-').count() {
        4 if word.len() == 36 && is_of("-") => "ID",
        2 if word.len() >= 10 && is_of("-:TZ.+") => "DATE",
        _ => word,
    }
}
