//! The document as a tree of its known elements.

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event, attributes::Attributes},
};

use super::{
    element::{self, Element},
    error::Fault,
};

/// Larger than any description of Graph: beta had 12 MB in 2026.
const MAX_BYTES: usize = 64 << 20;
/// Elements and attributes together; v1.0 had 200,000 in 2026.
const MAX_NODES: usize = 4_000_000;
const MAX_DEPTH: usize = 64;

/// A document.
#[derive(Debug)]
pub(super) struct Document<'a> {
    text: &'a str,
    root: Element<'a>,
}

impl<'a> Document<'a> {
    pub(super) fn read(xml: &'a [u8]) -> Result<Self, Fault> {
        if xml.len() > MAX_BYTES {
            let message = format!("the file has {} MB, more than the {} MB allowed", xml.len() >> 20, MAX_BYTES >> 20);
            return Err(Fault { line: 1, message });
        }
        let text = std::str::from_utf8(xml).map_err(|error| Fault {
            line: line(&xml[..error.valid_up_to()]),
            message: "the file is not UTF-8 text; expected XML in UTF-8".into(),
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Ok(Self { text, root: Builder::new(text).read()? })
    }

    /// Returns the `Schema` elements.
    pub(super) fn schemas(&self) -> impl Iterator<Item = &Element<'a>> {
        let inside =
            (self.root.name == "Edmx").then(|| self.root.all("DataServices").flat_map(|part| part.all("Schema")));
        let alone = (self.root.name == "Schema").then_some(&self.root);
        inside.into_iter().flatten().chain(alone)
    }

    /// Returns the `Include` elements, which give other namespaces an alias.
    pub(super) fn includes(&self) -> impl Iterator<Item = &Element<'a>> {
        self.root.all("Reference").flat_map(|reference| reference.all("Include"))
    }

    /// Returns an attribute without which an element means nothing.
    pub(super) fn required<'e>(&self, element: &'e Element<'_>, attribute: &str) -> Result<&'e str, Fault> {
        match element.get(attribute) {
            Some(value) if !value.is_empty() => Ok(value),
            _ => Err(self.fault(element, format!("`{}` has no attribute `{attribute}`", element.name))),
        }
    }

    pub(super) fn fault(&self, element: &Element<'_>, message: impl Into<String>) -> Fault {
        Fault { line: line(&self.text.as_bytes()[..element.offset]), message: message.into() }
    }

    /// Returns an error that concerns the whole document.
    pub(super) fn fault_at_start(message: impl Into<String>) -> Fault {
        Fault { line: 1, message: message.into() }
    }
}

struct Builder<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    open: Vec<Element<'a>>,
    root: Option<Element<'a>>,
    nodes: usize,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, reader: Reader::from_str(text), open: Vec::new(), root: None, nodes: 0 }
    }

    fn read(mut self) -> Result<Element<'a>, Fault> {
        loop {
            let offset = self.position();
            match self.reader.read_event() {
                Ok(Event::Start(tag)) => {
                    if let Some(element) = self.element(&tag, offset)? {
                        self.open.push(element);
                    } else if let Err(error) = self.reader.read_to_end(tag.name()) {
                        return Err(self.broken(&error));
                    }
                }
                Ok(Event::Empty(tag)) => {
                    if let Some(element) = self.element(&tag, offset)? {
                        self.close(element);
                    }
                }
                Ok(Event::End(_)) => {
                    if let Some(element) = self.open.pop() {
                        self.close(element);
                    }
                }
                Ok(Event::Text(text)) => self.text(text.xml10_content(), offset)?,
                Ok(Event::CData(text)) => self.text(text.xml10_content(), offset)?,
                Ok(Event::GeneralRef(reference)) => {
                    let written = format!("&{};", &*reference);
                    let text = quick_xml::escape::unescape(&written)
                        .map_err(|_| self.fault(offset, format!("unknown entity `{}`", shorten(&written))))?;
                    self.text(text, offset)?;
                }
                Ok(Event::DocType(_)) => {
                    return Err(self.fault(offset, "a document type declaration is not allowed; expected CSDL"));
                }
                Ok(Event::Decl(_) | Event::PI(_) | Event::Comment(_)) => {}
                Ok(Event::Eof) => return self.end(),
                Err(error) => return Err(self.broken(&error)),
            }
        }
    }

    /// Makes an element of a tag, or `None` if it is not known.
    fn element(&mut self, tag: &BytesStart<'_>, offset: usize) -> Result<Option<Element<'a>>, Fault> {
        let name = tag.local_name();
        let known = element::element(name.as_ref());
        if self.open.is_empty() {
            let expected = if self.root.is_some() { "the end of the file" } else { "the element `edmx:Edmx`" };
            if self.root.is_some() || !matches!(known, Some("Edmx" | "Schema")) {
                return Err(self.fault(offset, format!("expected {expected}, found `{}`", shorten(name.as_ref()))));
            }
        }
        let Some(name) = known else { return Ok(None) };
        if self.open.len() >= MAX_DEPTH {
            return Err(self.fault(offset, format!("elements are nested more than {MAX_DEPTH} deep")));
        }
        let mut attributes = Vec::new();
        // A tag with an attribute twice is refused in time that grows with the square of the count, unless it is bounded.
        // They are read from the text itself, so that a value without references is not copied.
        let content = self.text.get(offset + 1..offset + 1 + tag.len()).unwrap_or_default();
        for attribute in Attributes::new(content, tag.name().as_ref().len()).with_checks(false) {
            let attribute = attribute.map_err(|error| self.fault(offset, format!("`{name}`: {error}")))?;
            self.nodes += 1;
            let Some(key) = element::attribute(attribute.key.as_ref()) else { continue };
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|error| self.fault(offset, format!("attribute `{key}` of `{name}`: {error}")))?;
            if attributes.iter().any(|(known, _)| *known == key) {
                return Err(self.fault(offset, format!("`{name}` has the attribute `{key}` twice")));
            }
            attributes.push((key, value));
        }
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.fault(offset, format!("the file has more than {MAX_NODES} elements and attributes")));
        }
        Ok(Some(Element { name, offset, attributes, children: Vec::new(), text: String::new() }))
    }

    fn close(&mut self, element: Element<'a>) {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: impl AsRef<str>, offset: usize) -> Result<(), Fault> {
        let text = text.as_ref().trim();
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.is_empty() => {}
            None => {
                return Err(self.fault(offset, format!("expected the element `edmx:Edmx`, found `{}`", shorten(text))));
            }
        }
        Ok(())
    }

    fn end(mut self) -> Result<Element<'a>, Fault> {
        let last = self.text.len();
        if let Some(element) = self.open.last() {
            let opened = line(&self.text.as_bytes()[..element.offset]);
            return Err(
                self.fault(last, format!("the file ends inside `{}`, which starts in line {opened}", element.name))
            );
        }
        self.root.take().ok_or_else(|| self.fault(last, "the file is empty; expected the element `edmx:Edmx`"))
    }

    fn broken(&self, error: &quick_xml::Error) -> Fault {
        let offset = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
        self.fault(offset, format!("not well-formed XML: {}", shorten(&error.to_string())))
    }

    fn fault(&self, offset: usize, message: impl Into<String>) -> Fault {
        Fault { line: line(&self.text.as_bytes()[..offset.min(self.text.len())]), message: message.into() }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }
}

/// Returns the number of the line behind these bytes, counted from 1.
fn line(before: &[u8]) -> usize {
    before.split(|byte| *byte == b'\n').count()
}

/// Makes a text of the input fit into one line.
fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(100).map(|char| if char.is_control() { ' ' } else { char }).collect();
    if text.chars().nth(100).is_some() {
        short.push('…');
    }
    short
}
