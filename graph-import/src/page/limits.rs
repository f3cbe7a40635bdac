//! How much of a page is read. Each limit is several times what the largest page of the reference has, and keeps a page
//! that was made to be slow from being so.

/// The size of a page, in bytes.
pub(super) const PAGE: usize = 4 * 1024 * 1024;
/// The requests of a page.
pub(super) const REQUESTS: usize = 64;
/// The rows of a table, and the properties of an object.
pub(super) const ROWS: usize = 1_000;
/// The text of a cell, in bytes.
pub(super) const CELL: usize = 4 * 1024;
/// The JSON of an example, in bytes.
pub(super) const JSON: usize = 256 * 1024;

/// Returns the start of a text, of no more than some bytes.
pub(super) fn start(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}
