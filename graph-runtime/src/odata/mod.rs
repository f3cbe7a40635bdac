//! Types for the OData conventions of Microsoft Graph: values, enumerations, pages, updates and query options.

pub(crate) mod additional;
mod base64;
mod date;
pub(crate) mod date_time_offset;
pub mod double;
pub(crate) mod duration;
mod enumeration;
mod flags;
pub(crate) mod list;
mod literal;
pub(crate) mod page;
pub(crate) mod patch;
pub(crate) mod query_options;
pub(crate) mod setter;
mod text;
mod text_value;
mod time_of_day;
pub(crate) mod value;

pub use additional::AdditionalProperties;
pub use base64::Base64;
pub use date::Date;
pub use date_time_offset::DateTimeOffset;
pub use duration::Duration;
pub use flags::{Flag, Flags};
pub use literal::{quoted, quoted_list};
pub use page::Page;
pub use patch::Patch;
pub use query_options::QueryOptions;
pub use setter::{IntoList, IntoOptional, IntoOptionalList, IntoPatch};
pub use text::{ParseValueError, ValueRangeError};
pub use time_of_day::TimeOfDay;
pub use value::{ODataValue, PlainText};
