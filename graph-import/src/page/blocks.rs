//! Markdown as a flat list of blocks, with what the reader needs of the markup within them.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A block of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading.
    Heading {
        /// The level, from 1.
        level: u8,
        /// The anchor that the page gives it.
        anchor: Option<String>,
        /// The text.
        text: Text,
    },
    /// A paragraph or an item of a list.
    Paragraph {
        /// The text.
        text: Text,
        /// Whether it is in a block quote, as notes and warnings are.
        quoted: bool,
    },
    /// A code block.
    Code {
        /// The language, in lower case.
        language: String,
        /// The code.
        text: String,
    },
    /// A table: rows of cells, the header first.
    Table(Vec<Vec<Text>>),
    /// HTML, for example a comment.
    Html(String),
}

/// Text with the markup in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text {
    /// The text without markup, without what is struck out and without footnote marks.
    pub(super) plain: String,
    /// The links.
    pub(super) links: Vec<Link>,
    /// What stands in backticks.
    pub(super) code: Vec<String>,
    /// What stands in bold type.
    pub(super) bold: Vec<String>,
    /// What is struck out.
    pub(super) struck: Vec<String>,
}

/// A link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Link {
    /// The text.
    pub(super) text: String,
    /// The address.
    pub(super) target: String,
}

impl Text {
    fn append(&mut self, mut rest: Self) {
        self.plain.push(' ');
        self.plain.push_str(&rest.plain);
        self.links.append(&mut rest.links);
        self.code.append(&mut rest.code);
        self.bold.append(&mut rest.bold);
        self.struck.append(&mut rest.struck);
    }

    /// Returns the target of an include: `[!INCLUDE [permissions-table](../includes/x.md)]`.
    pub(super) fn include(&self) -> Option<&str> {
        let text = self.plain.trim_start_matches('[').trim_start();
        let keyword = text.get(..8)?;
        if !keyword.eq_ignore_ascii_case("!INCLUDE") {
            return None;
        }
        self.links.first().map(|link| link.target.as_str())
    }
}

/// Reads Markdown.
pub(super) fn read(markdown: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reader.take(event);
    }
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    text: Text,
    anchor: Option<String>,
    rows: Vec<Vec<Text>>,
    row: Vec<Text>,
    code: Option<(String, String)>,
    quotes: usize,
    in_table: bool,
    // Where the open links, bold and struck-out texts began in `text.plain`.
    links: Vec<(usize, String)>,
    bold: Vec<usize>,
    struck: Vec<usize>,
    superscript: Option<usize>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.text.plain.push_str(&text),
            },
            Event::Code(code) => {
                self.text.plain.push_str(&code);
                self.text.code.push(code.into_string());
            }
            Event::Html(html) => match self.blocks.last_mut() {
                Some(Block::Html(block)) => block.push_str(&html),
                _ => self.blocks.push(Block::Html(html.into_string())),
            },
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::SoftBreak | Event::HardBreak => self.text.plain.push('\n'),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            // A tight item of a list has no paragraph of its own; what stood before it ends here.
            Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::List(_) | Tag::HtmlBlock => self.paragraph(),
            Tag::BlockQuote(_) => {
                self.paragraph();
                self.quotes += 1;
            }
            Tag::CodeBlock(kind) => {
                self.paragraph();
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or("").to_lowercase(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::Table(_) => {
                self.paragraph();
                self.in_table = true;
            }
            Tag::Link { dest_url, .. } => self.links.push((self.text.plain.len(), dest_url.into_string())),
            Tag::Strong => self.bold.push(self.text.plain.len()),
            Tag::Strikethrough => self.struck.push(self.text.plain.len()),
            // A block of HTML never goes on across other blocks.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Item => self.paragraph(),
            TagEnd::BlockQuote(_) => {
                self.paragraph();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Heading(level) => {
                let block = Block::Heading { level: depth(level), anchor: self.anchor.take(), text: self.take_text() };
                self.blocks.push(block);
            }
            TagEnd::CodeBlock => {
                if let Some((language, text)) = self.code.take() {
                    self.blocks.push(Block::Code { language, text });
                }
            }
            TagEnd::TableCell => {
                let cell = self.take_text();
                self.row.push(cell);
            }
            TagEnd::TableHead | TagEnd::TableRow => self.row(),
            TagEnd::Table => {
                self.in_table = false;
                self.blocks.push(Block::Table(std::mem::take(&mut self.rows)));
            }
            TagEnd::Link => {
                if let Some((start, target)) = self.links.pop() {
                    let text = self.since(start).to_owned();
                    self.text.links.push(Link { text, target });
                }
            }
            TagEnd::Strong => {
                if let Some(start) = self.bold.pop() {
                    let bold = self.since(start).to_owned();
                    self.text.bold.push(bold);
                }
            }
            TagEnd::Strikethrough => {
                if let Some(start) = self.struck.pop() {
                    let struck = self.since(start).to_owned();
                    self.truncate(start);
                    self.text.struck.push(struck);
                }
            }
            _ => {}
        }
    }

    fn row(&mut self) {
        let mut row = std::mem::take(&mut self.row);
        // A line break in a cell makes a row of the rest of its text.
        let is_rest = row.len() > 2
            && row[1..].iter().all(|cell| cell.plain.is_empty())
            && row[0].bold.is_empty()
            && row[0].plain.trim_end().contains(char::is_whitespace);
        match self.rows.last_mut().and_then(|last| last.last_mut()) {
            Some(cell) if is_rest => cell.append(row.swap_remove(0)),
            _ => self.rows.push(row),
        }
    }

    fn inline_html(&mut self, html: &str) {
        let tag = html.to_ascii_lowercase();
        if let Some(name) = attribute(&tag, "<a ", "name=").or_else(|| attribute(&tag, "<a ", "id=")) {
            self.anchor = Some(name.to_owned());
        } else if tag.starts_with("<br") {
            self.text.plain.push('\n');
        } else if tag.starts_with("<sup") {
            self.superscript = Some(self.text.plain.len());
        } else if tag.starts_with("</sup") {
            if let Some(start) = self.superscript.take() {
                self.truncate(start);
            }
        } else if matches!(tag.as_str(), "<del>" | "<s>" | "<strike>") {
            self.struck.push(self.text.plain.len());
        } else if matches!(tag.as_str(), "</del>" | "</s>" | "</strike>") {
            self.end(TagEnd::Strikethrough);
        } else if !tag.starts_with("<!--") && !tag.starts_with("</") && !is_element(&tag) {
            // A placeholder such as `<id>` is text.
            self.text.plain.push_str(html);
        }
    }

    fn paragraph(&mut self) {
        let text = self.take_text();
        if !self.in_table && !text.plain.trim().is_empty() {
            self.blocks.push(Block::Paragraph { text, quoted: self.quotes > 0 });
        }
    }

    fn take_text(&mut self) -> Text {
        self.links.clear();
        self.bold.clear();
        self.struck.clear();
        self.superscript = None;
        let mut text = std::mem::take(&mut self.text);
        let plain = text.plain.trim();
        if plain.len() != text.plain.len() {
            text.plain = plain.to_owned();
        }
        text
    }

    /// Drops the text from a place on. Markup that is not nested properly may have moved the place into a character.
    fn truncate(&mut self, start: usize) {
        if self.text.plain.is_char_boundary(start) {
            self.text.plain.truncate(start);
        }
    }

    fn since(&self, start: usize) -> &str {
        self.text.plain.get(start..).unwrap_or("")
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

fn attribute<'t>(tag: &'t str, element: &str, attribute: &str) -> Option<&'t str> {
    let rest = tag.strip_prefix(element)?;
    let value = &rest[rest.find(attribute)? + attribute.len()..];
    let value = value.strip_prefix(['"', '\''])?;
    value.find(['"', '\'']).map(|end| &value[..end])
}

/// Returns whether a tag in lower case is an element of HTML that pages use.
fn is_element(tag: &str) -> bool {
    const ELEMENTS: [&str; 16] =
        ["a", "b", "code", "div", "em", "i", "img", "li", "ol", "p", "pre", "span", "strong", "table", "u", "ul"];
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    ELEMENTS.contains(&name)
}

#[cfg(test)]
mod tests;
