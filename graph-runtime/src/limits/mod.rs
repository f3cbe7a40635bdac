//! [`Limits`] of a client: how many calls at a time and how many writes in a time it makes, so that the service does not
//! have to throttle it.

pub(crate) mod concurrency;
pub(crate) mod limit;
mod settings;
pub(crate) mod window;

pub use settings::Limits;
