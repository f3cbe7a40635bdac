//! The values that Microsoft Graph speaks in: OData's conventions as Rust types.

mod date_time_offset;
mod enumeration;
mod page;
mod patch;
mod query_options;
mod value;

pub use date_time_offset::{DateTimeOffset, InvalidDateTimeOffset};
pub use page::Page;
pub use patch::Patch;
pub use query_options::QueryOptions;
pub use value::{Text, Value};
