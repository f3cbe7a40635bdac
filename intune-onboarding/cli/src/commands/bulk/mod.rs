//! What imports, exports and deletions of many devices have in common: files, the fate of each row, progress, Ctrl-C.

mod delete;
mod engine;
mod export;
mod import;
mod pauses;
mod prepared;
mod problems;
mod read;
mod results;
mod sheet;
mod steps;
mod summary;
mod text;

pub(crate) use delete::Deletion;
pub(crate) use engine::{Fate, Source};
pub(crate) use export::{Format, write_export};
pub(crate) use import::Import;
pub(crate) use pauses::Pauses;
pub(crate) use prepared::Prepared;
pub(crate) use problems::Problem;
pub(crate) use read::read_all;
pub(crate) use results::{Entry, Outcome, replace_file};
pub(crate) use sheet::{Known, Row, Sheet};
pub(crate) use steps::{Steps, reading, until_interrupted};
