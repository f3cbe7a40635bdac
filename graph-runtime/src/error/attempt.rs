//! The attempt that an error refers to.

/// The attempt that an error refers to.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) action: &'static str,
    pub(crate) host: &'a str,
    pub(crate) client_request_id: &'a str,
}
