//! Paths in one form, so that the same path written differently is found.
//!
//! Microsoft's data writes paths in lower case or in the case of the documentation, placeholders under any name,
//! parameters of functions as `{value}`, keys in parentheses, and a few with slips of the pen.

use crate::description::Method;

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    /// The segment in the one form: lower case, placeholders as `{}`, without namespace.
    pub(super) key: String,
    /// The segment as it was written.
    pub(super) shown: String,
    /// Whether it has a namespace, as a cast has: `microsoft.graph.user`.
    is_qualified: bool,
}

const PLACEHOLDER: &str = "{}";

/// Returns the one form of a path: `/users/{}/messages`.
pub(super) fn key(path: &str) -> String {
    join(segments(path).iter().map(|segment| segment.key.as_str()))
}

impl Segment {
    pub(super) fn new(key: impl Into<String>, shown: impl Into<String>) -> Self {
        Self { key: key.into(), shown: shown.into(), is_qualified: false }
    }
}

/// Returns the forms under which the data may have a path, the likeliest first. It leaves out the arguments of some
/// functions, has some elements only by their ID, and not by an alternate key, and what can be cast without the cast.
pub(super) fn keys(method: Method, path: &str) -> impl Iterator<Item = String> {
    let segments = segments(path);
    let last = segments.len().saturating_sub(1);
    // An action is called by its qualified name, too.
    let is_cast = |(at, segment): &(usize, &Segment)| segment.is_qualified && (*at < last || method != Method::Post);
    let all: Vec<_> = segments.iter().map(|segment| segment.key.as_str()).collect();
    let plain = segments.iter().enumerate().filter(|segment| !is_cast(segment));
    let plain: Vec<_> = plain.map(|(_, segment)| segment.key.as_str()).collect();
    let mut forms = forms(&all);
    if plain.len() < all.len() {
        forms.extend(self::forms(&plain));
    }
    forms.into_iter()
}

fn forms(keys: &[&str]) -> Vec<String> {
    let replaced = |instead: Option<&str>| {
        let key = |key: &&str| match (key.split_once('('), instead) {
            (Some((name, _)), Some(instead)) => format!("/{name}{instead}"),
            _ => format!("/{key}"),
        };
        keys.iter().map(key).collect::<String>()
    };
    let mut forms = vec![replaced(None)];
    if keys.iter().any(|key| key.contains('(')) {
        forms.extend([replaced(Some("/{}")), replaced(Some(""))]);
    }
    forms
}

/// Joins segments.
pub(super) fn join<'s>(segments: impl Iterator<Item = &'s str>) -> String {
    segments.flat_map(|segment| ["/", segment]).collect()
}

/// Returns whether a path of the data names an operation: not a request with a certain query, nor paths of any depth.
pub(super) fn is_operation(path: &str) -> bool {
    !path.contains('?') && !path.contains("...")
}

/// Splits a path into its segments, without host, version and query.
pub(super) fn segments(path: &str) -> Vec<Segment> {
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let mut parts = split(path).into_iter().filter(|part| !part.is_empty()).peekable();
    parts.next_if(|first| first.eq_ignore_ascii_case("v1.0") || first.eq_ignore_ascii_case("beta"));

    let mut segments = Vec::new();
    while let Some(part) = parts.next() {
        let Some(before) = part.strip_suffix(':') else {
            push(part, &mut segments);
            continue;
        };
        // A path in a drive: `root:/{path}:/children`. What stands between the colons is one parameter.
        push(before, &mut segments);
        if let Some(last) = segments.last_mut() {
            last.key.push(':');
            last.shown.push(':');
        }
        let mut inner = Vec::new();
        for part in parts.by_ref() {
            inner.push(part);
            if part.ends_with(':') {
                break;
            }
        }
        if let Some(last) = inner.last() {
            let key = if last.ends_with(':') { "{}:" } else { PLACEHOLDER };
            segments.push(Segment::new(key, inner.join("/")));
        }
    }
    segments
}

/// Splits at slashes that are not in parentheses or braces.
fn split(path: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let slashes = |c: char| {
        match c {
            '(' | '{' | '<' => depth += 1,
            ')' | '}' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '/' && depth == 0
    };
    path.split(slashes).map(str::trim).collect()
}

/// Adds what is written as one segment: it may be a name and a key.
fn push(part: &str, segments: &mut Vec<Segment>) {
    let is_qualified = !part.contains('(') && namespaced(part);
    let mut add = |key: String, shown: &str| {
        segments.push(Segment { is_qualified, ..Segment::new(key, shown) });
    };
    if is_placeholder(part) {
        return add(PLACEHOLDER.into(), part);
    }
    if let Some((name, rest)) = part.split_once('(') {
        let (arguments, behind) = rest.rsplit_once(')').unwrap_or((rest, ""));
        let name_key = name_key(name);
        match arguments.trim() {
            "" => add(name_key, part),
            single if !single.contains('=') => {
                add(name_key, name);
                add(PLACEHOLDER.into(), single);
            }
            several => {
                let names: Vec<_> = several.split(',').map(|argument| argument_key(argument) + "={}").collect();
                let shown = &part[..part.len() - behind.len()];
                add(format!("{name_key}({})", names.join(",")), shown);
            }
        }
        if !behind.is_empty() {
            push(behind, segments);
        }
        return;
    }
    match part.find('{') {
        // `subjectRightsRequests{id}` lacks a slash.
        Some(brace) if brace > 0 && part.ends_with('}') && !part.contains('=') => {
            add(name_key(&part[..brace]), &part[..brace]);
            add(PLACEHOLDER.into(), &part[brace..]);
        }
        _ => add(name_key(part), part),
    }
}

/// Returns whether a segment stands for a value: `{id}`, `<id>`, `(team-id)`, an ID that was left in an example.
fn is_placeholder(part: &str) -> bool {
    let between = |open, close| part.starts_with(open) && part.ends_with(close);
    let is_example = || {
        part.matches('-').count() >= 3
            && part.bytes().any(|byte| byte.is_ascii_digit())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    between('{', '}') || between('<', '>') || between('(', ')') || is_example()
}

/// Returns a name in lower case, without its namespace: the data and the documentation write `microsoft.graph.`,
/// `graph.` or nothing.
fn name_key(name: &str) -> String {
    let name = name.trim().to_lowercase();
    match name.rsplit_once('.') {
        Some((_, short)) if !short.is_empty() => short.to_owned(),
        _ => name,
    }
}

/// Returns whether a name is qualified by Graph's namespace, or by one below it.
fn namespaced(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("microsoft.graph.") || name.starts_with("graph.")
}

fn argument_key(argument: &str) -> String {
    argument.split_once('=').map_or(argument, |(name, _)| name).trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_form_however_it_is_written() {
        for path in [
            "/deviceManagement/depOnboardingSettings/{id}/uploadDepToken",
            "/devicemanagement/deponboardingsettings/{value}/uploaddeptoken",
            "https://graph.microsoft.com/beta/deviceManagement/depOnboardingSettings/<setting-id>/uploadDepToken?x=1",
            "v1.0/deviceManagement/depOnboardingSettings({id})/microsoft.graph.uploadDepToken()/",
            "/deviceManagement/depOnboardingSettings/9ceb2f92-2f92-9ceb-922f-eb9c922feb9c/uploadDepToken",
        ] {
            assert_eq!(key(path), "/devicemanagement/deponboardingsettings/{}/uploaddeptoken", "{path}");
        }
    }

    #[test]
    fn functions_alternate_keys_and_casts_have_one_form() {
        let cases = [
            ("/reports/getX(period='{period_value}')", "/reports/getx(period={})"),
            ("/reports/getX(from={value}, to = '2020-01-01')", "/reports/getx(from={},to={})"),
            ("/users(userPrincipalName='{name}')/manager", "/users(userprincipalname={})/manager"),
            ("/groups/{id}/members/microsoft.graph.user/$count", "/groups/{}/members/user/$count"),
            ("/directory/x/graph.samlProvider", "/directory/x/samlprovider"),
        ];
        for (path, expected) in cases {
            assert_eq!(key(path), expected, "{path}");
        }
    }

    #[test]
    fn arguments_may_be_missing_or_be_a_key_in_the_data() {
        let keys = |path| keys(Method::Get, path);
        assert_eq!(keys("/a/b").collect::<Vec<_>>(), ["/a/b"]);
        assert_eq!(keys("/a(x='1')/b").collect::<Vec<_>>(), ["/a(x={})/b", "/a/{}/b", "/a/b"]);
    }

    #[test]
    fn what_is_cast_may_be_without_the_cast_in_the_data() {
        let forms = |method, path| keys(method, path).collect::<Vec<_>>();
        assert_eq!(forms(Method::Get, "/a/{id}/microsoft.graph.x"), ["/a/{}/x", "/a/{}"]);
        assert_eq!(forms(Method::Get, "/a/{id}/graph.x/b"), ["/a/{}/x/b", "/a/{}/b"]);
        assert_eq!(forms(Method::Post, "/a/microsoft.graph.ns.x/microsoft.graph.run"), ["/a/x/run", "/a/run"]);
        assert_eq!(forms(Method::Post, "/a/{id}/microsoft.graph.run"), ["/a/{}/run"]);
        assert_eq!(forms(Method::Get, "/a/microsoft.graph.x()"), ["/a/x"]);
    }

    #[test]
    fn a_path_in_a_drive_is_one_parameter() {
        let cases = [
            ("/me/drive/root:/{item-path}:/content", "/me/drive/root:/{}:/content"),
            ("/me/drive/root:/FolderA/FileB.txt:/content", "/me/drive/root:/{}:/content"),
            ("/drives/{id}/items/{id}:/{path and filename}", "/drives/{}/items/{}:/{}"),
            ("/drives/{id}/root:/a/b", "/drives/{}/root:/{}"),
        ];
        for (path, expected) in cases {
            assert_eq!(key(path), expected, "{path}");
        }
    }

    #[test]
    fn slips_of_the_pen_are_read_as_they_were_meant() {
        let cases = [
            ("/applications/{id}}/repair", "/applications/{}/repair"),
            (
                "/security/subjectRightsRequests{requestId}/getFinalReport",
                "/security/subjectrightsrequests/{}/getfinalreport",
            ),
            ("/tables/{id}/rows/itemat(index={value})range", "/tables/{}/rows/itemat(index={})/range"),
            ("/teams/(team-id)/channels", "/teams/{}/channels"),
        ];
        for (path, expected) in cases {
            assert_eq!(key(path), expected, "{path}");
        }
    }

    #[test]
    fn any_text_has_a_form() {
        for path in ["", "/", "//", "(", ")", "{", "a(b", "a)b(", "?", "://", ":", "/:/:/", "\u{feff}/é{"] {
            let _ = key(path);
        }
        assert_eq!(segments(&"/a".repeat(10_000)).len(), 10_000);
    }
}
