//! The certificate for Apple's push notifications.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::{
    super::{
        context::Context,
        response::{ErrorResponse, Success},
        schema::Object,
        store::{self, Store},
    },
    Particular, value,
};

pub(super) fn find(name: &str) -> Option<Particular> {
    match name {
        "downloadApplePushNotificationCertificateSigningRequest"
        | "generateApplePushNotificationCertificateSigningRequest" => Some(signing_request),
        _ => None,
    }
}

/// A new certificate is valid for a year. The topic stays, as it does when a certificate is renewed.
pub(super) fn before_write(object: &mut Object) -> Result<(), ErrorResponse> {
    let Some(certificate) = object.get("certificate").and_then(Value::as_str) else { return Ok(()) };
    if !certificate.contains("-----BEGIN CERTIFICATE-----") {
        let message = "The property 'certificate' is not a certificate in PEM format.";
        return Err(ErrorResponse::invalid_value(message.to_owned()));
    }
    object.insert("expirationDateTime".into(), store::text(OffsetDateTime::now_utc() + Duration::days(365)).into());
    object.insert("certificateSerialNumber".into(), Uuid::new_v4().simple().to_string().to_uppercase().into());
    object.insert("certificateUploadStatus".into(), "Success".into());
    Ok(())
}

fn signing_request(context: &Context<'_>, _: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    let request = STANDARD.encode(Uuid::new_v4().as_bytes());
    Ok(value(context, format!("-----BEGIN CERTIFICATE REQUEST-----\n{request}\n-----END CERTIFICATE REQUEST-----\n")))
}
