//! A short soak.

use std::time::Duration;

use super::soak;

#[test]
fn a_misbehaving_service_breaks_no_promise() {
    let report = soak(Duration::from_secs(2), 16).expect("a soak");
    assert!(report.is_kept(), "{report}");
}
