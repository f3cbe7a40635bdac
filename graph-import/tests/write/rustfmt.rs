//! rustfmt has nothing to change in what is written.

use std::{fs, process::Command};

use graph_import::{
    description::Version,
    write::{Layout, Options, write},
};

use crate::{everything, model};

#[track_caller]
fn assert_formatted(text: &str, layout: Layout, heuristics: &str) {
    let file = tempfile::Builder::new().suffix(".rs").tempfile().expect("a file");
    fs::write(file.path(), text).expect("a file");
    let edition = if layout.style_2024 { "2024" } else { "2021" };
    let config = format!("max_width={},use_small_heuristics={heuristics}", layout.max_width);
    let output =
        Command::new("rustfmt").args(["--check", "--edition", edition, "--config", &config]).arg(file.path()).output();
    let Ok(output) = output else {
        println!("left out: there is no rustfmt");
        return;
    };
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

#[test]
fn what_is_written_is_laid_out_as_rustfmt_does() {
    let layouts = [
        (Layout::default(), "Default"),
        (Layout { style_2024: false, ..Layout::default() }, "Default"),
        (Layout { max_width: 120, attribute_width: 120, style_2024: true }, "Max"),
        (Layout { max_width: 120, attribute_width: 84, style_2024: true }, "Default"),
        (Layout { max_width: 80, attribute_width: 70, style_2024: true }, "Default"),
    ];
    for (layout, heuristics) in layouts {
        let types = everything::types();
        let options = Options { layout, ..everything::options() };
        assert_formatted(&write(&everything::operations(&types), &types, &options).file(), layout, heuristics);
        let types = model::onboarding(Version::Beta);
        let options = Options { layout, ..Options::default() };
        assert_formatted(&write(&model::operations(&types), &types, &options).file(), layout, heuristics);
    }
}
