//! An action that is secret wherever it can be.

use std::fmt;

use graph_runtime::{Bytes, Page, Patch, Secret, graph_action, odata::Base64};
use serde::{Deserialize, Serialize};

/// A secret in each place of a request with a JSON body.
#[graph_action(
    POST, "/vaults/<vault>/f(key='<key>',pin=<pin>)/root:/<path..>:/open",
    version = ["v1.0", "beta"],
    perms(application = "Device.ReadWrite.All"),
    returns = Opened,
)]
#[derive(Clone)]
pub(crate) struct OpenVault {
    #[graph(secret)]
    pub(crate) vault: String,
    #[graph(secret)]
    pub(crate) key: String,
    #[graph(secret)]
    pub(crate) pin: String,
    #[graph(secret)]
    pub(crate) path: String,
    #[graph(query, secret)]
    pub(crate) code: String,
    #[graph(query)]
    pub(crate) second_code: Option<Secret<String>>,
    #[graph(header = "X-Key", secret)]
    pub(crate) header: String,
    #[graph(header = "X-Other-Key")]
    pub(crate) other_header: Secret<String>,
    #[graph(secret)]
    pub(crate) password: String,
    #[graph(secret)]
    pub(crate) next_password: Patch<String>,
    pub(crate) account: Account,
    #[graph(secret)]
    pub(crate) bytes: Base64,
}

/// An entity with a secret in it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Account {
    pub(crate) password: Secret<String>,
}

/// What comes back, with a secret in it.
#[derive(Debug, Deserialize)]
pub(crate) struct Opened {
    #[expect(dead_code, reason = "what counts is what is shown of it")]
    pub(crate) content: Secret<String>,
}

/// A secret body.
#[graph_action(PUT, "/vaults/1/content", perms(application = "Device.ReadWrite.All"))]
pub(crate) struct FillVault {
    #[graph(raw_body = "application/octet-stream", secret)]
    pub(crate) content: Bytes,
}

/// A secret in what leads to the content of a file.
#[graph_action(GET, "/vaults/<vault>/content", perms = "Device.Read.All", returns = Bytes)]
pub(crate) struct ReadVault {
    #[graph(secret)]
    pub(crate) vault: String,
    #[graph(query, secret)]
    pub(crate) code: String,
    #[graph(header = "X-Key", secret)]
    pub(crate) header: String,
}

/// A collection with secrets in it, behind secrets.
#[graph_action(GET, "/vaults", perms = "Device.Read.All", returns = Page<Opened>)]
pub(crate) struct ListVaults {
    #[graph(query, secret)]
    pub(crate) code: String,
    #[graph(header = "X-Key", secret)]
    pub(crate) header: String,
}

/// Every value of it is a secret.
pub(crate) fn open() -> OpenVault {
    OpenVault {
        vault: "hunter2-vault".into(),
        key: "hunter2-key".into(),
        pin: "hunter2-pin".into(),
        path: "a/hunter2-path/b".into(),
        code: "hunter2 code".into(),
        second_code: Some("hunter2/code".into()),
        header: "hunter2-header".into(),
        other_header: "hunter2-header".into(),
        password: "hunter2-password".into(),
        next_password: Patch::Set("hunter2-password".into()),
        account: Account { password: "hunter2-password".into() },
        bytes: b"hunter2-bytes".into(),
    }
}

pub(crate) fn fill() -> FillVault {
    FillVault { content: "hunter2-content".into() }
}

pub(crate) fn read() -> ReadVault {
    ReadVault { vault: "hunter2-vault".into(), code: "hunter2-code".into(), header: "hunter2-header".into() }
}

pub(crate) fn list() -> ListVaults {
    ListVaults { code: "hunter2-code".into(), header: "hunter2-header".into() }
}

/// What cannot be written, and says a secret with it.
pub(crate) struct Unwritable;

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hunter2-half")?;
        Err(fmt::Error)
    }
}

impl Serialize for Unwritable {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("hunter2 cannot be written"))
    }
}
