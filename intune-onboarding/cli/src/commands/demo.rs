//! `demo`: three tokens are renewed on an embedded tenant, over real HTTP, on this computer alone.

use std::{fs, path::PathBuf};

use clap::Args;
use graph_runtime::{GraphAction, GraphClient, QueryOptions, Secret};
use intune_onboarding::{
    android::{CreateToken, GetAndroidDeviceOwnerEnrollmentProfile},
    dep::{GetDepOnboardingSetting, UploadDepToken},
    sandbox::Sandbox,
    vpp::{UpdateVppToken, VppTokenState},
};
use serde::Serialize;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::android::{show_qr_code, show_token};
use crate::{
    failure::Failure,
    input,
    options::GlobalOptions,
    output::{Output, permissions_line, request_json, to_json},
    service::{USER_AGENT, call_json},
};

/// A DEP token in the form of Apple Business Manager's files, without a real token inside.
const SAMPLE_DEP_TOKEN: &str = "\
Content-Type: application/pkcs7-mime; name=\"smime.p7m\"; smime-type=enveloped-data\r
Content-Transfer-Encoding: base64\r
Content-Disposition: attachment; filename=\"smime.p7m\"\r
Content-Description: S/MIME Encrypted Message\r
\r
VGhpcyBpcyBhIG1hZGUtdXAgREVQIHRva2VuIG9mIHRoZSBkZW1vIHRlbmFudC4gSXQgb3BlbnMg\r
bm90aGluZy4=\r
";

/// A VPP token in the form of Apple Business Manager's files: `{"expDate":"…","orgName":"Contoso","token":"made up"}` in
/// base64.
const SAMPLE_VPP_TOKEN: &str =
    "eyJleHBEYXRlIjoiMjAyNy0wOC0wMVQwOTowMDowMCswMDAwIiwib3JnTmFtZSI6IkNvbnRvc28iLCJ0b2tlbiI6Im1hZGUgdXAifQ==\n";

/// The Apple ID of the embedded tenant.
const APPLE_ID: &str = "it@contoso.com";

/// Renew DEP, Android and VPP tokens on an embedded tenant; needs no account
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Upload this .p7m file instead of a sample; it does not leave this computer
    #[arg(long, value_name = "FILE")]
    dep_token: Option<PathBuf>,

    /// Upload this .vpptoken file instead of a sample; it does not leave this computer
    #[arg(long, value_name = "FILE")]
    vpp_token: Option<PathBuf>,
}

impl Demo {
    pub(crate) async fn run(self, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
        options.reject_service_options("demo calls an embedded tenant")?;
        let files = Files::of(self)?;
        let dep_token = input::dep_token(&files.dep_token)?;
        let vpp_token = input::vpp_token(&files.vpp_token)?;

        let sandbox = Sandbox::start()?;
        let token = sandbox.access_token().into_inner();
        let graph = GraphClient::builder().base_url(sandbox.url()).token(token).user_agent(USER_AGENT).build()?;
        if !output.is_json() {
            let url = sandbox.url();
            output.line(format_args!("An embedded tenant is running at {url}; nothing leaves this computer.\n"))?;
        }
        let mut walk = Walk { graph, output, steps: Vec::new() };
        walk.upload_dep_token(&files, &dep_token).await?;
        walk.create_android_token().await?;
        walk.update_vpp_token(&files, &vpp_token).await?;

        let arrived = |id, sent: &Secret<String>| sandbox.uploaded_token(id).as_ref() == Some(sent);
        expect(arrived(Sandbox::DEP_ONBOARDING_SETTING, &dep_token), "the DEP token did not arrive as it was sent")?;
        expect(arrived(Sandbox::VPP_TOKEN, &vpp_token), "the VPP token did not arrive as it was sent")?;
        let Walk { output, steps, .. } = walk;
        let calls = sandbox.received().len();
        let url = sandbox.url().to_owned();
        sandbox.stop().await;
        if output.is_json() {
            output.json(&json!({"ok": true, "tenant": url, "steps": steps}))?;
        } else {
            output.line(format_args!("Success: {calls} calls, every response as expected; the tenant has stopped."))?;
        }
        Ok(())
    }
}

/// The token files: the user's own, or samples in a directory that is removed with this value.
struct Files {
    dep_token: PathBuf,
    vpp_token: PathBuf,
    _samples: TempDir,
}

impl Files {
    fn of(arguments: Demo) -> Result<Self, Failure> {
        let samples = tempfile::Builder::new().prefix("intune-onboarding-demo-").tempdir()?;
        let sample = |name: &str, content: &str| {
            let path = samples.path().join(name);
            fs::write(&path, content).map(|()| path)
        };
        let dep_token = match arguments.dep_token {
            Some(path) => path,
            None => sample("Contoso_smime.p7m", SAMPLE_DEP_TOKEN)?,
        };
        let vpp_token = match arguments.vpp_token {
            Some(path) => path,
            None => sample("sToken_for_Contoso.vpptoken", SAMPLE_VPP_TOKEN)?,
        };
        Ok(Self { dep_token, vpp_token, _samples: samples })
    }
}

/// The calls of the demo in turn.
struct Walk<'d, 'w> {
    graph: GraphClient,
    output: &'d mut Output<'w>,
    steps: Vec<Value>,
}

impl Walk<'_, '_> {
    async fn upload_dep_token(&mut self, files: &Files, dep_token: &Secret<String>) -> Result<(), Failure> {
        self.title(&format!("1. Upload a DEP token from {}", files.dep_token.display()))?;
        let id = Sandbox::DEP_ONBOARDING_SETTING;
        let upload = UploadDepToken { id: id.into(), apple_id: APPLE_ID.into(), dep_token: dep_token.expose().clone() };
        self.call(&upload).await?;
        let read = GetDepOnboardingSetting {
            id: id.into(),
            options: QueryOptions::new().select(["id", "appleIdentifier", "tokenExpirationDateTime"]),
        };
        let setting = self.call(&read).await?;
        expect(setting.apple_identifier.as_deref() == Some(APPLE_ID), "the setting does not have the Apple ID")
    }

    async fn create_android_token(&mut self) -> Result<(), Failure> {
        self.title("2. Create an Android enrollment token and read it with its QR code")?;
        let id = Sandbox::ANDROID_ENROLLMENT_PROFILE;
        let token_validity_in_seconds = 90 * 24 * 60 * 60;
        self.call(&CreateToken { id: id.into(), token_validity_in_seconds }).await?;
        let options = QueryOptions::new().select(["id", "displayName", "enrollmentMode"]).select([
            "tokenValue",
            "tokenExpirationDateTime",
            "qrCodeContent",
        ]);
        let read = GetAndroidDeviceOwnerEnrollmentProfile { id: id.into(), options };
        let profile = self.call(&read).await?;
        let token = profile.token_value.as_ref().map_or("", |token| token.expose());
        let inside = profile.qr_code_content.as_ref().is_some_and(|content| content.expose().contains(token));
        expect(!token.is_empty() && inside, "the profile has no token with a QR code")?;
        if !self.output.is_json() {
            show_token(self.output, &profile)?;
            show_qr_code(self.output, &profile)?;
            self.output.line("")?;
        }
        Ok(())
    }

    async fn update_vpp_token(&mut self, files: &Files, vpp_token: &Secret<String>) -> Result<(), Failure> {
        self.title(&format!("3. Update a VPP token from {}", files.vpp_token.display()))?;
        let update = UpdateVppToken::builder()
            .id(Sandbox::VPP_TOKEN)
            .token(vpp_token.expose().as_str())
            .automatically_update_apps(true)
            .clear_country_or_region()
            .build();
        let token = self.call(&update).await?;
        expect(token.state == Some(VppTokenState::Valid), "the token is not valid after the update")?;
        expect(token.country_or_region.is_none(), "the country is not cleared")
    }

    fn title(&mut self, title: &str) -> Result<(), Failure> {
        if !self.output.is_json() {
            self.output.line(format_args!("{title}\n"))?;
        }
        Ok(())
    }

    /// Calls an action, and shows the request, the response and the permissions that the call needs.
    async fn call<A>(&mut self, action: &A) -> Result<A::Response, Failure>
    where
        A: GraphAction,
        A::Response: Serialize,
    {
        let preview = self.graph.call(action).preview()?;
        let response = self.graph.call(action).send_detailed().await?;
        let mut result = to_json(&response.value)?;
        if self.output.is_json() {
            let request = request_json(A::METADATA, &preview);
            self.steps.push(json!({"request": request, "response": call_json::<A>(&response), "result": result}));
            return Ok(response.value);
        }
        self.output.indented(&preview.to_string())?;
        self.output.line("")?;
        self.output.indented(&format!("{} (request-id {})", response.status, response.request_id().unwrap_or("-")))?;
        if let Some(content) = result.get_mut("qrCodeContent") {
            *content = "(drawn below)".into();
        }
        if !result.is_null() {
            self.output.indented(&format!("{result:#}"))?;
        }
        self.output.indented(&format!("permissions: {}", permissions_line(&A::METADATA.permissions)))?;
        self.output.line("")?;
        Ok(response.value)
    }
}

/// Fails if something is not as it must be: the demo is a test too.
fn expect(holds: bool, otherwise: &str) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(Failure::internal(otherwise)) }
}
