//! The crates that are compiled.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command as Process,
    time::SystemTime,
};

use graph_tests::{
    measure::{Form, Usage, scale},
    package::workspace,
};

use crate::{Command, wrapper};

/// A workspace with a crate for each form and size.
pub(crate) struct Crates {
    folder: PathBuf,
    /// Whether the structs are operations of all kinds, or all alike.
    scale: bool,
}

impl Crates {
    /// Writes them. They depend on the versions that this workspace's lock file has.
    pub(crate) fn write(folder: &Path, forms: &[Form], sizes: &[usize], scale: bool) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let crates = Self { folder: folder.canonicalize()?, scale };
        let mut members = Vec::new();
        for &form in forms {
            for &size in sizes {
                let name = crates.name(form, size);
                let folder = crates.folder.join(&name);
                fs::create_dir_all(folder.join("src"))?;
                fs::write(folder.join("Cargo.toml"), manifest(form, &name)?)?;
                if scale {
                    for (file, text) in scale::files(form, size) {
                        fs::write(folder.join("src").join(file), text)?;
                    }
                } else {
                    fs::write(folder.join("src/lib.rs"), form.library(size))?;
                }
                members.push(name);
            }
        }
        fs::write(crates.folder.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"))?;
        fs::copy(workspace().join("Cargo.lock"), crates.folder.join("Cargo.lock"))?;
        Ok(crates)
    }

    /// Compiles one of them, and what it depends on if that is not done yet.
    ///
    /// [`Command::Again`] does that incrementally, changes one doc comment, and measures the second time.
    pub(crate) fn compile(&self, command: Command, form: Form, size: usize) -> io::Result<Usage> {
        if command != Command::Again {
            self.touch("lib.rs", form, size)?;
            return self.cargo(command, form, size);
        }
        let module = format!("m{}.rs", size / scale::IN_EACH_MODULE / 2);
        let path = self.folder.join(self.name(form, size)).join("src").join(module);
        let text = fs::read_to_string(&path)?;
        self.cargo(command, form, size)?;
        fs::write(&path, scale::edited(&text))?;
        let usage = self.cargo(command, form, size);
        fs::write(&path, text)?;
        usage
    }

    fn touch(&self, file: &str, form: Form, size: usize) -> io::Result<()> {
        let path = self.folder.join(self.name(form, size)).join("src").join(file);
        fs::File::options().append(true).open(path)?.set_modified(SystemTime::now())
    }

    fn cargo(&self, command: Command, form: Form, size: usize) -> io::Result<Usage> {
        let name = self.name(form, size);
        let record = self.folder.join("usage.json");
        if record.exists() {
            fs::remove_file(&record)?;
        }
        let incremental = command == Command::Again;
        let output = Process::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args([command.cargo(), "--quiet", "--offline", "--package", &name])
            .current_dir(&self.folder)
            // An incremental build has its own folder, so that the other does not read what it left there.
            .env("CARGO_TARGET_DIR", self.folder.join(if incremental { "target-incremental" } else { "target" }))
            .env("CARGO_INCREMENTAL", if incremental { "1" } else { "0" })
            .env("RUSTC_WORKSPACE_WRAPPER", env::current_exe()?)
            .env(wrapper::RECORD, &record)
            .env_remove("RUSTC_WRAPPER")
            .env_remove("RUSTFLAGS")
            .output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() || !said.is_empty() {
            return Err(io::Error::other(format!("cargo {} of {name} says:\n{said}", command.name())));
        }
        match fs::read(record) {
            Ok(usage) => Ok(serde_json::from_slice(&usage)?),
            // It was compiled already, with the same text, which the first of two compilations may find.
            Err(_) if incremental => Ok(Usage::default()),
            Err(error) => Err(error),
        }
    }

    fn name(&self, form: Form, size: usize) -> String {
        format!("{}{}-{size}", form.name(), if self.scale { "-scale" } else { "" })
    }
}

fn manifest(form: Form, name: &str) -> io::Result<String> {
    const SERDE: &str = "serde = { version = \"1\", features = [\"derive\"] }\n";
    let dependencies = match form {
        Form::Derive => SERDE.to_owned(),
        Form::Bon => format!("{SERDE}bon = \"3\"\n"),
        Form::Action => {
            let runtime = workspace().canonicalize()?.join("graph-runtime");
            format!("{SERDE}graph-runtime.path = '{}'\n", runtime.display())
        }
    };
    Ok(format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
    ))
}
