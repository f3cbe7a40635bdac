//! Reads Microsoft's descriptions of Microsoft Graph and writes declarations for
//! [`graph-runtime`](https://docs.rs/graph-runtime).
//!
//! One model is in the middle: [`description`]. Readers fill it, writers and checks use it, and neither knows the other.

pub mod csdl;
pub mod description;
#[doc(hidden)]
pub mod fuzzing;
pub mod resolve;
