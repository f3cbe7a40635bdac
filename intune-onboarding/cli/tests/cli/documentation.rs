//! Completions and manual pages.

use std::{collections::BTreeSet, fs, process::Command};

use tempfile::TempDir;

use super::{Run, program};

#[test]
fn each_shell_has_a_script_with_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        // What is chosen for results does not change a script.
        let script = Run::of(program(["completions", shell]).env("INTUNE_ONBOARDING_OUTPUT", "json")).success();
        for word in ["intune-onboarding", "upload-token", "create-token", "--dry-run"] {
            // Fish has options without their hyphens.
            let word = if shell == "fish" { word.trim_start_matches('-') } else { word };
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    assert!(Run::of(&mut program(["completions", "csh"])).failure(2).contains("powershell"));
}

#[test]
#[cfg(unix)]
fn bash_completes_commands_options_and_values() {
    let folder = TempDir::new().expect("a directory");
    // Too long for an argument.
    let script = folder.path().join("intune-onboarding.bash");
    fs::write(&script, Run::of(&mut program(["completions", "bash"])).success()).expect("written");
    let complete = |words: &str, count: usize| {
        let line = format!(
            "source \"$SCRIPT\"; COMP_WORDS=({words}); COMP_CWORD={}; \
             _intune__onboarding intune-onboarding \"${{COMP_WORDS[-1]}}\" \"${{COMP_WORDS[-2]}}\"; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            count - 1
        );
        let output =
            Command::new("bash").args(["--norc", "-c", &line]).env("SCRIPT", &script).output().expect("bash runs");
        String::from_utf8(output.stdout).expect("text")
    };
    assert_eq!(complete("intune-onboarding vp", 2), "vpp\n");
    assert!(complete("intune-onboarding vpp update --cl", 4).contains("--clear\n"));
    assert!(complete("intune-onboarding vpp list --output y", 5).contains("yaml\n"));
}

#[test]
fn a_manual_page_is_printed_for_the_program_and_each_command() {
    let page = Run::of(&mut program(["man"])).success();
    assert!(page.contains(".TH intune-onboarding 1"), "{page}");
    assert!(page.contains("GRAPH_ACCESS_TOKEN") && page.contains("intune\\-onboarding\\-vpp"), "{page}");
    let page = Run::of(&mut program(["man", "vpp", "update"])).success();
    assert!(page.contains(".TH intune-onboarding-vpp-update 1") && page.contains("\\-\\-clear"), "{page}");
    let line = Run::of(&mut program(["man", "vpp", "renew"])).failure(2);
    assert!(line.contains("no command \"renew\" in vpp: update, list"), "{line}");
}

#[test]
fn manual_pages_are_written_to_a_directory() {
    let folder = TempDir::new().expect("a directory");
    let dir = folder.path().join("share/man1");
    let line = ["man", "--dir", dir.to_str().expect("text")];
    let planned = Run::of(program(line).arg("--dry-run")).success();
    assert!(!dir.exists(), "--dry-run writes nothing");

    let shown = Run::of(&mut program(line)).success();
    assert_eq!(shown, planned);
    let files = fs::read_dir(&dir).expect("a directory").map(|entry| entry.expect("a file").path());
    let files: BTreeSet<_> = files.map(|path| path.display().to_string()).collect();
    assert_eq!(shown.lines().map(str::to_owned).collect::<BTreeSet<_>>(), files);
    for name in ["intune-onboarding.1", "intune-onboarding-vpp.1", "intune-onboarding-vpp-update.1"] {
        assert!(fs::read_to_string(dir.join(name)).expect(name).starts_with(".ie \\n(.g .ds Aq"), "{name}");
    }
    assert!(Run::of(&mut program(line)).success() == shown, "pages may be written again");

    let file = folder.path().join("file");
    fs::write(&file, "").expect("written");
    let line = Run::of(&mut program(["man", "--dir", file.to_str().expect("text")])).failure(1);
    assert!(line.starts_with("--dir: "), "{line}");
}
