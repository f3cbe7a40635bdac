//! Which attempt an error is about.

/// What the errors of an attempt say about it.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) action: &'static str,
    pub(crate) host: &'a str,
    pub(crate) client_request_id: &'a str,
}
