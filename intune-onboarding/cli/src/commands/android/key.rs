//! The keys of profiles. A profile of the Android Open Source Project (AOSP) is read under its ID, and its tokens are created
//! and revoked under another key. One ID has to do for both.

use intune_onboarding::android::{AndroidDeviceOwnerEnrollmentMode, AndroidDeviceOwnerEnrollmentProfile};

use crate::input::AOSP;

/// Returns the key of a profile, which is its ID without what is put before it for an AOSP token.
pub(in crate::commands) fn key(id: &str) -> &str {
    id.strip_prefix(AOSP).unwrap_or(id)
}

/// Returns the key under which the token of a profile is created and revoked.
pub(super) fn token_key(is_aosp: bool, key: &str) -> String {
    if is_aosp { format!("{AOSP}{key}") } else { key.to_owned() }
}

/// Whether a profile is one for AOSP devices: by the ID that was given, or by its mode.
pub(super) fn is_aosp(id: &str, profile: &AndroidDeviceOwnerEnrollmentProfile) -> bool {
    id.starts_with(AOSP) || profile.enrollment_mode.as_ref().is_some_and(is_aosp_mode)
}

fn is_aosp_mode(mode: &AndroidDeviceOwnerEnrollmentMode) -> bool {
    mode.to_string().contains("AOSP")
}
