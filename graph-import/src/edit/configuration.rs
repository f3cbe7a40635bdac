//! The configuration of rustfmt for a file.

use std::{fs, path::Path};

use cargo_toml::{Edition, Manifest};

use crate::write::Layout;

/// Returns the layout that rustfmt gives to a file: from the nearest `rustfmt.toml` above it, and the edition of its
/// crate. What cannot be read has rustfmt's defaults.
#[must_use]
pub fn layout_for(file: &Path) -> Layout {
    let folder = std::path::absolute(file).ok();
    let folders: Vec<_> = folder.iter().flat_map(|file| file.ancestors().skip(1)).collect();
    let read = |name: &str| folders.iter().find_map(|folder| fs::read_to_string(folder.join(name)).ok());
    let configuration = ["rustfmt.toml", ".rustfmt.toml"].into_iter().find_map(read).unwrap_or_default();
    let manifest = folders.iter().map(|folder| folder.join("Cargo.toml")).find(|manifest| manifest.is_file());
    let edition =
        manifest.and_then(|manifest| Manifest::from_path(manifest).ok()?.package?.edition.get().ok().copied());
    layout(&configuration, edition)
}

fn layout(configuration: &str, edition: Option<Edition>) -> Layout {
    let value = |key: &str| {
        let lines = configuration.lines().filter_map(|line| line.split('#').next()?.split_once('='));
        let found = lines.map(|(name, value)| (name.trim(), value.trim().trim_matches(['"', '\''])));
        found.filter(|(name, _)| *name == key).map(|(_, value)| value).next_back()
    };
    let number = |key: &str| value(key).and_then(|value| value.replace('_', "").parse::<usize>().ok());
    let max_width = number("max_width").unwrap_or(100);
    let heuristic = match value("use_small_heuristics") {
        Some("Max") => max_width,
        Some("Off") => 0,
        // rustfmt scales the default for wider lines, by a factor that it rounds to a tenth.
        _ => 7 * ((max_width.max(100) + 5) / 10),
    };
    Layout {
        max_width,
        attribute_width: number("attr_fn_like_width").unwrap_or(heuristic).min(max_width),
        style_2024: match value("style_edition").or_else(|| value("edition")) {
            Some(edition) => edition == "2024",
            None => edition.is_none_or(|edition| edition >= Edition::E2024),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_of_rustfmt_decides_the_layout() {
        assert_eq!(layout("", None), Layout::default());
        let ours = layout("max_width = 120 # wide\nuse_small_heuristics = \"Max\"\n", Some(Edition::E2021));
        assert_eq!(ours, Layout { max_width: 120, attribute_width: 120, style_2024: false });
        assert_eq!(layout("max_width = 120", None).attribute_width, 84);
        assert_eq!(layout("attr_fn_like_width = 50\nstyle_edition = \"2021\"", None).attribute_width, 50);
    }
}
