//! The builder for a client.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderValue};

use super::{
    GraphClient,
    hook::AttemptHook,
    http_client::HttpClient,
    shared::{Inner, Settings},
};
use crate::{
    auth::{
        access_token::AccessToken,
        cache::TokenCache,
        function::TokenFn,
        provider::{TokenProvider, TokenRequest},
        static_token::StaticToken,
        token_error::TokenError,
    },
    cloud::{Cloud, base_url::BaseUrl},
    error::{Error, build::BuildError},
    limits::{Limits, limit::Limit},
    prepare::{header::caller_header, prefer::set_header},
    retry::{
        budget::Bucket,
        clock::{Clock, SystemClock},
        policy::RetryPolicy,
    },
};

/// A builder for a [`GraphClient`]. Created by [`GraphClient::builder`]. All settings have a default.
///
/// ```
/// use std::time::Duration;
///
/// use graph_runtime::{Cloud, GraphClient};
///
/// let graph = GraphClient::builder()
///     .cloud(Cloud::UsGovernment)
///     .token("eyJ0…")
///     .user_agent("contoso-enrollment/2.1")
///     .timeout(Duration::from_secs(30))
///     .build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[must_use = "a builder does nothing until `.build()`"]
pub struct GraphClientBuilder {
    cloud: Option<Cloud>,
    base_url: Option<String>,
    mapped: Vec<String>,
    tokens: Option<Box<dyn TokenProvider>>,
    user_agent: Option<String>,
    connect_timeout: Duration,
    timeout: Duration,
    retry: RetryPolicy,
    max_response_bytes: usize,
    http: HttpClient,
    proxy: Option<reqwest::Proxy>,
    headers: Vec<(String, String)>,
    preflight: bool,
    hooks: Vec<Box<dyn AttemptHook>>,
    limits: Limits,
    clock: Arc<dyn Clock>,
}

impl GraphClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            cloud: None,
            base_url: None,
            mapped: Vec::new(),
            tokens: None,
            user_agent: None,
            connect_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(100),
            retry: RetryPolicy::default(),
            max_response_bytes: 64 * 1024 * 1024,
            http: HttpClient::Own(None),
            proxy: None,
            headers: Vec::new(),
            preflight: false,
            hooks: Vec::new(),
            limits: Limits::new(),
            clock: Arc::new(SystemClock),
        }
    }

    /// Sets a fixed access token: a string without the prefix `Bearer`, or an [`AccessToken`]. Replaces a token or
    /// provider that was set before.
    pub fn token(self, token: impl Into<AccessToken>) -> Self {
        self.token_provider(StaticToken::new(token))
    }

    /// Sets the provider of access tokens. Replaces a token or provider that was set before.
    ///
    /// A client without a token and a provider can [prepare](GraphClient::prepare) requests, but calls return
    /// [`Error::Token`].
    pub fn token_provider(mut self, provider: impl TokenProvider) -> Self {
        self.tokens = Some(Box::new(provider));
        self
    }

    /// Sets a closure as the provider of access tokens. Replaces a token or provider that was set before.
    ///
    /// The client caches the token, and calls the closure again before the token expires or if the service rejects it;
    /// see [`TokenProvider`].
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    ///
    /// use graph_runtime::{GraphClient, auth::{AccessToken, TokenError}};
    ///
    /// # async fn sign_in(scopes: &[String], claims: Option<&str>) -> std::io::Result<(String, u64)> { unreachable!() }
    /// let graph = GraphClient::builder()
    ///     .token_fn(|request| async move {
    ///         let (token, expires_in) = sign_in(&request.scopes, request.claims.as_deref())
    ///             .await
    ///             .map_err(|error| TokenError::new("the sign-in service is not reachable").with_source(error))?;
    ///         Ok(AccessToken::from(token).with_expiry(SystemTime::now() + Duration::from_secs(expires_in)))
    ///     })
    ///     .build()?;
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    pub fn token_fn<F, T>(self, provider: F) -> Self
    where
        F: Fn(TokenRequest) -> T + Send + Sync + 'static,
        T: Future<Output = Result<AccessToken, TokenError>> + Send + 'static,
    {
        self.token_provider(TokenFn(provider))
    }

    /// Sets the cloud, which determines the URL of Microsoft Graph and the scope of the tokens. The default is
    /// [`Cloud::Global`].
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = Some(cloud);
        self
    }

    /// Sets the base URL, without `/v1.0` or `/beta`, such as that of a gateway or a test server:
    /// `http://127.0.0.1:8080`. It takes precedence over the URL of the [cloud](GraphClientBuilder::cloud).
    ///
    /// The URL must start with `https://`. Plain HTTP is allowed only on loopback, and no proxy is used for it.
    ///
    /// The token is sent only to URLs that begin with the base URL, including its path. For a gateway whose responses
    /// contain links to Microsoft Graph itself, see [`map_links_from`](GraphClientBuilder::map_links_from).
    ///
    /// The scope of the tokens is that of the cloud, if one is set. Otherwise, it is the scheme, host and port of this
    /// URL, followed by `/.default`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Maps links in responses that begin with `url` to the base URL, for a gateway that does not rewrite them. Can be set
    /// more than once.
    ///
    /// A client follows next links, delta links and redirects with its token only if they begin with its base URL. If a
    /// gateway returns links such as `https://graph.microsoft.com/v1.0/users?$skiptoken=…` unchanged, map
    /// `https://graph.microsoft.com`: the client then requests `<base URL>/v1.0/users?$skiptoken=…`. It sends nothing to
    /// `url` itself, which may therefore be an `http://` address, but must not contain the version.
    ///
    /// ```
    /// use graph_runtime::{Cloud, GraphClient};
    ///
    /// let graph = GraphClient::builder()
    ///     .base_url("https://gateway.contoso.com/graph")
    ///     .map_links_from(Cloud::Global.graph())
    ///     .token("eyJ0…")
    ///     .build()?;
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    pub fn map_links_from(mut self, url: impl Into<String>) -> Self {
        self.mapped.push(url.into());
        self
    }

    /// Sets the time-out for making a connection. The default is 30 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the time-out for each attempt, from obtaining a token to the last byte of the response. The default is 100
    /// seconds. A call can set [its own](crate::client::Call::timeout).
    ///
    /// While an [`UploadBody`](crate::upload::UploadBody) that is a file or a stream is sent, the time-out starts again
    /// with each chunk.
    ///
    /// If a [`TokenProvider`] takes longer, the call returns [`Error::Token`]; otherwise, it returns
    /// [`Error::Timeout`].
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the retry policy. The default is [`RetryPolicy::new`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the product token of the application, such as `contoso-enrollment/2.1`. `User-Agent` contains it before
    /// `graph-runtime/<version>`. By default, only the latter is sent.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.user_agent = Some(product.into());
        self
    }

    /// Sets the maximum length of a response body, in bytes after decompression. The default is 64 MiB.
    ///
    /// It is also the maximum memory of the items of one response, in bytes: the entities of a page, and of the lists of
    /// types with `#[graph_type]`. The pages of the response to a batch share the limit.
    ///
    /// If the body of a success is longer, or its items take more memory, the call returns [`Error::Decode`].
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Sets whether the permissions of the token are checked before a call is sent. The default is `false`.
    ///
    /// If the check is enabled and the token clearly lacks a permission that the action needs, the call returns
    /// [`Error::Permission`], and nothing is sent. The error describes the permissions in the same words as an error
    /// response with status 403. The check applies to calls, pages, streams and each item of a batch. A token that
    /// [cannot be read](crate::permissions::GrantedPermissions::from_token) always passes it.
    ///
    /// By default, the request is sent, because only the service can decide: the permission tables in Microsoft's
    /// documentation, on which the declarations are based, are sometimes wrong, and permissions that are granted for a
    /// single resource, such as a team or a site, may be missing from the token. Enable the check if a late error is
    /// costly, as in a job that runs for hours, or if the service does not respond to missing permissions with 403.
    ///
    /// ```
    /// use graph_runtime::{Error, GraphClient, graph_action};
    ///
    /// #[graph_action(POST, "/me/sendMail", perms(delegated = "Mail.Send", personal = "Mail.Send"))]
    /// struct SendMail {
    ///     message: serde_json::Value,
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
    /// // {"scp":"User.Read"}
    /// let token = "eyJhbGciOiJub25lIn0.eyJzY3AiOiJVc2VyLlJlYWQifQ.";
    /// let graph = GraphClient::builder().token(token).preflight(true).build()?;
    /// match graph.send(&SendMail { message: serde_json::json!({}) }).await {
    ///     Err(Error::Permission(error)) => {
    ///         let expected = "SendMail was not sent; needs Mail.Send (delegated); the token holds User.Read";
    ///         assert_eq!(error.to_string(), expected);
    ///     }
    ///     other => panic!("{other:?}"),
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn preflight(mut self, enabled: bool) -> Self {
        self.preflight = enabled;
        self
    }

    /// Sets a header that is sent with every request, such as `Accept-Language`.
    ///
    /// A header with the same name that an action or a call sets takes precedence. Only the values of `Prefer` are
    /// joined; see [`Call::header`](crate::client::Call::header). The headers that
    /// [`Call::header`](crate::client::Call::header) rejects, such as `Authorization`, cannot be set.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the proxy. By default, the proxy of the environment is used.
    ///
    /// A client for a loopback address never uses a proxy, because the proxy would receive the token in clear text.
    pub fn proxy(mut self, proxy: reqwest::Proxy) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// Sets the settings of the HTTP client: certificates, connection pools, name resolution, and everything else that
    /// [`reqwest::ClientBuilder`] supports. By default, reqwest's own are used. Replaces a client that was set with
    /// [`http_client`](GraphClientBuilder::http_client).
    ///
    /// The settings of this builder take precedence: the HTTP client does not follow redirects itself, uses no proxy for a
    /// loopback address, and has the [time-out](GraphClientBuilder::timeout) of the client and that for
    /// [connections](GraphClientBuilder::connect_timeout).
    ///
    /// With [`connection_verbose`](reqwest::ClientBuilder::connection_verbose), reqwest logs everything that it writes
    /// at the level `TRACE`, including the token.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use graph_runtime::{GraphClient, reqwest};
    ///
    /// let http = reqwest::Client::builder().pool_idle_timeout(Duration::from_secs(20)).https_only(true);
    /// let graph = GraphClient::builder().http_client_builder(http).token("eyJ0…").build()?;
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    pub fn http_client_builder(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.http = HttpClient::Own(Some(Box::new(builder)));
        self
    }

    /// Sets the HTTP client, such as one that the application uses for other services too. To change only its settings,
    /// use [`http_client_builder`](GraphClientBuilder::http_client_builder).
    ///
    /// The settings of `client` for redirects, proxies and the time-out of connections replace those of this builder.
    /// Its total time-out is ignored.
    ///
    /// Create it with [`Policy::none`](reqwest::redirect::Policy::none). By default, reqwest follows redirects itself. It
    /// then sends all headers but the token to another host, and the client does not know whether a connection that
    /// cannot be made is that of a redirect: the error says that the request may have been processed, and only an
    /// idempotent action is retried. A body is never sent to the target of a redirect, and the success of a redirected
    /// change is [`Error::Decode`].
    ///
    /// With the feature `rustls`, reqwest has no cryptography of its own: `reqwest::Client::new` and
    /// `reqwest::ClientBuilder::build` panic until a [`GraphClient`] was built, which installs that of `ring` for the
    /// process, or the application has called `rustls::crypto::ring::default_provider().install_default()`.
    ///
    /// After `REFUSED_STREAM` of HTTP/2, reqwest sends a request up to twice more for each attempt, without a wait, unless
    /// `client` is created with [`retry::never`](reqwest::retry::never).
    ///
    /// With [`connection_verbose`](reqwest::ClientBuilder::connection_verbose), reqwest logs everything that it writes
    /// at the level `TRACE`, including the token.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = HttpClient::Given(client);
        self
    }

    /// Adds a hook that is called before and after each attempt. Hooks are called in the order in which they were
    /// added.
    pub fn attempt_hook(mut self, hook: impl AttemptHook) -> Self {
        self.hooks.push(Box::new(hook));
        self
    }

    /// Sets limits that all calls of the client and its clones observe together, so that the service does not have to
    /// throttle them. There are none by default. See [`Limits`].
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets a test clock, so that a test does not have to wait for retries or for the expiry of a token. Requires the
    /// feature `testing`.
    ///
    /// Time-outs do not use this clock, but the time of tokio.
    #[cfg(feature = "testing")]
    pub fn clock(mut self, clock: crate::testing::clock::TestClock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Creates the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Build`] if a setting is invalid. The error names the setting.
    pub fn build(self) -> Result<GraphClient, Error> {
        if let Some(cloud) = &self.cloud {
            cloud.check()?;
        }
        let mut base = match &self.base_url {
            Some(url) => BaseUrl::parse(url)?,
            None => BaseUrl::parse(self.cloud.as_ref().unwrap_or(&Cloud::Global).graph())?,
        };
        for url in &self.mapped {
            base.map_links_from(url)?;
        }
        let has_tls = cfg!(any(feature = "rustls", feature = "native-tls"));
        if !has_tls && matches!(self.http, HttpClient::Own(None)) && base.is_https() {
            let predicate =
                "requires TLS: enable the feature `rustls` or `native-tls` of `graph-runtime`, or set `http_client`";
            return Err(BuildError::client("base_url", predicate).into());
        }
        let scope = self.cloud.map_or_else(|| base.scope(), |cloud| cloud.scope());
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let (name, value) = caller_header(name, value)
                .map_err(|reason| BuildError::client("header", format_args!("is invalid: {reason}")))?;
            set_header(&mut headers, name, value);
        }
        let limits =
            Limit::add(self.limits, &[], &self.clock).map_err(|reason| BuildError::client("limits", reason))?;
        let settings = Settings {
            has_given_http: self.http.is_given(),
            http_follows: self.http.may_follow(),
            http: self.http.build(&base, self.connect_timeout, self.timeout, self.proxy)?,
            headers,
            base,
            tokens: self.tokens.map(|provider| TokenCache::new(provider, scope)),
            user_agent: user_agent(self.user_agent.as_deref())?,
            timeout: self.timeout,
            budget: Bucket::new(self.retry.budget.clone()),
            retry: self.retry,
            max_response_bytes: self.max_response_bytes,
            preflight: self.preflight,
            hooks: self.hooks,
            clock: self.clock,
        };
        Ok(GraphClient { shared: Arc::new(Inner { settings: Arc::new(settings), limits }) })
    }
}

impl fmt::Debug for GraphClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphClientBuilder")
            .field("cloud", &self.cloud)
            .field("has_token", &self.tokens.is_some())
            .field("user_agent", &self.user_agent)
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("preflight", &self.preflight)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

fn user_agent(product: Option<&str>) -> Result<HeaderValue, Error> {
    const OWN: &str = concat!("graph-runtime/", env!("CARGO_PKG_VERSION"));
    let Some(product) = product else {
        return Ok(HeaderValue::from_static(OWN));
    };
    let is_sendable = product.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if !is_sendable || product.trim().is_empty() {
        return Err(BuildError::client(
            "user_agent",
            "must consist of visible ASCII characters, such as `contoso-enrollment/2.1`",
        )
        .into());
    }
    HeaderValue::try_from(format!("{} {OWN}", product.trim()))
        .map_err(|_| BuildError::client("user_agent", "cannot be sent in a header").into())
}
