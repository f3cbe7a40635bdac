//! The table of headers.

use super::{
    examples::Examples,
    properties::one_line,
    sections::{Kind, Sections},
    words,
};
use crate::description::{Header, Method};

/// Reads the headers that a request takes beside those that every request has.
pub(super) fn read(sections: &Sections) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    for row in sections.rows(Kind::Headers) {
        let Some((name, rest)) = row.split_first() else { continue };
        let name = name.plain.trim_matches(|c: char| matches!(c, '`' | '*' | ' ' | ':'));
        let value: Vec<&str> = rest.iter().map(|cell| cell.plain.trim()).collect();
        let value = one_line(&value.join(" "));
        if !is_header(name) || is_common(name, &value) {
            continue;
        }
        // The name is compared without case; Graph's own spelling is that of the specification.
        let name = SPELLED.iter().find(|spelled| spelled.eq_ignore_ascii_case(name)).copied().unwrap_or(name);
        if headers.iter().any(|header| header.name == name) {
            continue;
        }
        headers.push(Header {
            name: name.to_owned(),
            required: words::says_required(&value) && !words::says_optional(&value),
            constant: (name == "ConsistencyLevel").then(|| "eventual".to_owned()),
            description: (!value.is_empty()).then_some(value),
        });
    }
    headers
}

/// Returns the media type of a body that is no JSON.
pub(super) fn media_type(sections: &Sections, examples: &Examples, method: Method) -> Option<String> {
    let table = sections
        .rows(Kind::Headers)
        .filter(|row| row.first().is_some_and(|cell| cell.plain.trim().eq_ignore_ascii_case("content-type")))
        .filter_map(|row| row.get(1).and_then(|cell| media_type_in(&cell.plain)));
    let shown = examples
        .requests
        .iter()
        .filter(|request| request.method == method)
        .filter_map(|request| request.message.header("Content-Type").and_then(media_type_in));
    let known: Vec<String> = table.chain(shown).collect();
    let is_json = known.iter().any(|media_type| media_type.contains("json"));
    known.into_iter().find(|_| !is_json)
}

fn media_type_in(text: &str) -> Option<String> {
    const KINDS: [&str; 6] = ["application/", "image/", "text/", "multipart/", "audio/", "video/"];
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '+');
    text.split(|c| !is_part(c))
        .map(|word| word.trim_end_matches('.').to_ascii_lowercase())
        .find(|word| KINDS.iter().any(|kind| word.len() > kind.len() && word.starts_with(kind)))
}

const SPELLED: [&str; 4] = ["If-Match", "If-None-Match", "ConsistencyLevel", "Prefer"];

fn is_header(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// Returns whether every request has the header. A translated name is told by its value.
fn is_common(name: &str, value: &str) -> bool {
    ["Authorization", "Accept", "Content-Type", "Content-Length"].iter().any(|known| known.eq_ignore_ascii_case(name))
        || value.starts_with("application/json")
        || value.starts_with("Bearer")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{blocks, examples, sections};

    #[test]
    fn headers_of_every_request_are_left_out_also_when_translated() {
        let page = "## Request headers\n|Header|Value|\n|-|-|\n|Authorization|Bearer {token}. Required.|\n|Annehmen|application/json|\n\
                    |if-match|Last known ETag value. Required.|\n|ConsistencyLevel|eventual. Optional.|\n|Prefer|odata.maxpagesize|\n";
        let headers = read(&sections::divide(blocks::read(page)));
        let shown: Vec<_> = headers.iter().map(|header| (header.name.as_str(), header.required)).collect();
        assert_eq!(shown, [("If-Match", true), ("ConsistencyLevel", false), ("Prefer", false)]);
        assert_eq!(headers[1].constant.as_deref(), Some("eventual"));
    }

    #[test]
    fn a_media_type_other_than_json_is_a_body_of_bytes() {
        let page = "## Request headers\n|Header|Value|\n|-|-|\n|Content-Type|image/jpeg. Required.|\n";
        let sections = sections::divide(blocks::read(page));
        let examples = examples::collect(&sections);
        assert_eq!(media_type(&sections, &examples, Method::Put).as_deref(), Some("image/jpeg"));
    }
}
