//! Matching of paths with templates, to get the values of path parameters.

use percent_encoding::percent_decode_str;

use crate::metadata::path_template::{ParameterPosition, Parts, PathParameter, PathTemplate};

/// The values of the parameters, decoded, in the order of the template.
pub(super) type Parameters = Vec<(&'static str, String)>;

/// Matches a percent-encoded path below the version with a template, and returns the values of its parameters.
pub(super) fn parse(template: PathTemplate, path: &str) -> Option<Parameters> {
    let mut values = Vec::new();
    rest(Parts::new(template), path, &mut values).then_some(values)
}

/// Returns how specific a template is: the length of its literal text. Of two templates that match `/users/delta`, the
/// longer one counts.
pub(super) fn fixed_length(template: PathTemplate) -> usize {
    let mut parts = Parts::new(template);
    std::iter::from_fn(|| parts.next()).map(|(literal, _)| literal.len()).sum()
}

/// Returns the number of leading segments that match a template.
pub(super) fn segments_in_common(template: PathTemplate, path: &str) -> usize {
    let is_same = |(fixed, segment): &(&str, &str)| fixed.contains('<') || fixed == segment;
    template.as_str().split('/').zip(path.split('/')).skip(1).take_while(is_same).count()
}

/// Returns whether the rest of a path matches the rest of a template. Each parameter takes the shortest value with which
/// the rest matches, since a value may contain the literal text that follows.
fn rest(mut parts: Parts<'static>, path: &str, values: &mut Parameters) -> bool {
    let Some((literal, parameter)) = parts.next() else {
        return path.is_empty();
    };
    if let Some(PathParameter { name, position: ParameterPosition::QuotedList, .. }) = parameter
        && let Some(path) = literal.strip_suffix('\'').and_then(|literal| path.strip_prefix(literal))
        && path.starts_with(']')
    {
        // An empty list has no quotes.
        parts.skip_quote();
        values.push((name, String::new()));
        return rest(parts, path, values);
    }
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

/// Returns where the value at the beginning of a path may end.
fn ends(position: ParameterPosition, path: &str) -> Vec<usize> {
    let segment = path.find('/').unwrap_or(path.len());
    match position {
        ParameterPosition::Quoted => end_of_string(&path[..segment]).into_iter().collect(),
        ParameterPosition::QuotedList => end_of_list(&path[..segment]).into_iter().collect(),
        ParameterPosition::BareList => path[..segment].find(']').into_iter().collect(),
        ParameterPosition::Segment | ParameterPosition::ColonSegment | ParameterPosition::Bare => {
            (1..=segment).filter(|&end| path.is_char_boundary(end)).collect()
        }
        ParameterPosition::Path => (1..=path.len())
            .filter(|&end| path.is_char_boundary(end))
            .filter(|&end| path[..end].split('/').all(|segment| !segment.is_empty()))
            .collect(),
    }
}

/// Returns the position of the quote that ends a string: the first one, percent-encoded or not, that is not doubled.
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

/// Returns the position of the quote that ends the last string of a list.
fn end_of_list(text: &str) -> Option<usize> {
    let mut end = end_of_string(text)?;
    while let Some(next) = text[end..].strip_prefix("','") {
        end = text.len() - next.len() + end_of_string(next)?;
    }
    Some(end)
}

/// Returns the length of the quote at the beginning of a text, zero if there is none.
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
    if position == ParameterPosition::QuotedList {
        let elements: Vec<_> = value.split("','").map(|element| decode(ParameterPosition::Quoted, element)).collect();
        return elements.join(",");
    }
    let value = percent_decode_str(value).decode_utf8_lossy();
    if position == ParameterPosition::Quoted { value.replace("''", "'") } else { value.into_owned() }
}

#[cfg(test)]
mod tests;
