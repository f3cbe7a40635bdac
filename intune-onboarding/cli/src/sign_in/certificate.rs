//! The certificate of an application, and the assertions that are signed with its key.

use std::{path::Path, time::SystemTime};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use graph_runtime::Secret;
use ring::{
    digest::{SHA256, digest},
    rand::{SecureRandom, SystemRandom},
    signature::{RSA_PSS_SHA256, RsaKeyPair},
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use serde_json::json;

use crate::{failure::Failure, input};

/// How long an assertion is valid, in seconds.
const VALIDITY: u64 = 600;

/// A certificate with its private key.
pub(crate) struct Certificate {
    thumbprint: String,
    key: RsaKeyPair,
}

impl Certificate {
    /// Reads a PEM file with a certificate and its RSA key.
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let option = "--credential-file";
        let content = input::read(option, path)?;
        let fault = |reason: &str| Failure::input(format!("{} {reason}", input::name(option, path)));
        if !content.windows(11).any(|part| part == b"-----BEGIN ") {
            return Err(fault(
                "is no PEM file: a PKCS #12 file becomes one with `openssl pkcs12 -in FILE -out FILE.pem -nodes`",
            ));
        }
        let certificate = CertificateDer::from_pem_slice(&content).map_err(|_| fault("has no certificate"))?;
        let key = PrivateKeyDer::from_pem_slice(&content)
            .map_err(|_| fault("has no private key, or an encrypted one: append the key without a password"))?;
        let key = match &key {
            PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()),
            _ => return Err(fault("has a key that is not RSA, which Microsoft Entra does not take")),
        };
        let key = key.map_err(|error| fault(&format!("has a key that is no usable RSA key: {error}")))?;
        Ok(Self { thumbprint: URL_SAFE_NO_PAD.encode(digest(&SHA256, &certificate)), key })
    }

    /// Returns an assertion that this application asks the audience for a token.
    pub(super) fn assertion(&self, client_id: &str, audience: &str) -> Result<Secret<String>, String> {
        let random = SystemRandom::new();
        let mut id = [0; 16];
        random.fill(&mut id).map_err(|_| "the system has no random numbers")?;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let header = json!({"alg": "PS256", "typ": "JWT", "x5t#S256": self.thumbprint});
        let claims = json!({
            "aud": audience,
            "iss": client_id,
            "sub": client_id,
            "jti": URL_SAFE_NO_PAD.encode(id),
            "nbf": now,
            "exp": now + VALIDITY,
        });
        let encode = |part: serde_json::Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let signed = format!("{}.{}", encode(header), encode(claims));
        let mut signature = vec![0; self.key.public().modulus_len()];
        let outcome = self.key.sign(&RSA_PSS_SHA256, &random, signed.as_bytes(), &mut signature);
        outcome.map_err(|_| "the assertion cannot be signed with the key of the certificate")?;
        Ok(Secret::new(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))))
    }
}
