//! The three operations, as actions and written by hand with reqwest and serde: the least that a careful author would
//! write for the same request.

use graph_runtime::{DateTimeOffset, GraphAction, GraphClient, Patch};
use intune_onboarding::{
    android::CreateToken,
    dep::UploadDepToken,
    vpp::{UpdateVppToken, VppTokenAccountType, VppTokenState, VppTokenSyncStatus},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{
    Client, Request, RequestBuilder,
    header::{ACCEPT, HeaderValue},
};
use serde::Serialize;

/// What is escaped in a segment of a path: all but RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The base URL, without the version; nothing is sent there.
pub const BASE: &str = "https://graph.microsoft.com";

/// One operation, with values.
#[derive(Debug, Clone)]
pub enum Operation {
    /// Uploads a DEP token.
    Dep(UploadDepToken),
    /// Creates a token for Android.
    Android(CreateToken),
    /// Updates a VPP token.
    Vpp(UpdateVppToken),
}

impl Operation {
    /// One of each, with values as they are usual: a DEP token of some kilobytes, a VPP token with all its properties.
    ///
    /// # Panics
    ///
    /// If a value cannot be sent.
    #[must_use]
    pub fn examples() -> [Self; 3] {
        let date = |text: &str| text.parse::<DateTimeOffset>().expect("a date");
        [
            Self::Dep(
                UploadDepToken::builder()
                    .id("54fac284-7866-43e5-860a-9c8e10fa3d7d")
                    .apple_id("it@contoso.com")
                    .dep_token("MIAGCSqGSIb3DQEHA6CAMIACAQAxggFz".repeat(100))
                    .build(),
            ),
            Self::Android(
                CreateToken::builder()
                    .id("3f4b1d26-6f5e-4f6c-9a3c-1f6c2a0a5b7d")
                    .token_validity_in_seconds(7_776_000)
                    .build(),
            ),
            Self::Vpp(
                UpdateVppToken::builder()
                    .id("9ceb2f92-2f92-9ceb-922f-eb9c922feb9c")
                    .organization_name("Organization Name value")
                    .vpp_token_account_type(VppTokenAccountType::Education)
                    .apple_id("it@contoso.com")
                    .expiration_date_time(date("2016-12-31T23:57:57.2481234-08:00"))
                    .last_sync_date_time(date("2017-01-01T00:02:49.3205976-08:00"))
                    .token("eyJleHBEYXRlIjoiMjAyNy0wOC0wMVQw".repeat(10))
                    .state(VppTokenState::Valid)
                    .last_sync_status(VppTokenSyncStatus::InProgress)
                    .automatically_update_apps(true)
                    .country_or_region("DE")
                    .build(),
            ),
        ]
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Dep(_) => UploadDepToken::METADATA.name,
            Self::Android(_) => CreateToken::METADATA.name,
            Self::Vpp(_) => UpdateVppToken::METADATA.name,
        }
    }

    /// The request as the library builds it.
    ///
    /// # Panics
    ///
    /// If the values cannot be sent.
    #[must_use]
    pub fn prepare(&self, graph: &GraphClient) -> Request {
        let request = match self {
            Self::Dep(action) => graph.prepare(action),
            Self::Android(action) => graph.prepare(action),
            Self::Vpp(action) => graph.prepare(action),
        };
        request.expect("the values can be sent")
    }

    /// The same request by hand.
    ///
    /// # Panics
    ///
    /// If the values cannot be sent.
    #[must_use]
    pub fn by_hand(&self, http: &Client) -> Request {
        let request = match self {
            Self::Dep(action) => upload_dep_token(http, BASE, action),
            Self::Android(action) => create_token(http, BASE, action),
            Self::Vpp(action) => update_vpp_token(http, BASE, action),
        };
        request.build().expect("the values can be sent")
    }
}

/// The clients, which are made once.
///
/// # Panics
///
/// If there is none.
#[must_use]
pub fn clients() -> (GraphClient, Client) {
    // It comes first, since it chooses the cryptography that reqwest's needs too.
    let graph = GraphClient::builder().base_url(BASE).build().expect("a client");
    (graph, Client::new())
}

fn upload_dep_token(http: &Client, base: &str, action: &UploadDepToken) -> RequestBuilder {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Body<'a> {
        apple_id: &'a str,
        dep_token: &'a str,
    }

    let id = utf8_percent_encode(&action.id, SEGMENT);
    http.post(format!("{base}/beta/deviceManagement/depOnboardingSettings/{id}/uploadDepToken"))
        .header(ACCEPT, HeaderValue::from_static("application/json"))
        .json(&Body { apple_id: &action.apple_id, dep_token: &action.dep_token })
}

fn create_token(http: &Client, base: &str, action: &CreateToken) -> RequestBuilder {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Body {
        token_validity_in_seconds: i32,
    }

    let id = utf8_percent_encode(&action.id, SEGMENT);
    http.post(format!("{base}/beta/deviceManagement/androidDeviceOwnerEnrollmentProfiles/{id}/createToken"))
        .header(ACCEPT, HeaderValue::from_static("application/json"))
        .json(&Body { token_validity_in_seconds: action.token_validity_in_seconds })
}

/// The request that updates a VPP token, by hand.
pub fn update_vpp_token(http: &Client, base: &str, action: &UpdateVppToken) -> RequestBuilder {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Body<'a> {
        #[serde(rename = "@odata.type")]
        odata_type: &'static str,
        #[serde(skip_serializing_if = "Patch::is_keep")]
        organization_name: &'a Patch<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        vpp_token_account_type: Option<&'a VppTokenAccountType>,
        #[serde(skip_serializing_if = "Patch::is_keep")]
        apple_id: &'a Patch<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        expiration_date_time: Option<&'a DateTimeOffset>,
        #[serde(skip_serializing_if = "Option::is_none")]
        last_sync_date_time: Option<&'a DateTimeOffset>,
        #[serde(skip_serializing_if = "Patch::is_keep")]
        token: &'a Patch<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<&'a VppTokenState>,
        #[serde(skip_serializing_if = "Option::is_none")]
        last_sync_status: Option<&'a VppTokenSyncStatus>,
        #[serde(skip_serializing_if = "Option::is_none")]
        automatically_update_apps: Option<bool>,
        #[serde(skip_serializing_if = "Patch::is_keep")]
        country_or_region: &'a Patch<String>,
    }

    let id = utf8_percent_encode(&action.id, SEGMENT);
    http.patch(format!("{base}/v1.0/deviceAppManagement/vppTokens/{id}"))
        .header(ACCEPT, HeaderValue::from_static("application/json"))
        .json(&Body {
            odata_type: "#microsoft.graph.vppToken",
            organization_name: &action.organization_name,
            vpp_token_account_type: action.vpp_token_account_type.as_ref(),
            apple_id: &action.apple_id,
            expiration_date_time: action.expiration_date_time.as_ref(),
            last_sync_date_time: action.last_sync_date_time.as_ref(),
            token: &action.token,
            state: action.state.as_ref(),
            last_sync_status: action.last_sync_status.as_ref(),
            automatically_update_apps: action.automatically_update_apps,
            country_or_region: &action.country_or_region,
        })
}
