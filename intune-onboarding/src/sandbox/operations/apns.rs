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
use crate::token_file;

pub(super) fn find(name: &str) -> Option<Particular> {
    match name {
        "downloadApplePushNotificationCertificateSigningRequest"
        | "generateApplePushNotificationCertificateSigningRequest" => Some(signing_request),
        _ => None,
    }
}

/// A new certificate brings its topic, serial number and date. One that is made up has the topic of the current one, as a
/// renewed certificate has, and is valid for a year.
pub(super) fn before_write(object: &mut Object) -> Result<(), ErrorResponse> {
    let Some(certificate) = object.get("certificate").and_then(Value::as_str) else { return Ok(()) };
    if !certificate.contains("-----BEGIN CERTIFICATE-----") {
        let message = "The property 'certificate' is not a certificate in PEM format.";
        return Err(ErrorResponse::invalid_value(message.to_owned()));
    }
    let (expires, serial_number) = match token_file::push_certificate(certificate.as_bytes()) {
        Ok(file) => {
            object.insert("topicIdentifier".into(), file.topic.into());
            (file.certificate.not_after.to_offset_date_time(), file.certificate.id.serial_number)
        }
        Err(_) => (OffsetDateTime::now_utc() + Duration::days(365), Uuid::new_v4().simple().to_string().to_uppercase()),
    };
    object.insert("expirationDateTime".into(), store::text(expires).into());
    object.insert("certificateSerialNumber".into(), serial_number.into());
    object.insert("certificateUploadStatus".into(), "Success".into());
    Ok(())
}

fn signing_request(context: &Context<'_>, _: &mut Store) -> Result<Success, ErrorResponse> {
    context.parameters()?;
    let request = STANDARD.encode(Uuid::new_v4().as_bytes());
    Ok(value(context, format!("-----BEGIN CERTIFICATE REQUEST-----\n{request}\n-----END CERTIFICATE REQUEST-----\n")))
}
