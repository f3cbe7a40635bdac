//! Checks of a file from Apple against what the tenant has. What does not fit is said with its consequence.

use graph_runtime::DateTimeOffset;
use intune_onboarding::token_file::{CertificateId, DepTokenFile, PushCertificateFile, VppTokenFile};

/// Checks that a DEP token is encrypted for the public key with this certificate. A token that does not name its recipients
/// passes.
pub(super) fn recipient(token: &DepTokenFile, key: &CertificateId) -> Result<(), String> {
    if token.recipients.contains(key) || token.recipients.is_empty() {
        return Ok(());
    }
    let recipients: Vec<_> = token.recipients.iter().map(ToString::to_string).collect();
    Err(format!(
        "the DEP token is encrypted for {}, not for {key}: download it from the server in Apple Business Manager to which \
         this public key was uploaded",
        recipients.join("; ")
    ))
}

/// Checks that a push certificate has this topic.
pub(super) fn topic(certificate: &PushCertificateFile, topic: &str) -> Result<(), String> {
    if certificate.topic == topic {
        return Ok(());
    }
    Err(format!(
        "the push certificate has the topic {}, not {topic}: with it, every device would have to enroll again; renew the \
         current certificate in Apple's portal instead of creating a new one",
        certificate.topic
    ))
}

/// Checks that a VPP token belongs to this organization.
pub(super) fn organization(token: &VppTokenFile, organization: &str) -> Result<(), String> {
    if token.organization_name.trim() == organization.trim() {
        return Ok(());
    }
    Err(format!(
        "the VPP token belongs to \"{}\", not to \"{organization}\": with it, the apps of another organization would take \
         the place of the current ones; download the token of the right location",
        token.organization_name
    ))
}

/// Checks that a file is valid for longer than what the tenant has.
pub(super) fn longer(kind: &str, file: &DateTimeOffset, current: &DateTimeOffset) -> Result<(), String> {
    if file > current {
        return Ok(());
    }
    Err(format!(
        "the {kind} in the file expires at {file}, and the current one at {current}: the file is not newer; download it \
         again from Apple"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_newer_only_if_it_expires_later() {
        let date = |text: &str| text.parse::<DateTimeOffset>().expect(text);
        let current = date("2027-08-01T09:00:00-07:00");
        assert!(longer("VPP token", &date("2027-08-01T16:00:01Z"), &current).is_ok());
        for earlier in ["2027-08-01T16:00:00Z", "2026-08-01T09:00:00-07:00"] {
            let problem = longer("VPP token", &date(earlier), &current).expect_err(earlier);
            assert!(problem.starts_with("the VPP token in the file expires at "), "{problem}");
        }
    }
}
