//! One call, made by the library and with bare reqwest.

use std::time::Duration;

use graph_runtime::GraphClient;
use intune_onboarding::vpp::{UpdateVppToken, VppToken};

use super::by_hand::{Operation, update_vpp_token};

/// The body of the response: the documentation's example.
pub const VPP_TOKEN: &str = r##"{
  "@odata.type": "#microsoft.graph.vppToken",
  "id": "9ceb2f92-2f92-9ceb-922f-eb9c922feb9c",
  "organizationName": "Organization Name value",
  "vppTokenAccountType": "education",
  "appleId": "Apple Id value",
  "expirationDateTime": "2016-12-31T23:57:57.2481234-08:00",
  "lastSyncDateTime": "2017-01-01T00:02:49.3205976-08:00",
  "token": "Token value",
  "lastModifiedDateTime": "2017-01-01T00:00:35.1329464-08:00",
  "state": "valid",
  "lastSyncStatus": "inProgress",
  "automaticallyUpdateApps": true,
  "countryOrRegion": "Country Or Region value"
}"##;

/// The length of a token of Microsoft's for an application.
const TOKEN_LENGTH: usize = 1_500;

/// The two clients, and what they send. Clones share it.
///
/// Both send the same: method, URL, headers, token and body. The library alone adds a `client-request-id`, which is its
/// own to make. They have the same time-outs, and follow no redirects.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "it has a token")]
pub struct Calls {
    action: UpdateVppToken,
    graph: GraphClient,
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Calls {
    /// The clients for a server, whose base URL this is.
    ///
    /// # Errors
    ///
    /// If reqwest makes no client.
    ///
    /// # Panics
    ///
    /// If the library makes none.
    pub fn to(base: &str) -> reqwest::Result<Self> {
        let [.., Operation::Vpp(action)] = Operation::examples() else {
            unreachable!("the last of the three updates a VPP token");
        };
        let token = "x".repeat(TOKEN_LENGTH);
        let graph = GraphClient::builder().base_url(base).token(&token).build().expect("a client");
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(30))
            .timeout(Duration::from_secs(100))
            .user_agent(concat!("graph-runtime/", env!("CARGO_PKG_VERSION")))
            .no_proxy()
            .build()?;
        Ok(Self { action, graph, http, base: base.to_owned(), token })
    }

    /// The call by the library.
    ///
    /// # Panics
    ///
    /// If it fails.
    pub fn library(&self) -> impl Future<Output = VppToken> + Send + 'static + use<> {
        let response = self.action.send(&self.graph);
        async { response.await.expect("a response").expect("a VPP token") }
    }

    /// The call with bare reqwest.
    ///
    /// # Panics
    ///
    /// If it fails.
    pub fn bare(&self) -> impl Future<Output = VppToken> + Send + 'static + use<> {
        let response = update_vpp_token(&self.http, &self.base, &self.action).bearer_auth(&self.token).send();
        async {
            let response = response.await.and_then(reqwest::Response::error_for_status).expect("a response");
            response.json().await.expect("a VPP token")
        }
    }
}
