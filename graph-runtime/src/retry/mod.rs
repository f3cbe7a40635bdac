//! The [`RetryPolicy`]: how often and when failed attempts are retried.

pub(crate) mod attempts;
pub(crate) mod clock;
pub(crate) mod policy;
pub(crate) mod retry_after;
#[cfg(test)]
mod tests;

pub use policy::RetryPolicy;
