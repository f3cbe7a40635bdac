//! `inspect`: what a file from Apple is, without sending anything.

use std::path::{Path, PathBuf};

use clap::Args;
use graph_runtime::DateTimeOffset;
use intune_onboarding::token_file::{self, CertificateFile, DepTokenFile, PushCertificateFile, VppTokenFile};
use serde_json::{Value, json};

use crate::{
    commands::{
        checks,
        days::{days_left, in_days},
    },
    failure::Failure,
    input,
    options::GlobalOptions,
    output::{Output, plain},
};

/// Check a file from Apple before it is uploaded, without sending anything
///
/// Recognizes DEP tokens (.p7m), VPP tokens (.vpptoken), push certificates and other certificates, and says what they are
/// for and when they expire. No secret of the file is shown.
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// The file; - reads standard input
    file: PathBuf,

    /// Check that a DEP token is encrypted for the certificate in this file, which is the public key that was uploaded to
    /// Apple
    #[arg(long, value_name = "FILE")]
    public_key: Option<PathBuf>,

    /// Check that a push certificate has this topic, which is the topicIdentifier of the current one
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,

    /// End with exit code 7 if the file expires within this number of days
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    within: u16,
}

/// A file that is known.
enum File {
    DepToken(DepTokenFile),
    VppToken(VppTokenFile),
    PushCertificate(PushCertificateFile),
    Certificate(CertificateFile),
}

impl File {
    fn read(content: &[u8]) -> Result<Self, String> {
        let mut errors = Vec::new();
        let read = token_file::dep_token_file(content).map(Self::DepToken);
        let read = read.or_else(|error| {
            errors.push(error);
            token_file::vpp_token(content).map(Self::VppToken)
        });
        let read = read.or_else(|error| {
            errors.push(error);
            token_file::push_certificate(content).map(Self::PushCertificate)
        });
        let read = read.or_else(|error| {
            errors.push(error);
            token_file::certificate(content).map(Self::Certificate)
        });
        read.map_err(|error| {
            // The reader that got furthest knows best: it has found a token that is not whole.
            let partial = errors.iter().find(|error| error.found().starts_with("a part of"));
            let found = partial.map_or(error.found(), |error| error.found());
            format!("it looks like {found}, not a .p7m or .vpptoken file or a certificate from Apple")
        })
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::DepToken(_) => "DEP token",
            Self::VppToken(_) => "VPP token",
            Self::PushCertificate(_) => "push certificate",
            Self::Certificate(_) => "certificate",
        }
    }

    fn expires(&self) -> Option<&DateTimeOffset> {
        match self {
            Self::DepToken(_) => None,
            Self::VppToken(file) => file.expires.as_ref(),
            Self::PushCertificate(file) => Some(&file.certificate.not_after),
            Self::Certificate(file) => Some(&file.not_after),
        }
    }

    /// Returns what is known, by the names of a table and of JSON.
    fn facts(&self) -> Vec<(&'static str, &'static str, String)> {
        let certificate = |file: &CertificateFile| {
            vec![
                ("subject", "subject", file.subject.clone()),
                ("issuer", "issuer", file.id.issuer.clone()),
                ("serial", "serialNumber", file.id.serial_number.clone()),
                ("valid from", "notBefore", file.not_before.to_string()),
            ]
        };
        match self {
            Self::DepToken(file) => {
                file.recipients.iter().map(|recipient| ("for", "recipient", recipient.to_string())).collect()
            }
            Self::VppToken(file) => vec![("org", "organizationName", file.organization_name.clone())],
            Self::PushCertificate(file) => {
                let mut facts = vec![("topic", "topicIdentifier", file.topic.clone())];
                facts.append(&mut certificate(&file.certificate));
                facts
            }
            Self::Certificate(file) => certificate(file),
        }
    }
}

impl Inspect {
    #[expect(clippy::unused_async, reason = "every command runs alike")]
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        options.reject_service_options("`inspect` sends nothing")?;
        let file = read("FILE", &self.file)?;
        self.show(&file, output)?;
        self.check_recipient(&file)?;
        self.check_topic(&file)?;
        self.check_expiry(&file)
    }

    fn show(&self, file: &File, output: &mut Output<'_>) -> Result<(), Failure> {
        let facts = file.facts();
        let days = file.expires().map(days_left);
        if output.is_json() {
            let mut json = json!({"ok": true, "kind": file.kind(), "file": self.file.display().to_string()});
            for (_, name, value) in facts {
                json[name] = value.into();
            }
            json["expirationDateTime"] = file.expires().map_or(Value::Null, |date| date.to_string().into());
            json["daysLeft"] = days.into();
            output.json(&json)?;
            return Ok(());
        }
        output.pair("kind", file.kind())?;
        for (name, _, value) in facts {
            output.pair(name, plain(&value))?;
        }
        match (file.expires(), days) {
            (Some(date), Some(days)) => output.pair("expires", format!("{date} ({})", in_days(days)))?,
            _ if matches!(file, File::DepToken(_)) => {
                output.pair("expires", "only Apple and Intune can read it: the token is encrypted")?;
            }
            _ => output.pair("expires", "unknown")?,
        }
        Ok(())
    }

    fn check_recipient(&self, file: &File) -> Result<(), Failure> {
        let Some(path) = &self.public_key else { return Ok(()) };
        let File::DepToken(token) = file else {
            return Err(Failure::input(format!("--public-key does not apply: the file is a {}", file.kind())));
        };
        let content = input::read("--public-key", path)?;
        let key = token_file::certificate(&content)
            .map_err(|error| Failure::input(format!("--public-key: {}: {error}", path.display())))?;
        if token.recipients.is_empty() {
            return Err(Failure::input("the DEP token does not say for which public key it is encrypted"));
        }
        checks::recipient(token, &key.id).map_err(Failure::input)
    }

    fn check_topic(&self, file: &File) -> Result<(), Failure> {
        let Some(topic) = &self.topic else { return Ok(()) };
        match file {
            File::PushCertificate(certificate) => checks::topic(certificate, topic).map_err(Failure::input),
            other => Err(Failure::input(format!("--topic does not apply: the file is a {}", other.kind()))),
        }
    }

    fn check_expiry(&self, file: &File) -> Result<(), Failure> {
        match file.expires() {
            Some(date) if days_left(date) < 0 => {
                Err(Failure::expired(format!("the {} has expired, at {date}", file.kind())))
            }
            Some(date) if days_left(date) < i64::from(self.within) => {
                Err(Failure::expired(format!("the {} expires {}, at {date}", file.kind(), in_days(days_left(date)))))
            }
            _ => Ok(()),
        }
    }
}

fn read(option: &str, path: &Path) -> Result<File, Failure> {
    let content = input::read(option, path)?;
    File::read(&content).map_err(|error| Failure::input(format!("{}: {error}", input::name(option, path))))
}
