//! Paths read back: which values a path gives to the parameters of a template.

use percent_encoding::percent_decode_str;

use crate::metadata::path_template::{ParameterPosition, Parts, PathParameter, PathTemplate};

/// The values of the parameters, decoded, in the order of the template.
pub(super) type Parameters = Vec<(&'static str, String)>;

/// Reads a percent-encoded path below the version by a template; none where it is not such a path.
pub(super) fn parse(template: PathTemplate, path: &str) -> Option<Parameters> {
    let mut values = Vec::new();
    rest(Parts::new(template), path, &mut values).then_some(values)
}

/// How much of a path a template fixes. Where two templates fit, the one that fixes more is meant: `/users/delta` is
/// no user.
pub(super) fn fixed_length(template: PathTemplate) -> usize {
    let mut parts = Parts::new(template);
    std::iter::from_fn(|| parts.next()).map(|(literal, _)| literal.len()).sum()
}

/// How many leading segments a path has in common with a template.
pub(super) fn segments_in_common(template: PathTemplate, path: &str) -> usize {
    let is_same = |(fixed, segment): &(&str, &str)| fixed.contains('<') || fixed == segment;
    template.as_str().split('/').zip(path.split('/')).skip(1).take_while(is_same).count()
}

/// Whether the rest of a path is what the rest of a template asks for. Takes the shortest value of each parameter with
/// which what follows fits, since literals may stand in values too.
fn rest(mut parts: Parts, path: &str, values: &mut Parameters) -> bool {
    let Some((literal, parameter)) = parts.next() else {
        return path.is_empty();
    };
    let (Some(path), Some(PathParameter { name, position, .. })) = (path.strip_prefix(literal), parameter) else {
        return parameter.is_none() && path == literal;
    };
    for end in ends(position, path) {
        values.push((name, decode(position, &path[..end])));
        if rest(parts.clone(), &path[end..], values) {
            return true;
        }
        values.pop();
    }
    false
}

/// Where a value that begins a path may end.
fn ends(position: ParameterPosition, path: &str) -> Vec<usize> {
    let segment = path.find('/').unwrap_or(path.len());
    match position {
        ParameterPosition::Quoted => end_of_string(&path[..segment]).into_iter().collect(),
        ParameterPosition::Segment | ParameterPosition::Bare => {
            (1..=segment).filter(|&end| path.is_char_boundary(end)).collect()
        }
        ParameterPosition::Path => (1..=path.len())
            .filter(|&end| path.is_char_boundary(end))
            .filter(|&end| path[..end].split('/').all(|segment| !segment.is_empty()))
            .collect(),
    }
}

/// Where the quote is that ends a string: the first one that is not doubled, percent-encoded or not.
fn end_of_string(text: &str) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        match quote(&text[at..]) {
            0 => at += text[at..].chars().next()?.len_utf8(),
            first => match quote(&text[at + first..]) {
                0 => return Some(at),
                second => at += first + second,
            },
        }
    }
    None
}

/// The length of the quote that begins a text, zero where there is none.
fn quote(text: &str) -> usize {
    if text.starts_with('\'') {
        1
    } else if text.starts_with("%27") {
        3
    } else {
        0
    }
}

fn decode(position: ParameterPosition, value: &str) -> String {
    let value = percent_decode_str(value).decode_utf8_lossy();
    if position == ParameterPosition::Quoted { value.replace("''", "'") } else { value.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_parsed(template: &'static str, path: &str, expected: Option<&[(&'static str, &str)]>) {
        let parsed = parse(PathTemplate::declare(template), path);
        let shown: Option<Vec<_>> =
            parsed.as_ref().map(|values| values.iter().map(|(name, value)| (*name, value.as_str())).collect());
        assert_eq!(shown.as_deref(), expected, "{template} {path}");
    }

    #[test]
    fn a_path_without_parameters_is_itself_alone() {
        assert_parsed("/users/$count", "/users/$count", Some(&[]));
        for path in ["/users", "/users/$count/", "/users/$count2", "/Users/$count", "", "/"] {
            assert_parsed("/users/$count", path, None);
        }
    }

    #[test]
    fn a_segment_is_decoded_and_is_one_segment() {
        assert_parsed("/users/<id>", "/users/dep%201%2F%C3%A9", Some(&[("id", "dep 1/é")]));
        assert_parsed("/users/<id>", "/users/a%27%22%25", Some(&[("id", "a'\"%")]));
        assert_parsed("/users/<id>", "/users/", None);
        assert_parsed("/users/<id>", "/users/a/b", None);
        assert_parsed("/users/<id>/x", "/users/a/x", Some(&[("id", "a")]));
        assert_parsed("/users/<id>/x", "/users/x/x", Some(&[("id", "x")]));
        assert_parsed("/<a>/b/<c>", "/b/b/b", Some(&[("a", "b"), ("c", "b")]));
        assert_parsed("/files/<name>.json", "/files/a.json.json", Some(&[("name", "a.json")]));
        assert_parsed("/files/<name>.json", "/files/.json", None);
    }

    #[test]
    fn a_string_ends_at_the_quote_that_is_not_doubled() {
        let template = "/users(name='<upn>')/messages";
        assert_parsed(template, "/users(name='O''Brien')/messages", Some(&[("upn", "O'Brien")]));
        assert_parsed(template, "/users(name='O%27%27Brien')/messages", Some(&[("upn", "O'Brien")]));
        assert_parsed(template, "/users(name='')/messages", Some(&[("upn", "")]));
        assert_parsed(template, "/users(name='''')/messages", Some(&[("upn", "'")]));
        assert_parsed(template, "/users(name='a%2Fb%20%C3%A9')/messages", Some(&[("upn", "a/b é")]));
        assert_parsed(template, "/users(name='a')b')/messages", None);
        assert_parsed(template, "/users(name='a", None);
        assert_parsed("/f(a='<a>',b='<b>')", "/f(a=''',b=''',b='')", Some(&[("a", "',b='"), ("b", "")]));
    }

    #[test]
    fn a_bare_literal_ends_where_the_rest_fits() {
        let template = "/tables/itemAt(index=<index>)/rows";
        assert_parsed(template, "/tables/itemAt(index=12)/rows", Some(&[("index", "12")]));
        assert_parsed(template, "/tables/itemAt(index=1))/rows", Some(&[("index", "1)")]));
        assert_parsed(template, "/tables/itemAt(index=)/rows", None);
        assert_parsed(template, "/tables/itemAt(index=1/2)/rows", None);
        assert_parsed("/f(a=<a>,b=<b>)", "/f(a=1,b=2)", Some(&[("a", "1"), ("b", "2")]));
    }

    #[test]
    fn the_rest_of_a_path_keeps_its_slashes() {
        let template = "/drives/<drive>/root:/<path..>:/content";
        assert_parsed(
            template,
            "/drives/d/root:/Documents/a%20b/100%25.txt:/content",
            Some(&[("drive", "d"), ("path", "Documents/a b/100%.txt")]),
        );
        assert_parsed(template, "/drives/d/root:/a:/content:/content", Some(&[("drive", "d"), ("path", "a:/content")]));
        assert_parsed(template, "/drives/d/root:/:/content", None);
        assert_parsed(template, "/drives/d/root:/a//b:/content", None);
        assert_parsed("/drive/<path..>", "/drive/a/b/c", Some(&[("path", "a/b/c")]));
        assert_parsed("/drive/<path..>", "/drive/a/", None);
    }

    #[test]
    fn what_is_not_utf_8_is_read_all_the_same() {
        assert_parsed("/users/<id>", "/users/%FF", Some(&[("id", "\u{fffd}")]));
        assert_parsed("/users/<id>", "/users/100%", Some(&[("id", "100%")]));
        assert_parsed("/users/<id>", "/users/é", Some(&[("id", "é")]));
    }

    #[test]
    fn the_template_that_fixes_more_is_meant() {
        let length = |template| fixed_length(PathTemplate::declare(template));
        assert!(length("/users/delta") > length("/users/<id>"));
        assert!(length("/users/<id>/x") > length("/<a>/<b>/x"));
    }

    #[test]
    fn segments_are_compared_from_the_left() {
        let common = |path| segments_in_common(PathTemplate::declare("/users/<id>/messages"), path);
        assert_eq!(common("/users/1/events"), 2);
        assert_eq!(common("/users"), 1);
        assert_eq!(common("/groups/1/messages"), 0);
    }
}
