//! Where the descriptions come from: files, the cache, and Microsoft's servers that fill it.
//!
//! [`Library`] gives each description when it is first asked for. [`fetch`](fetch::fetch) is the only part of the
//! program that uses the network.

mod cache;
mod cloud;
pub mod fetch;
mod file;
mod kind;
mod library;
mod pages;

pub use self::{
    cache::{Cache, Entry},
    cloud::Cloud,
    file::{LIMIT, ReadError, read},
    kind::Kind,
    library::{Library, LoadError, Options},
    pages::page_names,
};
