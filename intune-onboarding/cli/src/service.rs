//! The service that the commands call.

use graph_runtime::{
    ApiVersion, GraphAction, GraphClient,
    client::{Call, DetailedResponse, Preview},
    metadata::ActionMetadata,
    paging::Paged,
    retry::RetryPolicy,
};
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    input,
    options::GlobalOptions,
    output::{Output, request_json},
};

/// The product token that the program sends to the service.
pub(crate) const USER_AGENT: &str = concat!("intune-onboarding/", env!("CARGO_PKG_VERSION"));

/// The service that a command calls, or would call.
pub(crate) struct Service {
    graph: GraphClient,
    version: Option<ApiVersion>,
    dry_run: bool,
}

/// A request that would be sent.
pub(crate) struct Planned {
    metadata: &'static ActionMetadata,
    preview: Preview,
}

impl Service {
    /// Configures a client as the options say, with the access token from the environment unless nothing is to be sent.
    pub(crate) fn open(options: &GlobalOptions) -> Result<Self, Failure> {
        let mut builder = GraphClient::builder().user_agent(USER_AGENT);
        if let Some(cloud) = options.cloud {
            builder = builder.cloud(cloud.into());
        }
        if let Some(url) = &options.base_url {
            builder = builder.base_url(url);
        }
        if let Some(retries) = options.retries {
            builder = builder.retry(RetryPolicy::default().max_retries(retries));
        }
        if !options.dry_run {
            builder = match input::access_token() {
                Ok(token) => builder.token(token.into_inner()),
                Err(failure) => {
                    // An invalid option is reported first: it is known to be wrong, whatever the token.
                    builder.build()?;
                    return Err(failure);
                }
            };
        }
        Ok(Self { graph: builder.build()?, version: options.api_version, dry_run: options.dry_run })
    }

    /// Whether requests are shown instead of sent.
    pub(crate) fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// Returns the request that an action would send.
    pub(crate) fn plan<A: GraphAction>(&self, action: &A) -> Result<Planned, Failure> {
        Ok(Planned { metadata: A::METADATA, preview: self.start(action).preview()? })
    }

    /// Calls an action.
    pub(crate) async fn call<A: GraphAction>(&self, action: &A) -> Result<DetailedResponse<A::Response>, Failure> {
        Ok(self.start(action).send_detailed().await?)
    }

    /// Returns the items of the pages from a next link on.
    pub(crate) async fn rest<A: GraphAction<Response: Paged>>(
        &self,
        action: &A,
        link: &str,
    ) -> Result<Vec<<A::Response as Paged>::Item>, Failure> {
        let mut items = self.start(action).pages_from(link).items();
        let mut rest = Vec::new();
        while let Some(item) = items.next().await {
            rest.push(item?);
        }
        Ok(rest)
    }

    fn start<'a, A: GraphAction>(&'a self, action: &'a A) -> Call<'a, A> {
        let call = self.graph.call(action);
        match self.version {
            Some(version) => call.version(version),
            None => call,
        }
    }
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
