//! What a file that is not a token looks like.

use serde_json::Value;

use super::{
    asn1::{ContentType, content_type},
    decoded, mime_body, pem_body, without_mark,
};

/// The kinds of files that are taken for tokens by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Empty,
    Utf16,
    Html,
    Xml,
    Archive,
    Pdf,
    Image,
    AccessToken,
    PrivateKey,
    Certificate,
    CertificateRequest,
    SignedMessage,
    KeyStore,
    DepToken,
    VppToken,
    Json,
    Message,
    OtherAsn1,
    Base64,
    Text,
    Binary,
}

impl Kind {
    /// Returns the kind with an article, to follow "it looks like".
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Empty => "an empty file",
            Self::Utf16 => "text in UTF-16, as PowerShell writes it: download the file again, or save it as UTF-8",
            Self::Html => "an HTML page",
            Self::Xml => "an XML document",
            Self::Archive => "an archive",
            Self::Pdf => "a PDF document",
            Self::Image => "an image",
            Self::AccessToken => "an access token (JWT)",
            Self::PrivateKey => "a private key",
            Self::Certificate => "a certificate",
            Self::CertificateRequest => "a certificate signing request",
            Self::SignedMessage => "a signed message (PKCS #7) without encryption",
            Self::KeyStore => "a PKCS #12 file (.p12, .pfx), which has a private key",
            Self::DepToken => "a DEP token (.p7m)",
            Self::VppToken => "a VPP token (.vpptoken)",
            Self::Json => "JSON",
            Self::Message => "a mail message with other content",
            Self::OtherAsn1 => "a certificate, key or other file in ASN.1",
            Self::Base64 => "base64 of something else",
            Self::Text => "other text",
            Self::Binary => "binary data",
        }
    }

    /// Returns what the content looks like.
    pub(super) fn of(content: &[u8]) -> Self {
        if content.starts_with(b"\xff\xfe") || content.starts_with(b"\xfe\xff") {
            return Self::Utf16;
        }
        let content = without_mark(content);
        match std::str::from_utf8(content) {
            Ok(text) if !text.contains('\0') => of_text(text.trim()),
            _ => of_bytes(content),
        }
    }
}

fn of_bytes(content: &[u8]) -> Kind {
    const MAGIC: &[(&[u8], Kind)] = &[
        (b"PK", Kind::Archive),
        (b"\x1f\x8b", Kind::Archive),
        (b"7z\xbc\xaf", Kind::Archive),
        (b"%PDF", Kind::Pdf),
        (b"\x89PNG", Kind::Image),
        (b"\xff\xd8\xff", Kind::Image),
        (b"bplist", Kind::Xml),
    ];
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| content.starts_with(magic)) {
        return *kind;
    }
    // Text in UTF-16 without a mark: every second byte is zero.
    if content.len() >= 8 && content.chunks_exact(2).take(32).all(|pair| (pair[0] == 0) != (pair[1] == 0)) {
        return Kind::Utf16;
    }
    of_asn1(content).unwrap_or(Kind::Binary)
}

fn of_asn1(content: &[u8]) -> Option<Kind> {
    match content_type(content) {
        ContentType::Enveloped { .. } => Some(Kind::DepToken),
        ContentType::Signed => Some(Kind::SignedMessage),
        ContentType::KeyStore => Some(Kind::KeyStore),
        ContentType::OtherSequence => Some(Kind::OtherAsn1),
        ContentType::Unknown => None,
    }
}

fn of_text(text: &str) -> Kind {
    if text.is_empty() {
        return Kind::Empty;
    }
    let start: String = text.chars().take(1024).collect::<String>().to_ascii_lowercase();
    if start.starts_with('<') {
        return if start.contains("<html") || start.contains("<!doctype html") { Kind::Html } else { Kind::Xml };
    }
    if let Some(label) = start.strip_prefix("-----begin ") {
        let label = label.split("-----").next().unwrap_or_default();
        return match label {
            _ if label.contains("private key") => Kind::PrivateKey,
            _ if label.contains("certificate request") => Kind::CertificateRequest,
            _ if label.contains("certificate") => Kind::Certificate,
            _ => pem_body(text).and_then(decoded).and_then(|der| of_asn1(&der)).unwrap_or(Kind::Text),
        };
    }
    if start.starts_with("%pdf") || start.starts_with("pk\u{3}\u{4}") {
        return if start.starts_with('%') { Kind::Pdf } else { Kind::Archive };
    }
    if text.starts_with("eyJ") && text.split('.').count() == 3 {
        return Kind::AccessToken;
    }
    if serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_object() || value.is_array()) {
        return Kind::Json;
    }
    if let Some(body) = mime_body(text) {
        return decoded(body).and_then(|der| of_asn1(&der)).unwrap_or(Kind::Message);
    }
    match decoded(text) {
        // Short words are base64 by accident.
        Some(bytes) if text.len() >= 16 => of_base64(&bytes),
        _ => Kind::Text,
    }
}

fn of_base64(bytes: &[u8]) -> Kind {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::Object(values)) if values.contains_key("token") && values.contains_key("expDate") => Kind::VppToken,
        _ => of_asn1(bytes).unwrap_or(Kind::Base64),
    }
}
