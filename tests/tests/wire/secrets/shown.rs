//! Looks at everything that can be shown of a value.

use std::{
    error::Error as StdError,
    fmt::{Debug, Display},
};

use graph_runtime::Error;
use graph_tests::capture;

/// Whether a text holds no secret.
#[track_caller]
pub(crate) fn assert_text_is_clean(text: &str) {
    if let Some(secret) = capture::find(text) {
        panic!("`{secret}` is shown:\n{text}");
    }
}

/// Whether neither form of `Debug` holds a secret.
#[track_caller]
pub(crate) fn assert_debug_is_clean(value: &dyn Debug) {
    assert_text_is_clean(&format!("{value:?}\n{value:#?}"));
}

/// Whether `Display` holds no secret either.
#[track_caller]
pub(crate) fn assert_clean(value: &(impl Debug + Display)) {
    assert_debug_is_clean(value);
    assert_text_is_clean(&format!("{value}\n{value:#}"));
}

/// Whether nothing holds a secret that an error shows: itself, all its causes, and what its methods give for logs.
#[track_caller]
pub(crate) fn assert_error_is_clean(error: &Error) {
    assert_clean(error);
    let mut cause: Option<&dyn StdError> = error.source();
    while let Some(shown) = cause {
        assert_text_is_clean(&format!("{shown:?}\n{shown:#?}\n{shown}\n{shown:#}"));
        cause = shown.source();
    }
    match error {
        Error::Build(error) => {
            assert_text_is_clean(&format!("{error:?} {} {:?} {}", error.subject(), error.field_name(), error.reason()));
        }
        Error::Token(error) => assert_text_is_clean(error.reason()),
        Error::Transport(error) => assert_text_is_clean(error.host()),
        Error::Timeout(error) => assert_text_is_clean(error.host()),
        Error::Decode(error) => assert_text_is_clean(&format!("{error:?} {}", error.reason())),
        Error::Api(error) => {
            assert_clean(error);
            assert_text_is_clean(&format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                error.code(),
                error.message(),
                error.target(),
                error.details(),
                error.inner_errors(),
                error.needs(),
                error.granted(),
                error.headers(),
                (error.request_id(), error.client_request_id(), error.date()),
            ));
        }
        other => panic!("what does it show? {other:?}"),
    }
}
