//! The [`RetryPolicy`]: how often and when failed attempts are retried, and the [`RetryBudget`] that all calls of a
//! client share.

pub(crate) mod attempts;
pub(crate) mod budget;
pub(crate) mod clock;
pub(crate) mod policy;
pub(crate) mod retry_after;
#[cfg(test)]
mod tests;

pub use budget::RetryBudget;
pub use policy::RetryPolicy;
