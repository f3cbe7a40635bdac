//! The settings of a client.

use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderMap, HeaderValue};

use super::{GraphClient, hook::AttemptHook, shared::Inner};
use crate::{
    auth::{
        access_token::AccessToken,
        cache::TokenCache,
        function::TokenFn,
        provider::{TokenProvider, TokenRequest},
        static_token::StaticToken,
        token_error::TokenError,
    },
    cloud::{BaseUrl, Cloud},
    error::{Error, build::BuildError},
    prepare::header::caller_header,
    retry::{
        clock::{Clock, SystemClock},
        policy::RetryPolicy,
    },
};

/// Settings of a [`GraphClient`]; each has a default.
///
/// ```
/// use std::time::Duration;
///
/// use graph_runtime::{Cloud, GraphClient};
///
/// let graph = GraphClient::builder()
///     .cloud(Cloud::UsGovernment)
///     .token("eyJ0…")
///     .user_agent("contoso-enrolment/2.1")
///     .timeout(Duration::from_secs(30))
///     .build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
#[must_use = "a builder does nothing until `.build()`"]
pub struct GraphClientBuilder {
    cloud: Option<Cloud>,
    base_url: Option<String>,
    tokens: Option<Box<dyn TokenProvider>>,
    user_agent: Option<String>,
    connect_timeout: Duration,
    timeout: Duration,
    retry: RetryPolicy,
    max_response_bytes: usize,
    http: Option<reqwest::Client>,
    proxy: Option<reqwest::Proxy>,
    headers: Vec<(String, String)>,
    preflight: bool,
    hooks: Vec<Box<dyn AttemptHook>>,
    clock: Box<dyn Clock>,
}

impl GraphClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            cloud: None,
            base_url: None,
            tokens: None,
            user_agent: None,
            connect_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(100),
            retry: RetryPolicy::default(),
            max_response_bytes: 64 * 1024 * 1024,
            http: None,
            proxy: None,
            headers: Vec::new(),
            preflight: false,
            hooks: Vec::new(),
            clock: Box::new(SystemClock),
        }
    }

    /// Sets a fixed access token, without `Bearer`: a string, or an [`AccessToken`]. Replaces a provider that was set before.
    pub fn token(self, token: impl Into<AccessToken>) -> Self {
        self.token_provider(StaticToken::new(token))
    }

    /// Where the client gets its tokens. It replaces a token that was set before.
    ///
    /// Without a token or a provider, requests can be [prepared](GraphClient::prepare), but a call ends in
    /// [`Error::Token`].
    pub fn token_provider(mut self, provider: impl TokenProvider) -> Self {
        self.tokens = Some(Box::new(provider));
        self
    }

    /// A closure from which the client gets its tokens. It replaces a token or provider that was set before.
    ///
    /// The client keeps the token, and asks again before it runs out or where the service refuses it; see
    /// [`TokenProvider`].
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
    ///             .map_err(|error| TokenError::new("the sign-in service is not there").with_source(error))?;
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

    /// The cloud to call, [`Cloud::Global`] by default: the address of its Graph and the scope of its tokens.
    pub fn cloud(mut self, cloud: Cloud) -> Self {
        self.cloud = Some(cloud);
        self
    }

    /// What stands before `/v1.0` and `/beta`, such as a gateway or a test server: `http://127.0.0.1:8080`.
    ///
    /// It goes before the cloud's own address. It has to be HTTPS; plain HTTP is accepted for loopback alone, and is then
    /// sent to no proxy. The scope of the tokens is that of the [cloud](GraphClientBuilder::cloud) where one is set, or
    /// else `/.default` below this address.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// How long a connection may take, 30 s by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long each attempt may take, from asking for a token to the last byte of the answer; 100 s by default. A call
    /// may have [its own](crate::client::Call::timeout). While an [`UploadBody`](crate::upload::UploadBody) is sent that is a file or a
    /// stream, it begins anew with each piece.
    ///
    /// A [`TokenProvider`] that takes longer is [`Error::Token`]; anything else, [`Error::Timeout`].
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How attempts that failed are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// The application's own product token, such as `contoso-enrolment/2.1`; it is sent before `graph-runtime/<version>`.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.user_agent = Some(product.into());
        self
    }

    /// The longest answer that is read, in bytes after decompression; 64 MiB by default. A longer one ends in
    /// [`Error::Decode`].
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Whether a call is held back whose token clearly lacks what the action needs: it ends in [`Error::Permission`], with
    /// the words that the service's refusal would have, and nothing is sent. Off by default.
    ///
    /// It holds for calls, pages, streams and the items of a batch, each by itself. A token of which nothing can be
    /// [told](crate::permissions::GrantedPermissions::from_token) never holds a call back.
    ///
    /// By default the service is asked, and a refusal explained, since it alone decides: Microsoft's published tables, from
    /// which the actions were declared, have been wrong before; and what is granted for a single resource, such as a team
    /// or a site, need not be in the token. Turn it on where a refusal costs something, as in a job that runs for hours,
    /// or where the service answers a lack of permissions with something else than 403.
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
    ///         let said = "SendMail was not sent; needs Mail.Send (delegated); the token holds User.Read";
    ///         assert_eq!(error.to_string(), said);
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

    /// A header that is sent with every request, such as `Accept-Language`. What an action or a call sets under the same
    /// name goes before it; `Authorization` and the headers of HTTP itself cannot be set.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The proxy to go through, instead of the one that the environment names. A client for a loopback address goes
    /// through none, which would get the token in the clear.
    pub fn proxy(mut self, proxy: reqwest::Proxy) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// The HTTP client to send with, instead of one made from these settings: for certificates, pools and whatever else
    /// [`reqwest::ClientBuilder`] offers.
    ///
    /// Redirects, proxies and the time-out of a connection are then this client's own, but its time-out for a whole request
    /// does not count; it should be made with [`Policy::none`](reqwest::redirect::Policy::none). If it does follow redirects,
    /// reqwest leaves the token out where they lead to another host or port.
    ///
    /// With [`connection_verbose`](reqwest::ClientBuilder::connection_verbose), reqwest logs all that it writes at the level
    /// `TRACE`, and so the token.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Adds a hook that is called before and after each attempt. Hooks are called in the order in which they were added.
    pub fn attempt_hook(mut self, hook: impl AttemptHook) -> Self {
        self.hooks.push(Box::new(hook));
        self
    }

    /// The clock that the client reads and waits by, instead of the computer's own, for tests that do not wait for real
    /// (feature `testing`). Time-outs are measured by tokio's own time all the same.
    #[cfg(feature = "testing")]
    pub fn clock(mut self, clock: crate::testing::clock::TestClock) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Error::Build`], where a setting cannot be used: it names the setting.
    pub fn build(self) -> Result<GraphClient, Error> {
        if let Some(cloud) = &self.cloud {
            cloud.check()?;
        }
        let base = match &self.base_url {
            Some(url) => BaseUrl::parse(url)?,
            None => BaseUrl::parse(self.cloud.as_ref().unwrap_or(&Cloud::Global).graph())?,
        };
        let has_tls = cfg!(any(feature = "rustls", feature = "native-tls"));
        if !has_tls && self.http.is_none() && base.is_https() {
            let reason = "HTTPS needs TLS: enable the feature `rustls` or `native-tls` of `graph-runtime`, or set an `http_client`";
            return Err(BuildError::client("base_url", reason).into());
        }
        let scope = self.cloud.map_or_else(|| base.scope(), |cloud| cloud.scope());
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let (name, value) = caller_header(name, value).map_err(|reason| BuildError::client("header", reason))?;
            headers.insert(name, value);
        }
        let inner = Inner {
            has_given_http: self.http.is_some(),
            http: match self.http {
                Some(client) => client,
                None => http_client(&base, self.connect_timeout, self.timeout, self.proxy)?,
            },
            headers,
            base,
            tokens: self.tokens.map(|provider| TokenCache::new(provider, scope)),
            user_agent: user_agent(self.user_agent.as_deref())?,
            timeout: self.timeout,
            retry: self.retry,
            max_response_bytes: self.max_response_bytes,
            preflight: self.preflight,
            hooks: self.hooks,
            clock: self.clock,
        };
        Ok(GraphClient { shared: Arc::new(inner) })
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
            .finish_non_exhaustive()
    }
}

fn http_client(
    base: &BaseUrl,
    connect_timeout: Duration,
    timeout: Duration,
    proxy: Option<reqwest::Proxy>,
) -> Result<reqwest::Client, Error> {
    #[cfg(feature = "rustls")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Fails where another thread has been faster, which is as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    let mut client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(connect_timeout)
        .timeout(timeout);
    if base.is_loopback() {
        // A proxy would get the token in the clear.
        client = client.no_proxy();
    } else if let Some(proxy) = proxy {
        client = client.proxy(proxy);
    }
    client.build().map_err(|error| BuildError::client("tls", format!("it cannot be set up: {error}")).into())
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
            "it has to be made of visible ASCII characters, such as `contoso-enrolment/2.1`",
        )
        .into());
    }
    HeaderValue::try_from(format!("{} {OWN}", product.trim()))
        .map_err(|_| BuildError::client("user_agent", "it cannot be sent in a header").into())
}
