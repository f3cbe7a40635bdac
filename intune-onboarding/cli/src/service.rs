//! The service that the commands call.

mod untyped;

use std::{cell::RefCell, time::Duration};

use graph_runtime::{
    ApiVersion, GraphAction, GraphClient,
    client::{Call, DetailedResponse, GraphClientBuilder, Preview},
    metadata::ActionMetadata,
    paging::Paged,
    retry::RetryPolicy,
};
use intune_onboarding::sandbox::Sandbox;
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    options::GlobalOptions,
    output::{Output, request_json, to_json},
    progress::Progress,
    sign_in::{self, Way},
};

pub(crate) use self::untyped::{Request, is_secret};

/// The product token that the program sends to the service.
const USER_AGENT: &str = concat!("intune-onboarding/", env!("CARGO_PKG_VERSION"));

/// How long making a connection may take, if an attempt may take longer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// The service that a command calls, or would call.
pub(crate) struct Service {
    graph: GraphClient,
    version: Option<ApiVersion>,
    dry_run: bool,
    progress: Progress,
    /// The tenant that is called, if it is embedded: it stops when the service is dropped.
    _sandbox: Option<Sandbox>,
    /// The calls so far, for the demo.
    steps: Option<RefCell<Vec<Step>>>,
}

/// A request that would be sent.
pub(crate) struct Planned {
    metadata: &'static ActionMetadata,
    preview: Preview,
}

/// A call that succeeded.
pub(crate) struct Step {
    pub(crate) metadata: &'static ActionMetadata,
    pub(crate) preview: Preview,
    pub(crate) status: String,
    pub(crate) request_id: String,
    /// The call and its result, for a script.
    pub(crate) call: Value,
    pub(crate) result: Value,
}

impl Service {
    /// Configures a client as the options say, with the access token from the environment unless nothing is to be sent.
    pub(crate) fn open(options: &GlobalOptions) -> Result<Self, Failure> {
        let progress = Progress::new(options.verbose);
        let sandbox = options.sandbox.then(|| start_sandbox(options)).transpose()?;
        let mut builder = client(&progress);
        if let Some(sandbox) = &sandbox {
            builder = builder.base_url(sandbox.url());
        }
        // The cloud of the profile counts for the service too.
        let cloud = sandbox.is_none().then(|| sign_in::cloud(&options.sign_in, options.cloud.map(Into::into)));
        if let Some(cloud) = cloud.transpose()? {
            builder = builder.cloud(cloud);
        }
        if let Some(url) = &options.base_url {
            builder = builder.base_url(url);
        }
        if let Some(retries) = options.retries {
            builder = builder.retry(RetryPolicy::default().max_retries(retries));
        }
        if let Some(timeout) = options.attempt_timeout() {
            builder = builder.timeout(timeout).connect_timeout(timeout.min(CONNECT_TIMEOUT));
        }
        if let Some(sandbox) = &sandbox {
            builder = builder.token(sandbox.access_token().into_inner());
        } else if !options.dry_run {
            builder = match sign_in::choose(&options.sign_in, options.cloud.map(Into::into)) {
                Ok(sign_in) => {
                    progress.tell(&sign_in.describe());
                    match sign_in.way {
                        // The client sends it without waiting for anything.
                        Way::Token(token) => builder.token(token.into_inner()),
                        _ => builder.token_provider(sign_in),
                    }
                }
                Err(failure) => {
                    // An invalid option is reported first: it is known to be wrong, whatever the token.
                    builder.build()?;
                    return Err(failure);
                }
            };
        }
        let (version, dry_run) = (options.api_version, options.dry_run);
        Ok(Self { graph: builder.build()?, version, dry_run, progress, _sandbox: sandbox, steps: None })
    }

    /// Configures a client for an embedded tenant, and keeps the calls.
    pub(crate) fn of(sandbox: &Sandbox, options: &GlobalOptions) -> Result<Self, Failure> {
        let progress = Progress::new(options.verbose);
        let token = sandbox.access_token().into_inner();
        let graph = client(&progress).base_url(sandbox.url()).token(token).build()?;
        Ok(Self { graph, version: None, dry_run: false, progress, _sandbox: None, steps: Some(RefCell::default()) })
    }

    /// Returns the calls that succeeded since this was asked for the last time.
    pub(crate) fn take_steps(&self) -> Vec<Step> {
        self.steps.as_ref().map(RefCell::take).unwrap_or_default()
    }

    /// Whether requests are shown instead of sent.
    pub(crate) fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// Returns the request that an action would send.
    pub(crate) fn plan<A: GraphAction>(&self, action: &A) -> Result<Planned, Failure> {
        Ok(Planned { metadata: A::METADATA, preview: self.start(action)?.preview()? })
    }

    /// Calls an action.
    pub(crate) async fn call<A>(&self, action: &A) -> Result<DetailedResponse<A::Response>, Failure>
    where
        A: GraphAction<Response: Serialize>,
    {
        let preview = self.steps.as_ref().map(|_| self.start(action)?.preview().map_err(Failure::from)).transpose()?;
        let response = self.progress.watch(self.start(action)?.send_detailed()).await?;
        if let (Some(steps), Some(preview)) = (&self.steps, preview) {
            steps.borrow_mut().push(Step {
                metadata: A::METADATA,
                preview,
                status: response.status.to_string(),
                request_id: response.request_id().unwrap_or("-").to_owned(),
                call: call_json::<A>(&response),
                result: to_json(&response.value)?,
            });
        }
        Ok(response)
    }

    /// Returns the items of the pages from a next link on.
    pub(crate) async fn rest<A: GraphAction<Response: Paged>>(
        &self,
        action: &A,
        link: &str,
    ) -> Result<Vec<<A::Response as Paged>::Item>, Failure> {
        let mut items = self.start(action)?.pages_from(link).items();
        let mut rest = Vec::new();
        while let Some(item) = self.progress.watch(items.next()).await {
            rest.push(item?);
        }
        Ok(rest)
    }

    fn start<'a, A: GraphAction>(&'a self, action: &'a A) -> Result<Call<'a, A>, Failure> {
        let call = self.graph.call(action);
        match self.version {
            Some(version) if A::METADATA.exists_in(version) => Ok(call.version(version)),
            Some(version) => {
                let versions: Vec<_> = A::METADATA.versions.iter().map(|version| version.as_str()).collect();
                Err(Failure::input(format!(
                    "--api-version: {} is not available in version {version}, only in {}",
                    A::METADATA.name,
                    versions.join(" and ")
                )))
            }
            None => Ok(call),
        }
    }
}

/// Starts a tenant for this run, instead of which no other service can be called.
fn start_sandbox(options: &GlobalOptions) -> Result<Sandbox, Failure> {
    for (option, given) in [("--base-url", options.base_url.is_some()), ("--cloud", options.cloud.is_some())] {
        if given {
            return Err(Failure::input(format!("{option} does not apply: --sandbox calls an embedded tenant")));
        }
    }
    Sandbox::start().map_err(|error| Failure::internal(format!("the embedded tenant cannot be started: {error}")))
}

fn client(progress: &Progress) -> GraphClientBuilder {
    GraphClient::builder().user_agent(USER_AGENT).attempt_hook(progress.clone())
}

/// Shows requests instead of sending them.
pub(crate) fn show_plan(output: &mut Output<'_>, plan: &[Planned]) -> Result<(), Failure> {
    if output.is_json() {
        let requests: Vec<_> = plan.iter().map(|planned| request_json(planned.metadata, &planned.preview)).collect();
        output.json(&json!({"ok": true, "dryRun": true, "requests": requests}))?;
        return Ok(());
    }
    for (number, planned) in plan.iter().enumerate() {
        if number > 0 {
            output.line("\n# then\n")?;
        }
        output.line(&planned.preview)?;
    }
    Ok(())
}

/// Describes a call that succeeded.
pub(crate) fn call_json<A: GraphAction>(response: &DetailedResponse<A::Response>) -> Value {
    json!({
        "operation": A::METADATA.name,
        "status": response.status.as_u16(),
        "requestId": response.request_id(),
        "clientRequestId": response.client_request_id(),
    })
}
