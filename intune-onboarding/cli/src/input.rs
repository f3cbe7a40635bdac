//! Checks of the input, before anything is sent.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
    time::SystemTime,
};

use graph_runtime::Secret;
use intune_onboarding::token_file;

use crate::failure::Failure;

/// The largest file, in bytes; real token files have a few KiB.
const MAX_FILE: u64 = 4 * 1024 * 1024;

/// The environment variable with the access token.
pub(crate) const TOKEN_VARIABLE: &str = "GRAPH_ACCESS_TOKEN";

/// What the keys of AOSP profiles begin with if a token is created. The same ID is given with or without it.
pub(crate) const AOSP: &str = "AOSP-";

/// Checks the ID of a resource, which is one segment of a path.
pub(crate) fn resource_id(id: &str) -> Result<&str, Failure> {
    let invalid = |reason: &str| {
        Failure::input(format!("--id {reason}: give the ID alone, such as 54fac284-7866-43e5-860a-9c8e10fa3d7d"))
    };
    if id.trim().is_empty() {
        return Err(invalid("is empty"));
    }
    if let Some(character) = id.chars().find(|character| "/\\?#%".contains(*character)) {
        return Err(invalid(&format!("contains `{character}`")));
    }
    if id.trim() != id || id.chars().any(char::is_control) {
        return Err(invalid("contains leading or trailing white space, or a control character"));
    }
    if id == "." || id == ".." {
        return Err(invalid("is `.` or `..`, which would address a different resource"));
    }
    Ok(id)
}

/// Checks a text that must not be empty.
pub(crate) fn text<'a>(option: &str, text: &'a str) -> Result<&'a str, Failure> {
    if text.trim().is_empty() {
        return Err(Failure::input(format!("{option} is empty")));
    }
    if text.chars().any(char::is_control) {
        return Err(Failure::input(format!("{option} contains a control character")));
    }
    Ok(text)
}

/// Reads a DEP token and checks that it is one. `option` is the option that names the file.
pub(crate) fn dep_token(option: &str, path: &Path) -> Result<Secret<String>, Failure> {
    let content = read(option, path)?;
    token_file::dep_token(&content).map_err(|error| Failure::input(format!("{}: {error}", name(option, path))))
}

/// Reads a VPP token and checks that it is one that has not expired. `option` is the option that names the file.
pub(crate) fn vpp_token(option: &str, path: &Path) -> Result<Secret<String>, Failure> {
    let content = read(option, path)?;
    let file =
        token_file::vpp_token(&content).map_err(|error| Failure::input(format!("{}: {error}", name(option, path))))?;
    match file.expires {
        Some(date) if date.to_offset_date_time() <= SystemTime::now() => Err(Failure::input(format!(
            "{}: the token expired at {date}; download a new one from Apple",
            name(option, path)
        ))),
        _ => Ok(file.text),
    }
}

/// Reads a file of limited size. `option` is the option that names it.
pub(crate) fn read(option: &str, path: &Path) -> Result<Vec<u8>, Failure> {
    let read_all = |source: &mut dyn Read| {
        let mut bytes = Vec::new();
        source.take(MAX_FILE + 1).read_to_end(&mut bytes).map(|_| bytes)
    };
    let bytes = if is_stdin(path) {
        read_all(&mut io::stdin().lock())
    } else {
        File::open(path).and_then(|mut file| read_all(&mut file))
    };
    let name = name(option, path);
    let bytes = bytes.map_err(|error| Failure::input(format!("{name} cannot be read: {error}")))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(Failure::input(format!("{name} exceeds the {} MiB limit", MAX_FILE >> 20)));
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Failure::input(format!("{name} is empty")));
    }
    Ok(bytes)
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Names a file for a message: the option, and what was given for it.
pub(crate) fn name(option: &str, path: &Path) -> String {
    if is_stdin(path) { format!("{option} -: standard input") } else { format!("{option}: {}", path.display()) }
}

/// Returns the access token from the environment.
pub(crate) fn access_token() -> Result<Secret<String>, Failure> {
    check_access_token(std::env::var_os(TOKEN_VARIABLE).map(|value| value.into_string().unwrap_or_default()))
}

fn check_access_token(variable: Option<String>) -> Result<Secret<String>, Failure> {
    let Some(variable) = variable else {
        return Err(Failure::sign_in(format!(
            "{TOKEN_VARIABLE} is not set: set it to an access token for Microsoft Graph, or use --dry-run or demo"
        )));
    };
    check_token(TOKEN_VARIABLE, &Secret::new(variable))
}

/// Checks that a text can be an access token. `place` is where it comes from.
pub(crate) fn check_token(place: &str, token: &Secret<String>) -> Result<Secret<String>, Failure> {
    let token = token.expose().trim();
    if token.is_empty() {
        return Err(Failure::sign_in(format!("{place} is empty: set it to an access token for Microsoft Graph")));
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Failure::sign_in(format!(
            "{place} is not an access token: it contains a character that no token has, such as a space; give the token \
             without `Bearer`"
        )));
    }
    Ok(Secret::new(token.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn file(content: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
        file.write_all(content).expect("written");
        file
    }

    #[test]
    fn an_id_is_one_segment() {
        for id in ["54fac284-7866-43e5-860a-9c8e10fa3d7d", "dep 1é", "a.b", "..."] {
            assert!(resource_id(id).is_ok(), "{id}");
        }
        for id in ["", " ", "a/b", "a\\b", "a?b", "a#b", "a%2Fb", " a", "a\n", "a\u{0}b", ".", ".."] {
            assert_eq!(resource_id(id).expect_err(id).exit_code(), 2, "{id:?}");
        }
    }

    #[test]
    fn a_dep_token_is_sent_as_it_is() {
        let token = |content: &[u8]| dep_token("--file", file(content).path()).map(Secret::into_inner);
        let sample = token_file::SAMPLE_DEP_TOKEN;
        assert_eq!(token(format!("\u{feff}{sample}\r\n\n").as_bytes()).expect("a token"), sample);
        for content in [&b""[..], b" \r\n\t\n", b"\x30\x82\xff\xfe"] {
            assert_eq!(token(content).expect_err("no token").exit_code(), 2, "{content:?}");
        }
    }

    #[test]
    fn a_vpp_token_has_no_white_space_around_it() {
        let token = |content: &[u8]| vpp_token("--file", file(content).path()).map(Secret::into_inner);
        let sample = token_file::SAMPLE_VPP_TOKEN;
        assert_eq!(token(format!(" {sample} \n").as_bytes()).expect("a token"), sample);
        assert!(token(b"\n").is_err());
    }

    #[test]
    fn a_file_that_is_too_large_is_not_read_to_its_end() {
        let too_large = file(&vec![b'a'; usize::try_from(MAX_FILE).expect("fits") + 1]);
        let failure = dep_token("--file", too_large.path()).expect_err("too large");
        assert!(failure.to_string().contains("exceeds the 4 MiB limit"), "{failure}");
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let failure = vpp_token("--file", Path::new("no such file.vpptoken")).expect_err("not there");
        assert!(failure.to_string().starts_with("--file: no such file.vpptoken cannot be read: "), "{failure}");
    }

    #[test]
    fn an_access_token_is_needed_and_never_shown() {
        assert_eq!(
            check_access_token(Some(" eyJ0.a.b\n".into())).map(Secret::into_inner).ok().as_deref(),
            Some("eyJ0.a.b")
        );
        for variable in [None, Some(""), Some(" \n"), Some("Bearer eyJ0.a.b"), Some("eyJ0\n.a")] {
            let failure = check_access_token(variable.map(str::to_owned)).expect_err("no token");
            assert_eq!(failure.exit_code(), 3, "{variable:?}");
            assert!(!failure.to_string().contains("eyJ0"), "{failure}");
        }
    }
}
