//! Reads Microsoft's descriptions of Microsoft Graph and writes declarations for
//! [`graph-runtime`](https://docs.rs/graph-runtime).
//!
//! One model is in the middle: [`description`]. Readers fill it, writers and checks use it, and neither knows the other.

mod casing;
pub mod check;
pub mod csdl;
pub mod description;
pub mod edit;
#[doc(hidden)]
pub mod fuzzing;
pub mod input;
mod keyword;
pub mod page;
pub mod permission_data;
mod read_only;
pub mod resolve;
pub mod search;
mod secret;
pub mod source;
pub mod write;
