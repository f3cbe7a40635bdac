//! Types for the OData conventions of Microsoft Graph: pages, updates, query options, dates and enumerations.

pub(crate) mod date_time_offset;
mod enumeration;
pub(crate) mod page;
pub(crate) mod patch;
pub(crate) mod query_options;
pub(crate) mod setter;
pub(crate) mod value;

pub use date_time_offset::{DateTimeOffset, ParseDateTimeOffsetError};
pub use page::Page;
pub use patch::Patch;
pub use query_options::QueryOptions;
pub use setter::{IntoList, IntoOptional, IntoOptionalList, IntoPatch};
pub use value::{ODataValue, PlainText};
