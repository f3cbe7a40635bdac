//! The sections of a page, told by the anchors of their headings or by what they contain.

use super::{
    blocks::{Block, Text},
    limits, permission_cell, request, type_words, words,
};

/// A page in sections.
#[derive(Debug, Default)]
pub(super) struct Sections {
    /// The heading of the page.
    pub(super) title: Option<String>,
    /// The anchor of the page's heading: `createtoken-action`.
    pub(super) anchor: Option<String>,
    parts: Vec<Section>,
}

/// A section: a heading and what stands below it, up to the next heading.
#[derive(Debug)]
struct Section {
    kind: Kind,
    blocks: Vec<Block>,
}

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What stands before the first section.
    Introduction,
    /// The permissions.
    Permissions,
    /// Methods and paths.
    HttpRequest,
    /// Parameters in the path.
    PathParameters,
    /// Query parameters.
    QueryParameters,
    /// Headers of the request.
    Headers,
    /// The body of the request.
    Body,
    /// The response.
    Response,
    /// Examples of requests and responses.
    Example,
    /// Anything else.
    Other,
}

impl Sections {
    /// Returns the blocks of all sections of a kind, in the order of the page.
    pub(super) fn blocks(&self, kind: Kind) -> impl Iterator<Item = &Block> {
        self.parts.iter().filter(move |section| section.kind == kind).flat_map(|section| &section.blocks)
    }

    /// Returns whether there is a section of a kind.
    pub(super) fn has(&self, kind: Kind) -> bool {
        self.parts.iter().any(|section| section.kind == kind)
    }

    /// Returns the blocks of the page.
    pub(super) fn all(&self) -> impl Iterator<Item = &Block> {
        self.parts.iter().flat_map(|section| &section.blocks)
    }

    /// Returns the texts of paragraphs and cells of the page.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        self.all().flat_map(|block| {
            let (paragraph, rows): (&[Text], &[Vec<Text>]) = match block {
                Block::Paragraph { text, .. } => (std::slice::from_ref(text), &[]),
                Block::Table(rows) => (&[], rows),
                _ => (&[], &[]),
            };
            paragraph.iter().chain(rows.iter().flatten())
        })
    }

    /// Returns the paragraphs of all sections of a kind.
    pub(super) fn paragraphs(&self, kind: Kind) -> impl Iterator<Item = &Text> {
        self.blocks(kind).filter_map(|block| match block {
            Block::Paragraph { text, .. } => Some(text),
            _ => None,
        })
    }

    /// Returns the tables of all sections of a kind.
    pub(super) fn tables(&self, kind: Kind) -> impl Iterator<Item = &[Vec<Text>]> {
        self.blocks(kind).filter_map(|block| match block {
            Block::Table(rows) => Some(&rows[..rows.len().min(limits::ROWS)]),
            _ => None,
        })
    }

    /// Returns the rows of these tables without their headers.
    pub(super) fn rows(&self, kind: Kind) -> impl Iterator<Item = &Vec<Text>> {
        self.tables(kind).flat_map(|rows| rows.iter().skip(1)).take(limits::ROWS)
    }
}

/// Divides a page into its sections.
pub(super) fn divide(blocks: Vec<Block>) -> Sections {
    let mut page = Sections::default();
    // The kinds of the headings above, by level.
    let mut above: Vec<(u8, Kind)> = Vec::new();
    let mut section = Section { kind: Kind::Introduction, blocks: Vec::new() };
    for block in blocks {
        let Block::Heading { level, anchor, text } = block else {
            section.blocks.push(block);
            continue;
        };
        if is_tab(&text) {
            continue;
        }
        if level == 1 && page.title.is_none() {
            page.title = Some(text.plain);
            page.anchor = anchor;
            continue;
        }
        above.retain(|(other, _)| *other < level);
        let kind = named(anchor.as_deref(), &text.plain, above.last().map(|(_, kind)| *kind));
        above.push((level, kind));
        page.parts.push(std::mem::replace(&mut section, Section { kind, blocks: Vec::new() }));
    }
    page.parts.push(section);
    for section in &mut page.parts {
        if section.kind == Kind::Other {
            section.kind = told_by_content(&section.blocks);
        }
    }
    page
}

/// Returns whether a heading is the title of a tab: `# [HTTP](#tab/http)`.
fn is_tab(text: &Text) -> bool {
    text.links.iter().any(|link| link.target.starts_with("#tab/"))
}

/// Tells a section by its anchor, which translations keep, or by its English heading.
fn named(anchor: Option<&str>, heading: &str, parent: Option<Kind>) -> Kind {
    let slug = anchor.map_or_else(|| heading.to_lowercase().replace(' ', "-"), str::to_lowercase);
    let slug = slug.trim_end_matches(|c: char| c == '-' || c.is_ascii_digit());
    // "Request" and "Response" below an example are parts of it.
    if parent == Some(Kind::Example) {
        return Kind::Example;
    }
    match slug {
        "permissions" | "prerequisites" | "permission" | "required-permissions" => Kind::Permissions,
        "http-request" | "http-requests" | "https-request" => Kind::HttpRequest,
        "path-parameters" | "function-parameters" | "path-parameter" | "function-parameter" | "request-parameters" => {
            Kind::PathParameters
        }
        "request-headers" | "optional-request-headers" | "request-header" | "headers" => Kind::Headers,
        "request-body" => Kind::Body,
        "response" | "responses" | "http-response" => Kind::Response,
        "query-parameters" => Kind::QueryParameters,
        _ if slug.ends_with("query-parameters") => Kind::QueryParameters,
        _ if slug.starts_with("example") || slug == "sample" => Kind::Example,
        _ if slug.starts_with("permissions-") => Kind::Permissions,
        _ => match parent {
            // Headings within these divide the same subject.
            Some(kind @ (Kind::Permissions | Kind::Response)) => kind,
            _ => Kind::Other,
        },
    }
}

/// Tells a section without a known name by what it contains.
fn told_by_content(blocks: &[Block]) -> Kind {
    for block in blocks {
        match block {
            Block::Code { text, .. } if request::is_response(text) => return Kind::Example,
            Block::Code { text, .. } if request::is_example(text) => return Kind::Example,
            Block::Code { text, .. } if request::lines(text).next().is_some() => return Kind::HttpRequest,
            Block::Table(rows) => {
                if let Some(kind) = table_kind(rows) {
                    return kind;
                }
            }
            _ => {}
        }
    }
    let states_status = blocks.iter().any(|block| match block {
        Block::Paragraph { text, .. } => text.code.iter().any(|code| words::status(code).is_some()),
        _ => false,
    });
    if states_status { Kind::Response } else { Kind::Other }
}

fn table_kind(rows: &[Vec<Text>]) -> Option<Kind> {
    let rows = rows.get(1..)?;
    let column = |index: usize| rows.iter().filter_map(move |row| row.get(index));
    let width = rows.iter().map(Vec::len).max()?;
    if column(0).any(|cell| cell.plain.eq_ignore_ascii_case("authorization") || cell.plain == "Content-Type") {
        return Some(Kind::Headers);
    }
    if (2..=3).contains(&width) && column(1).any(permission_cell::names_permissions) {
        return Some(Kind::Permissions);
    }
    if column(0).all(|cell| cell.plain.trim_start_matches('`').starts_with('$')) {
        return Some(Kind::QueryParameters);
    }
    let typed = column(1).filter(|cell| type_words::is_type(cell)).count();
    (width >= 3 && typed * 2 > rows.len()).then_some(Kind::Body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::blocks;

    fn kinds(markdown: &str) -> Vec<Kind> {
        divide(blocks::read(markdown)).parts.iter().map(|section| section.kind).collect()
    }

    #[test]
    fn anchors_tell_sections_in_any_language() {
        let page = "# <a name=\"x-action\"></a>X\n\n## <a name=\"prerequisites\"></a>Voraussetzungen\na\n\n\
                    ## <a name=\"http-request\"></a>Anforderung\nb\n\n## <a name=\"example\"></a>Beispiel\n\n\
                    ### <a name=\"response\"></a>Antwort\nc\n";
        assert_eq!(
            kinds(page),
            [Kind::Introduction, Kind::Permissions, Kind::HttpRequest, Kind::Example, Kind::Example]
        );
    }

    #[test]
    fn content_tells_sections_whose_headings_say_nothing() {
        let page = "# Uno\n\n## Dos\n|a|b|\n|-|-|\n|c|User.Read.All|\n\n## Tres\n```http\nPOST /things/{id}/turn\n```\n\n\
                    ## Cuatro\n|a|b|\n|-|-|\n|Authorization|Bearer|\n\n## Cinco\n|a|b|c|\n|-|-|-|\n|size|Int32|d|\n\n\
                    ## Seis\nEs `204 No Content`.\n\n## Siete\n```http\nHTTP/1.1 204 No Content\n```\n";
        assert_eq!(
            kinds(page),
            [
                Kind::Introduction,
                Kind::Permissions,
                Kind::HttpRequest,
                Kind::Headers,
                Kind::Body,
                Kind::Response,
                Kind::Example,
            ]
        );
    }

    #[test]
    fn a_tab_is_no_section() {
        let page = "# A\n## Example\n# [HTTP](#tab/http)\n```http\nGET /a\n```\n# [C#](#tab/csharp)\nb\n";
        assert_eq!(kinds(page), [Kind::Introduction, Kind::Example]);
    }
}
