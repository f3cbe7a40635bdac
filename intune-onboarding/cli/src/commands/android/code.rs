//! The QR code that a new device scans.

use base64::{Engine, engine::general_purpose::STANDARD};
use clap::Args;

use crate::{
    failure::Failure,
    output::{Output, plain},
    qr::{self, Background, ImageFile},
};

/// The options for the QR code of a token.
#[derive(Debug, Args)]
pub(in crate::commands) struct CodeOptions {
    /// Draw the QR code that a new device scans
    #[arg(
        long, value_name = "BACKGROUND", value_enum, num_args = 0..=1, require_equals = true,
        default_missing_value = "auto",
    )]
    qr: Option<Background>,

    /// Write the QR code to this new file, which ends in .svg or .png; only you can read it
    #[arg(long, visible_alias = "png", value_name = "FILE", value_parser = ImageFile::parse)]
    qr_file: Option<ImageFile>,
}

impl CodeOptions {
    /// Checks that the file can be written, before something is created that would be lost.
    pub(in crate::commands) fn check(&self) -> Result<(), Failure> {
        self.qr_file.as_ref().map_or(Ok(()), ImageFile::check)
    }

    /// Writes the code to the file, if there is one.
    pub(in crate::commands) fn write(&self, content: Option<&str>) -> Result<(), Failure> {
        match (&self.qr_file, content) {
            (Some(file), Some(content)) => file.write(content),
            _ => Ok(()),
        }
    }

    /// Shows where the code is, and draws it if that is requested.
    pub(in crate::commands) fn show(&self, content: Option<&str>, output: &mut Output<'_>) -> Result<(), Failure> {
        if let (Some(file), Some(_)) = (&self.qr_file, content) {
            output.pair("QR code", file)?;
        }
        if self.qr.is_some() || (self.qr_file.is_some() && content.is_none()) {
            output.line("")?;
            show_qr_code(output, content, self.qr.unwrap_or(Background::Auto))?;
        }
        Ok(())
    }
}

/// Returns what a device reads from the QR code: JSON, which is in base64 in the profiles of AOSP devices.
pub(in crate::commands) fn device_content(content: &str) -> String {
    let decoded = STANDARD.decode(content.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.filter(|text| text.trim_start().starts_with('{')).unwrap_or_else(|| content.to_owned())
}

/// Draws a QR code, or writes its content if the terminal is too narrow for it.
pub(in crate::commands) fn show_qr_code(
    output: &mut Output<'_>,
    content: Option<&str>,
    background: Background,
) -> Result<(), Failure> {
    let Some(content) = content else {
        return Ok(output.line("The service returned no QR code.")?);
    };
    let screen = output.screen();
    let qr::Drawing { text, width, note } = qr::draw(content, background, screen)?;
    match screen.columns {
        Some(columns) if columns < width => {
            output.line(format_args!(
                "The QR code needs {width} columns, and the terminal has {columns}: make it wider, or write the code to a \
                 file with --qr-file. Its content is:"
            ))?;
            output.line(plain(content))?;
        }
        _ => {
            output.line(format_args!("QR code, {width} columns wide{note}:"))?;
            output.line(text)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_reads_json_whether_or_not_it_is_in_base64() {
        let json = r#"{"token":"x"}"#;
        assert_eq!(device_content(json), json);
        assert_eq!(device_content(&STANDARD.encode(json)), json);
        for other in ["", "ABCDEFGH", "not base64"] {
            assert_eq!(device_content(other), other);
        }
    }
}
