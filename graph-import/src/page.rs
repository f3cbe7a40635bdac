//! Reads a page of Microsoft's reference.
//!
//! A page is read by its structure (the anchors of its headings, fenced requests, tables by what their cells contain), so
//! that it can be in any language. What translators or authors broke is repaired from what is intact: names of properties
//! from the example, names of permissions from the catalog. Each repair is an [`Evidence`] of the operation.

mod assemble;
mod bilingual;
mod blocks;
mod body;
mod combine;
mod examples;
mod front_matter;
mod headers;
mod include;
mod json;
mod kind;
mod limits;
mod names;
mod notes;
mod nullability;
mod parameter_names;
mod path;
mod permission_cell;
mod permissions;
mod properties;
mod query;
mod request;
mod response;
mod sections;
mod type_words;
mod types;
mod values;
mod words;

use thiserror::Error;

pub use self::{combine::combine, include::Includes};
use crate::description::{Evidence, Operation, Source, Types};

/// The largest page that is read, in bytes. The largest of the reference has a tenth of it.
pub const MAXIMUM_BYTES: usize = limits::PAGE;

/// A page of the reference.
#[derive(Debug, Clone)]
pub struct Page {
    /// The page with its date.
    pub source: Source,
    /// The title.
    pub title: String,
    /// What the operations do, in Microsoft's words.
    pub description: Option<String>,
    /// The language, as the page names it: `de-DE`. `None` if it does not.
    pub locale: Option<String>,
    /// The operations, in the order of the page.
    pub operations: Vec<Operation>,
    /// The types that the page describes, as far as it describes them.
    pub types: Types,
    /// What was found wrong beside the operations; each operation has its own [`Operation::evidence`].
    pub evidence: Vec<Evidence>,
}

/// Which text of a page in two languages is read. A page in one language is read the same either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// The translation.
    #[default]
    Translated,
    /// The English original.
    Original,
}

/// The reason why a page cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// The page is too large.
    #[error("{page}: the page has {bytes} bytes; at most {MAXIMUM_BYTES} are read")]
    TooLarge {
        /// The page.
        page: String,
        /// Its size.
        bytes: usize,
    },
    /// No request was found.
    #[error(
        "{page}: no request was found; expected a code block with a method and a path, for example `GET /users/{{id}}`"
    )]
    NoRequest {
        /// The page.
        page: String,
    },
    /// There is a request, but its path cannot be read.
    #[error("{page}: the path of the request `{request}` cannot be read: {reason}")]
    Path {
        /// The page.
        page: String,
        /// The request as it is written.
        request: String,
        /// The reason.
        reason: String,
    },
}

/// Reads a page.
///
/// `name` is the page's path or address: its folder tells the version, and it appears in messages. `includes` finds the
/// text of a file that the page includes.
///
/// # Errors
///
/// [`ReadError`] if the page is too large or states no operation. Anything else that is missing is in
/// [`Operation::evidence`].
///
/// ```
/// use graph_import::page::{self, Includes, Language};
///
/// let text = "# List things\n\n## HTTP request\n```http\nGET /things\n```\n";
/// let page = page::read(text, "reference/beta/api/thing-list.md", &Includes::none(), Language::Translated)?;
/// assert_eq!(page.operations[0].title(), "GET /things");
/// # Ok::<(), page::ReadError>(())
/// ```
pub fn read(text: &str, name: &str, includes: &Includes<'_>, language: Language) -> Result<Page, ReadError> {
    if text.len() > MAXIMUM_BYTES {
        return Err(ReadError::TooLarge { page: name.to_owned(), bytes: text.len() });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = bilingual::select(text, language);
    let (front_matter, body) = front_matter::split(&text);
    assemble::page(name, front_matter, &sections::divide(blocks::read(body)), includes)
}
