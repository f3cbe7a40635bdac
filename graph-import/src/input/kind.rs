//! What a file is.

use crate::description::Version;

/// The kinds of descriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// CSDL: what `$metadata` answers, or the form of Microsoft's generators.
    Metadata,
    /// `permissions.json`.
    Permissions,
    /// `provisioningInfo.json`.
    Provisioning,
}

impl Kind {
    /// Returns what messages call it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Metadata => "a description of Graph (CSDL)",
            Self::Permissions => "Microsoft's permission data",
            Self::Provisioning => "the IDs of permissions",
        }
    }

    /// Tells the kind of a file from how it begins. `None` if it is none of them.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
        let beginning = beginning.trim_start_matches('\u{feff}').trim_start();
        if beginning.starts_with('<') {
            return beginning.contains("Edmx").then_some(Self::Metadata);
        }
        // The keys come in any order; `$schema` and comments may stand before them.
        let place = |key: &str| beginning.find(&format!("\"{key}\""));
        match (beginning.starts_with('{'), place("permissionDeployments"), place("permissions")) {
            (true, Some(deployments), permissions) if permissions.is_none_or(|place| deployments < place) => {
                Some(Self::Provisioning)
            }
            (true, _, Some(_)) => Some(Self::Permissions),
            _ => None,
        }
    }
}

/// Tells the version from the name of a file: `beta-2021-06-08.xml`, `metadata.v1.0.csdl.xz`.
pub(super) fn version(name: &str) -> Option<Version> {
    let name = name.to_ascii_lowercase();
    match (name.contains("beta"), name.contains("v1.0")) {
        (true, false) => Some(Version::Beta),
        (false, true) => Some(Version::V1_0),
        _ => None,
    }
}

/// Tells the date from the name of a file: `v1.0-2026-08-04.csdl`.
pub(super) fn date(name: &str) -> Option<String> {
    let bytes = name.as_bytes();
    let is_digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let is_date = |start: usize| {
        let digits = (0..10).all(|index| match index {
            4 | 7 => bytes[start + index] == b'-',
            _ => is_digit(start + index),
        });
        digits && !is_digit(start + 10) && (start == 0 || !is_digit(start - 1))
    };
    let start = (0..=bytes.len().checked_sub(10)?).find(|start| is_date(*start))?;
    name.get(start..start + 10).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_is_told_from_the_content() {
        let cases: [(&[u8], Option<Kind>); 8] = [
            (b"\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<edmx:Edmx Version=\"4.0\">", Some(Kind::Metadata)),
            (b"<Edmx>", Some(Kind::Metadata)),
            (b"{ \"$schema\": \"\", \"permissions\": {}}", Some(Kind::Permissions)),
            (b"{\"permissionDeployments\": {\"A\": []}}", Some(Kind::Provisioning)),
            (b"<!doctype html><html>", None),
            (b"{\"error\": {}}", None),
            (b"", None),
            (b"\xFF\xFE<", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(Kind::of(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn version_and_date_are_told_from_the_name() {
        assert_eq!(version("beta-2021-06-08-clean.xml"), Some(Version::Beta));
        assert_eq!(version("V1.0.csdl.xz"), Some(Version::V1_0));
        assert_eq!(version("metadata.xml"), None);
        assert_eq!(version("v1.0-and-beta.xml"), None);
        assert_eq!(date("v1.0-2026-08-04-usgov.csdl"), Some("2026-08-04".into()));
        assert_eq!(date("permissions.json"), None);
        assert_eq!(date("12345-67-890"), None);
    }
}
