//! Checks of what the user gives, before anything is sent.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use graph_runtime::Secret;

use super::failure::Failure;

/// More than any token file has.
const MAX_FILE: u64 = 4 * 1024 * 1024;

/// The variable that holds the access token.
pub(crate) const TOKEN_VARIABLE: &str = "GRAPH_ACCESS_TOKEN";

/// The id of a resource: one segment of a path, as the service gave it.
pub(crate) fn resource_id(id: &str) -> Result<&str, Failure> {
    let refuse = |reason: &str| {
        Failure::input(format!("--id {reason}: give the id alone, such as 54fac284-7866-43e5-860a-9c8e10fa3d7d"))
    };
    if id.trim().is_empty() {
        return Err(refuse("is empty"));
    }
    if let Some(character) = id.chars().find(|character| "/\\?#%".contains(*character)) {
        return Err(refuse(&format!("holds `{character}`")));
    }
    if id.trim() != id || id.chars().any(char::is_control) {
        return Err(refuse("holds white space around it, or a control character"));
    }
    if id == "." || id == ".." {
        return Err(refuse("is a step in a path"));
    }
    Ok(id)
}

/// A text that must say something.
pub(crate) fn text<'a>(option: &str, text: &'a str) -> Result<&'a str, Failure> {
    if text.trim().is_empty() {
        return Err(Failure::input(format!("{option} is empty")));
    }
    if text.chars().any(char::is_control) {
        return Err(Failure::input(format!("{option} holds a control character")));
    }
    Ok(text)
}

/// How long an enrolment token is valid, in seconds.
pub(crate) fn validity(days: Option<i64>, seconds: Option<i64>) -> Result<i32, Failure> {
    const DAY: i32 = 24 * 60 * 60;
    // Graph's documentation names no longest validity, so the limit is that of the number's type.
    const MAX: i32 = i32::MAX;
    let (option, value, longest, unit) = match (days, seconds) {
        (Some(days), _) => ("--validity-days", days, MAX / DAY, DAY),
        (None, seconds) => ("--validity-seconds", seconds.unwrap_or(0), MAX, 1),
    };
    match i32::try_from(value) {
        Ok(value) if (1..=longest).contains(&value) => Ok(value * unit),
        _ => Err(Failure::input(format!("{option} is {value}: it has to be from 1 to {longest}"))),
    }
}

/// The text of a DEP token: the file as it is, without line breaks at its end.
pub(crate) fn dep_token(path: &Path) -> Result<Secret<String>, Failure> {
    let text = read(path, "Apple's .p7m file is text, and begins with `MIME-Version` or `Content-Type`")?;
    token(path, text.trim_end_matches(['\r', '\n']))
}

/// The text of a VPP token: base64, without white space around it.
pub(crate) fn vpp_token(path: &Path) -> Result<Secret<String>, Failure> {
    let text = read(path, "Apple's .vpptoken file is text in base64")?;
    token(path, text.trim())
}

fn token(path: &Path, text: &str) -> Result<Secret<String>, Failure> {
    if text.trim().is_empty() {
        return Err(Failure::input(format!("{} is empty: there is no token in it", name(path))));
    }
    Ok(Secret::new(text.to_owned()))
}

fn read(path: &Path, expected: &str) -> Result<String, Failure> {
    let read_all = |source: &mut dyn Read| {
        let mut bytes = Vec::new();
        source.take(MAX_FILE + 1).read_to_end(&mut bytes).map(|_| bytes)
    };
    let bytes = if is_stdin(path) {
        read_all(&mut io::stdin().lock())
    } else {
        File::open(path).and_then(|mut file| read_all(&mut file))
    };
    let bytes = bytes.map_err(|error| Failure::input(format!("{} cannot be read: {error}", name(path))))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(Failure::input(format!("{} is larger than {} MiB, and no token is", name(path), MAX_FILE >> 20)));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::input(format!("{} is not a token file: {expected}", name(path))))?;
    // Editors of Windows mark a text as UTF-8; the mark is no part of the token.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn name(path: &Path) -> String {
    if is_stdin(path) { "standard input".to_owned() } else { path.display().to_string() }
}

/// The access token, from the environment.
pub(crate) fn access_token() -> Result<Secret<String>, Failure> {
    check_access_token(std::env::var_os(TOKEN_VARIABLE).map(|value| value.into_string().unwrap_or_default()))
}

fn check_access_token(variable: Option<String>) -> Result<Secret<String>, Failure> {
    let Some(variable) = variable else {
        return Err(Failure::sign_in(format!(
            "{TOKEN_VARIABLE} is not set: put an access token for Microsoft Graph there, or use --dry-run or the demo"
        )));
    };
    let token = variable.trim();
    if token.is_empty() {
        return Err(Failure::sign_in(format!(
            "{TOKEN_VARIABLE} is empty: put an access token for Microsoft Graph there"
        )));
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Failure::sign_in(format!(
            "{TOKEN_VARIABLE} is not an access token: it holds a space or another character that no token has; \
             put it there without `Bearer`"
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
    fn a_validity_is_one_second_at_least_and_fits_its_type() {
        assert_eq!(validity(None, Some(1)).ok(), Some(1));
        assert_eq!(validity(None, Some(2_147_483_647)).ok(), Some(i32::MAX));
        assert_eq!(validity(Some(1), None).ok(), Some(86_400));
        assert_eq!(validity(Some(90), None).ok(), Some(7_776_000));
        assert_eq!(validity(Some(24_855), None).ok(), Some(24_855 * 86_400));
        for (days, seconds) in [
            (Some(0), None),
            (Some(24_856), None),
            (Some(-1), None),
            (Some(i64::MAX), None),
            (None, Some(0)),
            (None, Some(2_147_483_648)),
            (None, Some(i64::MIN)),
        ] {
            assert!(validity(days, seconds).is_err(), "{days:?} {seconds:?}");
        }
    }

    #[test]
    fn a_dep_token_is_sent_as_it_is() {
        let token = |content: &[u8]| dep_token(file(content).path()).map(Secret::into_inner);
        assert_eq!(
            token(b"MIME-Version: 1.0\r\n\r\n MIIG\r\n=\r\n\n").expect("text"),
            "MIME-Version: 1.0\r\n\r\n MIIG\r\n="
        );
        assert_eq!(token(b"\xef\xbb\xbfMIIG").expect("text"), "MIIG");
        for content in [&b""[..], b" \r\n\t\n", b"\x30\x82\xff\xfe"] {
            assert_eq!(token(content).expect_err("no token").exit_code(), 2, "{content:?}");
        }
    }

    #[test]
    fn a_vpp_token_has_no_white_space_around_it() {
        let token = |content: &[u8]| vpp_token(file(content).path()).map(Secret::into_inner);
        assert_eq!(token(b" eyJ0b2tlbiI6 \n").expect("text"), "eyJ0b2tlbiI6");
        assert!(token(b"\n").is_err());
    }

    #[test]
    fn a_file_that_is_no_token_is_not_read_to_its_end() {
        let too_large = file(&vec![b'a'; usize::try_from(MAX_FILE).expect("fits") + 1]);
        let failure = dep_token(too_large.path()).expect_err("too large");
        assert!(failure.to_string().contains("larger than 4 MiB"), "{failure}");
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let failure = vpp_token(Path::new("no such file.vpptoken")).expect_err("not there");
        assert!(failure.to_string().starts_with("no such file.vpptoken cannot be read: "), "{failure}");
    }

    #[test]
    fn an_access_token_is_asked_for_and_never_repeated() {
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
