//! QR codes, drawn in a terminal or as an image.

use std::{
    fmt, fs,
    io::Write,
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use qrcode::{
    Color, EcLevel, QrCode,
    render::{svg, unicode::Dense1x2},
};

use crate::{failure::Failure, output::Screen};

/// The margin that scanners need, in modules on each side.
const MARGIN: usize = 4;
/// The width of a module in a file, in pixels.
const SCALE: usize = 8;

/// The background that a code without colors is drawn for. A scanner needs dark modules on light ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Background {
    /// In black on white if the terminal shows colors, or else for a dark background
    Auto,
    /// For light text on a dark background
    Dark,
    /// For dark text on a light background
    Light,
}

/// A QR code as text.
#[derive(Debug)]
pub(crate) struct Drawing {
    pub(crate) text: String,
    /// The number of terminal columns that it needs.
    pub(crate) width: usize,
    /// What it is drawn for, to follow the width; empty if that does not matter.
    pub(crate) note: &'static str,
}

fn encode(content: &str) -> Result<QrCode, Failure> {
    QrCode::with_error_correction_level(content, EcLevel::L)
        .map_err(|error| Failure::internal(format!("the QR code cannot be drawn: {error}")))
}

/// Draws a QR code, two modules in each character, with the margin that scanners need.
///
/// With colors it is black on white, whatever the colors of the terminal are. Without, as in a pipe and with `NO_COLOR`, the
/// characters have the color of the text: the light modules are drawn for a dark background, the dark ones for a light
/// background. Nothing tells which one it is; most terminals are dark.
pub(crate) fn draw(content: &str, background: Background, screen: Screen) -> Result<Drawing, Failure> {
    let code = encode(content)?;
    let is_painted = background == Background::Auto && screen.color;
    let draws_dark_modules = is_painted || background == Background::Light;
    let (dark, light) =
        if draws_dark_modules { (Dense1x2::Dark, Dense1x2::Light) } else { (Dense1x2::Light, Dense1x2::Dark) };
    let mut renderer = code.render::<Dense1x2>();
    let drawn = renderer.dark_color(dark).light_color(light).quiet_zone(true).module_dimensions(1, 1).build();
    let paint = |line| format!("\u{1b}[38;5;16;48;5;231m{line}\u{1b}[0m");
    let text = if is_painted { drawn.lines().map(paint).collect::<Vec<_>>().join("\n") } else { drawn };
    let note = match (is_painted, draws_dark_modules) {
        (true, _) => "",
        (_, false) => ", for a dark background (--qr=light is for a light one)",
        (_, true) => ", for a light background (--qr=dark is for a dark one)",
    };
    Ok(Drawing { text, width: code.width() + 2 * MARGIN, note })
}

/// A file for a QR code, whose format its name tells.
#[derive(Debug, Clone)]
pub(crate) struct ImageFile {
    path: PathBuf,
    format: Format,
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Svg,
    Png,
}

impl ImageFile {
    /// Checks the name of a file, for clap.
    pub(crate) fn parse(name: &str) -> Result<Self, String> {
        let path = PathBuf::from(name);
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        let format = match extension.as_deref() {
            Some("svg") => Format::Svg,
            Some("png") => Format::Png,
            _ => return Err("the name of the file must end in .svg or .png".to_owned()),
        };
        Ok(Self { path, format })
    }

    /// Checks that the file can be written, before there is a token that would be lost.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if fs::symlink_metadata(&self.path).is_ok() {
            return Err(Failure::input(format!("--qr-file: {self} exists; give the name of a new file")));
        }
        self.create().map(drop).map_err(|error| Failure::input(format!("--qr-file: {self} cannot be written: {error}")))
    }

    /// Writes a QR code. Only the owner can read the file, since the code is a secret.
    pub(crate) fn write(&self, content: &str) -> Result<(), Failure> {
        let code = encode(content)?;
        let image = match self.format {
            Format::Svg => {
                let pixels = u32::try_from((code.width() + 2 * MARGIN) * SCALE).unwrap_or(u32::MAX);
                code.render::<svg::Color<'_>>().min_dimensions(pixels, pixels).build().into_bytes()
            }
            Format::Png => png(&code).map_err(|error| Failure::internal(error.to_string()))?,
        };
        let written = self.create().and_then(|mut file| {
            file.write_all(&image)?;
            file.persist_noclobber(&self.path).map_err(|error| error.error)
        });
        written.map(drop).map_err(|error| Failure::internal(format!("--qr-file: {self} cannot be written: {error}")))
    }

    /// Creates a file beside the one to write, which is removed unless it takes its name.
    fn create(&self) -> std::io::Result<tempfile::NamedTempFile> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
    }
}

impl fmt::Display for ImageFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.display().fmt(f)
    }
}

/// Draws a QR code in shades of gray, one byte for each pixel.
fn png(code: &QrCode) -> Result<Vec<u8>, png::EncodingError> {
    let (modules, width) = (code.to_colors(), code.width());
    let side = (width + 2 * MARGIN) * SCALE;
    let mut pixels = Vec::with_capacity(side * side);
    for y in 0..side {
        for x in 0..side {
            let module = |pixel: usize| (pixel / SCALE).checked_sub(MARGIN).filter(|module| *module < width);
            let is_dark = match (module(x), module(y)) {
                (Some(x), Some(y)) => modules.get(y * width + x) == Some(&Color::Dark),
                _ => false,
            };
            pixels.push(if is_dark { 0 } else { u8::MAX });
        }
    }
    let mut image = Vec::new();
    let side = u32::try_from(side).unwrap_or(u32::MAX);
    let mut encoder = png::Encoder::new(&mut image, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(image)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTENT: &str = r#"{"android.app.extra.PROVISIONING_ADMIN_EXTRAS_BUNDLE":{"token":"ABCDEFGHIJKLMNOPQRST"}}"#;

    /// Reads back which modules are drawn.
    fn drawn(text: &str) -> Vec<Vec<bool>> {
        let mut rows = Vec::new();
        for line in text.lines() {
            rows.push(line.chars().map(|character| matches!(character, '█' | '▀')).collect());
            rows.push(line.chars().map(|character| matches!(character, '█' | '▄')).collect());
        }
        rows
    }

    /// Whether the module at this place of the drawing is dark, by the encoder.
    fn is_dark(code: &QrCode, x: usize, y: usize) -> bool {
        let inside = MARGIN..code.width() + MARGIN;
        inside.contains(&x)
            && inside.contains(&y)
            && code.to_colors()[(y - MARGIN) * code.width() + x - MARGIN] == Color::Dark
    }

    #[test]
    fn a_drawing_without_color_is_for_the_background_that_is_asked_for_or_a_dark_one() {
        let code = encode(CONTENT).expect("short enough");
        for (background, draws_dark) in
            [(Background::Auto, false), (Background::Dark, false), (Background::Light, true)]
        {
            let drawing = draw(CONTENT, background, Screen::default()).expect("drawn");
            assert_eq!(drawing.width, code.width() + 8);
            let rows = drawn(&drawing.text);
            assert!(rows.len() >= drawing.width && rows[0].len() == drawing.width);
            for (y, row) in rows.iter().take(drawing.width).enumerate() {
                for (x, drawn) in row.iter().enumerate() {
                    assert_eq!(*drawn, is_dark(&code, x, y) == draws_dark, "{background:?}: module {x},{y}");
                }
            }
        }
    }

    #[test]
    fn in_color_every_line_is_black_on_white_and_ends_so() {
        let screen = Screen { color: true, ..Screen::default() };
        let drawing = draw("A", Background::Auto, screen).expect("drawn");
        let mut lines = drawing.text.lines();
        assert!(lines.all(|line| line.starts_with("\u{1b}[38;5;16;48;5;231m") && line.ends_with("\u{1b}[0m")));
        let plain = draw("A", Background::Light, screen).expect("drawn").text;
        assert_eq!(drawing.text.replace("\u{1b}[38;5;16;48;5;231m", "").replace("\u{1b}[0m", ""), plain);
    }

    #[test]
    fn a_picture_has_the_modules_of_the_code_in_black_on_white() {
        let code = encode(CONTENT).expect("short enough");
        let image = png(&code).expect("encoded");
        let mut reader = png::Decoder::new(std::io::Cursor::new(image)).read_info().expect("a picture");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let side = reader.next_frame(&mut pixels).expect("pixels").width as usize;
        assert_eq!(side, (code.width() + 8) * SCALE);
        for (place, pixel) in pixels.iter().enumerate() {
            let (x, y) = (place % side / SCALE, place / side / SCALE);
            assert_eq!(*pixel, if is_dark(&code, x, y) { 0 } else { 255 }, "module {x},{y}");
        }
    }

    #[test]
    fn a_content_that_is_too_long_is_a_failure() {
        assert!(draw(&"a".repeat(4000), Background::Auto, Screen::default()).is_err());
    }
}
