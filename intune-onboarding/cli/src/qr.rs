//! QR codes, drawn in a terminal.

use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};

use crate::failure::Failure;

/// A QR code as text.
pub(crate) struct Drawing {
    pub(crate) text: String,
    /// The number of terminal columns that it needs.
    pub(crate) width: usize,
}

/// Draws a QR code, two modules in each character, with the margin that scanners need.
///
/// With color it is black on white, whatever the colors of the terminal are. Without, dark modules are drawn and light
/// ones are blank, which is right for dark text on a light background.
pub(crate) fn draw(content: &str, color: bool) -> Result<Drawing, Failure> {
    let code = QrCode::with_error_correction_level(content, EcLevel::L)
        .map_err(|error| Failure::internal(format!("the QR code cannot be drawn: {error}")))?;
    let drawn = code.render::<Dense1x2>().quiet_zone(true).module_dimensions(1, 1).build();
    let width = drawn.lines().next().map_or(0, |line| line.chars().count());
    let paint = |line| format!("\u{1b}[38;5;16;48;5;231m{line}\u{1b}[0m");
    let text = if color { drawn.lines().map(paint).collect::<Vec<_>>().join("\n") } else { drawn };
    Ok(Drawing { text, width })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the modules back from the characters: dark ones are drawn.
    fn modules(drawn: &str) -> Vec<Vec<bool>> {
        let mut rows = Vec::new();
        for line in drawn.lines() {
            rows.push(line.chars().map(|character| matches!(character, '█' | '▀')).collect());
            rows.push(line.chars().map(|character| matches!(character, '█' | '▄')).collect());
        }
        rows
    }

    #[test]
    fn the_drawing_is_the_code_with_its_margin() {
        let content = r#"{"android.app.extra.PROVISIONING_ADMIN_EXTRAS_BUNDLE":{"token":"ABCDEFGHIJKLMNOPQRST"}}"#;
        let code = QrCode::with_error_correction_level(content, EcLevel::L).expect("short enough");
        let width = code.width();
        let expected = code.to_colors();
        let drawing = draw(content, false).expect("drawn");
        assert_eq!(drawing.width, width + 8);
        let drawn = modules(&drawing.text);
        for (y, row) in drawn.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let inside = (4..width + 4).contains(&x) && (4..width + 4).contains(&y);
                let due = inside && expected[(y - 4) * width + (x - 4)] == qrcode::Color::Dark;
                assert_eq!(*dark, due, "module {x},{y}");
            }
        }
        assert_eq!(drawn[0].len(), width + 8);
        assert!(drawn.len() >= width + 8);
    }

    #[test]
    fn in_color_every_line_is_black_on_white_and_ends_so() {
        let drawn = draw("A", true).expect("drawn").text;
        assert!(drawn.lines().all(|line| line.starts_with("\u{1b}[38;5;16;48;5;231m") && line.ends_with("\u{1b}[0m")));
    }

    #[test]
    fn a_content_that_is_too_long_is_a_failure() {
        assert!(draw(&"a".repeat(4000), false).is_err());
    }
}
