//! Which attempts are retried, and when: the [`RetryPolicy`].

pub(crate) mod attempts;
pub(crate) mod clock;
pub(crate) mod policy;
pub(crate) mod retry_after;
#[cfg(test)]
mod tests;

pub use policy::RetryPolicy;
