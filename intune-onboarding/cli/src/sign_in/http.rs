//! The HTTP client for sign-in.

use std::{sync::LazyLock, time::Duration};

use graph_runtime::reqwest::{self, Client, Url, redirect::Policy};

/// How long a request of the sign-in service may take.
const TIMEOUT: Duration = Duration::from_mins(1);

/// Returns the client for a URL: a proxy never gets what is sent to this computer.
pub(super) fn client(url: &Url) -> Result<Client, String> {
    static DIRECT: LazyLock<Result<Client, String>> = LazyLock::new(|| build(true));
    static THROUGH_PROXY: LazyLock<Result<Client, String>> = LazyLock::new(|| build(false));
    if is_local(url) { DIRECT.clone() } else { THROUGH_PROXY.clone() }
}

/// Whether a URL is of this computer, or of the link that Azure's machines get their identity from.
pub(super) fn is_local(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_link =
        |ip: std::net::IpAddr| ip.is_loopback() || matches!(ip, std::net::IpAddr::V4(ip) if ip.is_link_local());
    host == "localhost" || host.parse().is_ok_and(is_link)
}

fn build(is_direct: bool) -> Result<Client, String> {
    #[cfg(feature = "rustls")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Fails if another thread has installed a provider in the meantime, which is fine.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    let builder = Client::builder().redirect(Policy::none()).timeout(TIMEOUT);
    let builder = if is_direct { builder.no_proxy() } else { builder };
    builder.build().map_err(|error| format!("TLS cannot be set up: {error}"))
}

/// Describes why a request had no response: the innermost cause is what the system reports.
pub(super) fn describe(error: &reqwest::Error, url: &Url) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    let host = url.host_str().unwrap_or_default();
    if error.is_timeout() {
        format!("{host} did not respond in time")
    } else {
        format!("{host} cannot be reached ({cause})")
    }
}
