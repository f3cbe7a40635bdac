//! `demo`: three tokens are renewed on an embedded tenant, over real HTTP, on this computer alone.

use std::path::{Path, PathBuf};

use clap::Args;
use graph_runtime::Secret;
use intune_onboarding::{sandbox::Sandbox, token_file, vpp::VppTokenState};
use serde_json::{Value, json};

use super::{
    android::{
        code::{device_content, show_qr_code},
        create::{create_token, show_token},
    },
    dep, vpp,
};
use crate::{
    failure::Failure,
    input,
    list::List,
    options::GlobalOptions,
    output::{Output, permissions_line, request_json},
    qr::Background,
    service::{Service, Step},
};

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
        let dep_token = match &self.dep_token {
            Some(path) => input::dep_token("--dep-token", path)?,
            None => Secret::new(token_file::SAMPLE_DEP_TOKEN.to_owned()),
        };
        let vpp_token = match &self.vpp_token {
            Some(path) => input::vpp_token("--vpp-token", path)?,
            None => Secret::new(token_file::SAMPLE_VPP_TOKEN.to_owned()),
        };

        let sandbox = Sandbox::start()?;
        let service = Service::of(&sandbox, options)?;
        if !output.is_json() {
            let url = sandbox.url();
            output.line(format_args!("An embedded tenant is running at {url}; nothing leaves this computer.\n"))?;
        }
        let mut walk = Walk { service, output, steps: Vec::new() };
        walk.upload_dep_token(&file(self.dep_token.as_deref(), "Contoso_smime.p7m"), &dep_token).await?;
        walk.create_android_token().await?;
        walk.update_vpp_token(&file(self.vpp_token.as_deref(), "sToken_for_Contoso.vpptoken"), &vpp_token).await?;

        let arrived = |id, sent: &Secret<String>| sandbox.uploaded_token(id).as_ref() == Some(sent);
        expect(arrived(Sandbox::DEP_ONBOARDING_SETTING, &dep_token), "the DEP token did not arrive as it was sent")?;
        expect(arrived(Sandbox::VPP_TOKEN, &vpp_token), "the VPP token did not arrive as it was sent")?;
        let Walk { service, output, steps } = walk;
        drop(service);
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

/// Names the user's own file, or the sample in its place, which is never on a disk.
fn file(own: Option<&Path>, sample: &str) -> String {
    own.map_or_else(|| sample.to_owned(), |path| path.display().to_string())
}

/// The commands of the demo in turn, with the same requests as outside of it.
struct Walk<'d, 'w> {
    service: Service,
    output: &'d mut Output<'w>,
    steps: Vec<Value>,
}

impl Walk<'_, '_> {
    async fn upload_dep_token(&mut self, file: &str, dep_token: &Secret<String>) -> Result<(), Failure> {
        let id = Sandbox::DEP_ONBOARDING_SETTING;
        self.title(
            "1. Upload a DEP token",
            &format!("dep upload-token --id {id} --apple-id {APPLE_ID} --file {file}"),
        )?;
        self.service.call(&dep::upload(id, APPLE_ID, dep_token.clone())?).await?;
        self.show_steps()?;
        self.title("   See that it is renewed", "dep list")?;
        let settings = self.service.call(&dep::list(&List::default())).await?.value;
        self.show_steps()?;
        let setting = settings.value.iter().find(|setting| setting.id.as_deref() == Some(id));
        let apple_id = setting.and_then(|setting| setting.apple_identifier.as_deref());
        expect(apple_id == Some(APPLE_ID), "the setting does not have the Apple ID")
    }

    async fn create_android_token(&mut self) -> Result<(), Failure> {
        let id = Sandbox::ANDROID_ENROLLMENT_PROFILE;
        self.title(
            "2. Create an Android enrollment token and read it with its QR code",
            &format!("android create-token --id {id} --validity-days 90 --qr"),
        )?;
        let created = create_token(&self.service, id, 90 * 24 * 60 * 60).await?;
        self.show_steps()?;
        let token = created.profile.token_value.as_ref().map_or("", |token| token.expose());
        let content = created.profile.qr_code_content.as_ref().map(|content| device_content(content.expose()));
        let inside = content.as_ref().is_some_and(|content| content.contains(token));
        expect(!token.is_empty() && inside, "the profile has no token with a QR code")?;
        if !self.output.is_json() {
            show_token(self.output, &created.profile)?;
            show_qr_code(self.output, content.as_deref(), Background::Auto)?;
            self.output.line("")?;
        }
        Ok(())
    }

    async fn update_vpp_token(&mut self, file: &str, vpp_token: &Secret<String>) -> Result<(), Failure> {
        let id = Sandbox::VPP_TOKEN;
        self.title("3. Renew a VPP token", &format!("vpp update --id {id} --file {file}"))?;
        let token = self.service.call(&vpp::renew(id, vpp_token.clone())?).await?.value;
        self.show_steps()?;
        let state = token.and_then(|token| token.state);
        expect(state == Some(VppTokenState::Valid), "the token is not valid after the update")
    }

    fn title(&mut self, title: &str, command: &str) -> Result<(), Failure> {
        if !self.output.is_json() {
            self.output.line(format_args!("{title}\n"))?;
            self.output.indented(&format!("$ intune-onboarding {command}"))?;
            self.output.line("")?;
        }
        Ok(())
    }

    /// Shows the requests of a command, the responses and the permissions that the calls need.
    fn show_steps(&mut self) -> Result<(), Failure> {
        for step in self.service.take_steps() {
            let Step { metadata, preview, status, request_id, call, mut result } = step;
            if self.output.is_json() {
                let request = request_json(metadata, &preview);
                self.steps.push(json!({"request": request, "response": call, "result": result}));
                continue;
            }
            self.output.indented(&preview.to_string())?;
            self.output.line("")?;
            self.output.indented(&format!("{status} (request-id {request_id})"))?;
            if let Some(content) = result.get_mut("qrCodeContent") {
                *content = "(drawn below)".into();
            }
            if !result.is_null() {
                self.output.indented(&format!("{result:#}"))?;
            }
            self.output.indented(&format!("permissions: {}", permissions_line(&metadata.permissions)))?;
            self.output.line("")?;
        }
        Ok(())
    }
}

/// Fails if something is not as it must be: the demo is a test too.
fn expect(holds: bool, otherwise: &str) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(Failure::internal(otherwise)) }
}
