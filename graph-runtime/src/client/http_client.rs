//! The HTTP client that sends the requests.

use std::time::Duration;

use crate::{
    cloud::base_url::BaseUrl,
    error::{Error, build::BuildError},
};

/// Where the HTTP client comes from.
pub(super) enum HttpClient {
    /// It is built from these settings, or reqwest's own.
    Own(Option<Box<reqwest::ClientBuilder>>),
    /// The application provided it.
    Given(reqwest::Client),
}

impl HttpClient {
    /// Whether the client may follow redirects itself.
    ///
    /// reqwest shows its policy only in `Debug`. If the text ever changes, every client that is given is one that may
    /// follow redirects, which is the safe assumption.
    pub(super) fn may_follow(&self) -> bool {
        match self {
            Self::Own(_) => false,
            Self::Given(client) => !format!("{client:?}").contains(r#"redirect_policy: "Policy(None)""#),
        }
    }

    /// Whether the application provided the client, and not only its settings.
    pub(super) fn is_given(&self) -> bool {
        matches!(self, Self::Given(_))
    }

    /// Returns the client, which is built unless the application provided it.
    pub(super) fn build(
        self,
        base: &BaseUrl,
        connect_timeout: Duration,
        timeout: Duration,
        proxy: Option<reqwest::Proxy>,
    ) -> Result<reqwest::Client, Error> {
        let settings = match self {
            Self::Given(client) => return Ok(client),
            Self::Own(settings) => settings,
        };
        #[cfg(feature = "rustls")]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // Fails if another thread has installed a provider in the meantime, which is fine.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let settings = settings.map_or_else(reqwest::Client::builder, |settings| *settings);
        let mut client = settings
            .redirect(reqwest::redirect::Policy::none())
            // The retries of the policy count.
            .retry(reqwest::retry::never())
            // The response is decompressed by this crate.
            .no_gzip()
            .connect_timeout(connect_timeout)
            .timeout(timeout);
        if base.is_loopback() {
            // A proxy would receive the token in clear text.
            client = client.no_proxy();
        } else if let Some(proxy) = proxy {
            client = client.proxy(proxy);
        }
        client.build().map_err(|error| BuildError::client("tls", format_args!("could not be set up: {error}")).into())
    }
}

#[cfg(all(test, feature = "http2", feature = "loopback"))]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use super::*;

    #[tokio::test]
    async fn the_http_client_leaves_retries_to_the_policy() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let requests = Arc::new(AtomicUsize::new(0));
        let came = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
                while let Some(Ok((_, mut respond))) = connection.accept().await {
                    came.fetch_add(1, Ordering::Relaxed);
                    respond.send_reset(h2::Reason::REFUSED_STREAM);
                }
            }
        });
        let base = BaseUrl::parse(&url).expect("a base URL");
        let limit = Duration::from_secs(30);
        let http = HttpClient::Own(Some(Box::new(reqwest::Client::builder().http2_prior_knowledge())));
        let http = http.build(&base, limit, limit, None).expect("a client");
        http.get(&url).send().await.expect_err("refused");
        assert_eq!(requests.load(Ordering::Relaxed), 1);
    }
}
