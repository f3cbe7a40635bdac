//! Packages that a test writes and has cargo check, to see what the compiler says of a declaration.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// A package in a folder of its own, which depends on `graph-runtime` and `serde` and on nothing else.
#[derive(Debug)]
pub struct Package {
    folder: PathBuf,
    target: PathBuf,
    files: Vec<PathBuf>,
}

/// What the compiler says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    /// The name of the program or library.
    pub target: String,
    /// `error`, `warning`, …
    pub level: String,
    /// The first line of it.
    pub text: String,
    /// What is written below the underlined code.
    pub label: Option<String>,
    /// The line that is underlined; `None` if the message is about the whole.
    pub line: Option<usize>,
    /// As a terminal shows it.
    pub rendered: String,
}

impl Package {
    /// Starts a package below `folder`, the test's `CARGO_TARGET_TMPDIR`.
    ///
    /// All packages of a `folder` share what is built of their dependencies.
    ///
    /// # Panics
    ///
    /// If the package cannot be written.
    #[must_use]
    pub fn new(folder: &str, name: &str) -> Self {
        let runtime = workspace().join("graph-runtime");
        Self::with_dependencies(
            folder,
            name,
            &format!(
                "graph-runtime = {{ path = '{}' }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n",
                runtime.display()
            ),
        )
    }

    /// The same with the dependencies that are given, as lines of a manifest.
    ///
    /// # Panics
    ///
    /// If the package cannot be written.
    #[must_use]
    pub fn with_dependencies(folder: &str, name: &str, dependencies: &str) -> Self {
        Self::in_edition(folder, name, dependencies, "2024")
    }

    /// The same in an edition.
    ///
    /// # Panics
    ///
    /// If the package cannot be written.
    #[must_use]
    pub fn in_edition(folder: &str, name: &str, dependencies: &str, edition: &str) -> Self {
        let target = Path::new(folder).join("target");
        let mut package = Self { folder: Path::new(folder).join(name), target, files: Vec::new() };
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n\n[workspace]\n\n[dependencies]\n\
             {dependencies}"
        );
        package.write("Cargo.toml", &manifest);
        fs::copy(workspace().join("Cargo.lock"), package.folder.join("Cargo.lock")).expect("the same versions");
        package
    }

    /// If the package is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file. One that is the same already is left alone, so that it need not be checked again.
    ///
    /// # Panics
    ///
    /// If it cannot be written.
    pub fn write(&mut self, name: &str, text: &str) {
        let path = self.folder.join(name);
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(&path, text).expect("a file");
        }
        self.files.push(path);
    }

    /// Runs cargo with these arguments, offline, and gives what the compiler says.
    ///
    /// # Panics
    ///
    /// If cargo does not come to run the compiler.
    #[must_use]
    pub fn cargo(&self, arguments: &[&str]) -> Vec<Message> {
        self.remove_others(&self.folder.join("src"));
        let output = cargo()
            .args(arguments)
            .args(["--quiet", "--offline", "--message-format=json"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo runs");
        let messages = String::from_utf8(output.stdout).expect("cargo speaks UTF-8");
        // Without this line a package that cargo cannot even read would look like one without errors.
        assert!(
            messages.contains("\"build-finished\""),
            "cargo said: {messages}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let manifest = self.folder.join("Cargo.toml");
        messages
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|message| message["manifest_path"].as_str().is_some_and(|path| Path::new(path) == manifest))
            .filter_map(|message| Message::read(&message))
            .collect()
    }

    /// Removes the files that an earlier run has written and this one has not.
    fn remove_others(&self, folder: &Path) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                self.remove_others(&path);
            } else if !self.files.contains(&path) {
                fs::remove_file(path).expect("an old file");
            }
        }
    }
}

impl Message {
    fn read(message: &Value) -> Option<Self> {
        if message["reason"] != "compiler-message" {
            return None;
        }
        let diagnostic = &message["message"];
        let primary = diagnostic["spans"].as_array()?.iter().find(|span| span["is_primary"] == true);
        let line = primary.and_then(|span| span["line_start"].as_u64());
        Some(Self {
            target: message["target"]["name"].as_str()?.to_owned(),
            level: diagnostic["level"].as_str()?.to_owned(),
            text: diagnostic["message"].as_str()?.to_owned(),
            label: primary.and_then(|span| span["label"].as_str()).map(str::to_owned),
            line: line.and_then(|line| usize::try_from(line).ok()),
            rendered: diagnostic["rendered"].as_str().unwrap_or_default().to_owned(),
        })
    }
}

fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Whether cargo can run clippy here.
#[must_use]
pub fn has_clippy() -> bool {
    cargo().args(["clippy", "--version"]).output().is_ok_and(|output| output.status.success())
}

/// The compiler says nothing at all.
///
/// # Panics
///
/// If it does.
#[track_caller]
pub fn assert_silent(messages: &[Message]) {
    let said: Vec<_> = messages.iter().map(|message| format!("{}: {}", message.target, message.rendered)).collect();
    // A mistake in what is generated may be there a thousand times.
    let first = said.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(messages.is_empty(), "{} messages, such as:\n{first}", messages.len());
}

/// The workspace's folder.
#[must_use]
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A folder of this package.
#[must_use]
pub fn path_of(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// The names and texts of the files of Rust in a folder of this package.
///
/// # Panics
///
/// If they cannot be read.
#[must_use]
pub fn cases(folder: &str) -> Vec<(String, String)> {
    let mut cases: Vec<_> = fs::read_dir(path_of(folder))
        .expect("the folder of the cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a text"))
        })
        .collect();
    cases.sort();
    cases
}
