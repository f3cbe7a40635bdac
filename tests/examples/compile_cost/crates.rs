//! The crates that are compiled.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command as Process,
    time::SystemTime,
};

use graph_tests::{
    measure::{Form, Usage},
    package::workspace,
};

use crate::{Command, wrapper};

/// A workspace with a crate for each form and size.
pub(crate) struct Crates {
    folder: PathBuf,
}

impl Crates {
    /// Writes them. They depend on the versions that this workspace's lock file has.
    pub(crate) fn write(folder: &Path, forms: &[Form], sizes: &[usize]) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let crates = Self { folder: folder.canonicalize()? };
        let mut members = Vec::new();
        for &form in forms {
            for &size in sizes {
                let name = name(form, size);
                let folder = crates.folder.join(&name);
                fs::create_dir_all(folder.join("src"))?;
                fs::write(folder.join("Cargo.toml"), manifest(form, &name)?)?;
                fs::write(folder.join("src/lib.rs"), form.library(size))?;
                members.push(name);
            }
        }
        fs::write(crates.folder.join("Cargo.toml"), format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"))?;
        fs::copy(workspace().join("Cargo.lock"), crates.folder.join("Cargo.lock"))?;
        Ok(crates)
    }

    /// Compiles one of them, and what it depends on if that is not done yet.
    pub(crate) fn compile(&self, command: Command, form: Form, size: usize) -> io::Result<Usage> {
        let name = name(form, size);
        let record = self.folder.join("usage.json");
        if record.exists() {
            fs::remove_file(&record)?;
        }
        let source = fs::File::options().append(true).open(self.folder.join(&name).join("src/lib.rs"))?;
        source.set_modified(SystemTime::now())?;
        let output = Process::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args([command.name(), "--quiet", "--offline", "--package", &name])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTC_WORKSPACE_WRAPPER", env::current_exe()?)
            .env(wrapper::RECORD, &record)
            .env_remove("RUSTC_WRAPPER")
            .env_remove("RUSTFLAGS")
            .output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() || !said.is_empty() {
            return Err(io::Error::other(format!("cargo {} of {name} says:\n{said}", command.name())));
        }
        Ok(serde_json::from_slice(&fs::read(record)?)?)
    }
}

fn name(form: Form, size: usize) -> String {
    format!("{}-{size}", form.name())
}

fn manifest(form: Form, name: &str) -> io::Result<String> {
    const SERDE: &str = "serde = { version = \"1\", features = [\"derive\"] }\n";
    let dependencies = match form {
        Form::Derive => SERDE.to_owned(),
        Form::Bon => format!("{SERDE}bon = \"3\"\n"),
        Form::Action => {
            format!("graph-runtime.path = '{}'\n", workspace().canonicalize()?.join("graph-runtime").display())
        }
    };
    Ok(format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
    ))
}
