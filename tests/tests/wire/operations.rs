//! The three operations on the wire: what a server receives, compared byte for byte with Microsoft's documentation.

use graph_runtime::{ApiVersion, Error, GraphAction, GraphClient, QueryOptions};
use graph_tests::{
    capture,
    fixtures::TOKEN,
    server::{Request, Response, Server},
};
use intune_onboarding::{
    android::{CreateToken, GetAndroidDeviceOwnerEnrollmentProfile},
    dep::{ListDepOnboardingSettings, UploadDepToken},
    vpp::{ListVppTokens, UpdateVppToken, VppTokenAccountType, VppTokenState, VppTokenSyncStatus},
};
use serde_json::json;

fn client(server: &Server) -> GraphClient {
    for documented in ["Dep Token value", "Token value"] {
        capture::secret(documented);
    }
    GraphClient::builder().base_url(server.url()).token(TOKEN).build().expect("a client")
}

/// The request line and the headers, but for the ones that differ from call to call, and the body.
#[track_caller]
fn shown(request: &Request) -> String {
    let id = request.header("client-request-id").expect("an id");
    assert_eq!(id.len(), 36, "{id} is a UUID");
    let raw = String::from_utf8(request.raw.clone()).expect("UTF-8");
    let host = request.header("host").expect("a host");
    // Sent with the feature `gzip`, which may be on.
    let raw = raw.replace("accept-encoding: gzip\r\n", "");
    raw.replace(id, "<id>").replace(host, "<host>").replace("\r\n", "\n")
}

#[tokio::test]
async fn upload_dep_token_is_sent_as_documented() {
    let server = Server::start([Response::empty(204)]).await;
    UploadDepToken::builder()
        .id("dep 1/é")
        .apple_id("Apple Id value")
        .dep_token("Dep Token value")
        .send(&client(&server))
        .await
        .expect("204 is a success");
    let request = server.request();
    assert_eq!(request.method, "POST");
    assert_eq!(request.target, "/beta/deviceManagement/depOnboardingSettings/dep%201%2F%C3%A9/uploadDepToken");
    assert_eq!(request.text(), r#"{"appleId":"Apple Id value","depToken":"Dep Token value"}"#);
}

#[tokio::test]
async fn create_token_is_sent_as_documented() {
    let server = Server::start([Response::empty(204), Response::empty(204)]).await;
    let graph = client(&server);
    CreateToken { id: "3f4b".into(), token_validity_in_seconds: 7_776_000 }.send(&graph).await.expect("a success");
    CreateToken::builder().id("3f4b").token_validity_in_seconds(6).send(&graph).await.expect("a success");
    let requests = server.requests();
    for request in &requests {
        assert_eq!(request.method, "POST");
        assert_eq!(request.target, "/beta/deviceManagement/androidDeviceOwnerEnrollmentProfiles/3f4b/createToken");
    }
    assert_eq!(requests[0].text(), r#"{"tokenValidityInSeconds":7776000}"#);
    assert_eq!(requests[1].text(), r#"{"tokenValidityInSeconds":6}"#);
}

#[tokio::test]
async fn every_byte_of_a_request_is_expected() {
    let server = Server::start([Response::empty(204)]).await;
    CreateToken { id: "3f4b".into(), token_validity_in_seconds: 6 }.send(&client(&server)).await.expect("a success");
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        shown(&server.request()),
        format!(
            "POST /beta/deviceManagement/androidDeviceOwnerEnrollmentProfiles/3f4b/createToken HTTP/1.1\n\
             accept: application/json\n\
             content-type: application/json\n\
             client-request-id: <id>\n\
             user-agent: graph-runtime/{version}\n\
             authorization: Bearer {TOKEN}\n\
             host: <host>\n\
             content-length: 28\n\
             \n\
             {{\"tokenValidityInSeconds\":6}}",
        ),
    );
}

/// The response of the documentation's example.
const UPDATED: &str = r##"{
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

#[tokio::test]
async fn update_vpp_token_is_sent_as_documented() {
    let server = Server::start([Response::json(200, UPDATED)]).await;
    let updated = UpdateVppToken::builder()
        .id("9ceb2f92")
        .organization_name("Organization Name value")
        .vpp_token_account_type(VppTokenAccountType::Education)
        .apple_id("Apple Id value")
        .expiration_date_time(
            "2016-12-31T23:57:57.2481234-08:00".parse::<graph_runtime::DateTimeOffset>().expect("a date"),
        )
        .last_sync_date_time(
            "2017-01-01T00:02:49.3205976-08:00".parse::<graph_runtime::DateTimeOffset>().expect("a date"),
        )
        .token("Token value")
        .state(VppTokenState::Valid)
        .last_sync_status(VppTokenSyncStatus::InProgress)
        .automatically_update_apps(true)
        .country_or_region("Country Or Region value")
        .send(&client(&server))
        .await
        .expect("a success")
        .expect("a token");
    let request = server.request();
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("PATCH", "/v1.0/deviceAppManagement/vppTokens/9ceb2f92")
    );
    assert!(request.text().starts_with(r##"{"@odata.type":"#microsoft.graph.vppToken","##), "{}", request.text());
    let example = json!({
        "@odata.type": "#microsoft.graph.vppToken",
        "organizationName": "Organization Name value",
        "vppTokenAccountType": "education",
        "appleId": "Apple Id value",
        "expirationDateTime": "2016-12-31T23:57:57.2481234-08:00",
        "lastSyncDateTime": "2017-01-01T00:02:49.3205976-08:00",
        "token": "Token value",
        "state": "valid",
        "lastSyncStatus": "inProgress",
        "automaticallyUpdateApps": true,
        "countryOrRegion": "Country Or Region value",
    });
    assert_eq!(request.json(), example);

    assert_eq!(updated.id.as_deref(), Some("9ceb2f92-2f92-9ceb-922f-eb9c922feb9c"));
    assert_eq!(updated.state, Some(VppTokenState::Valid));
    let modified = updated.last_modified_date_time.as_ref().expect("it was documented");
    assert_eq!(modified.to_string(), "2017-01-01T00:00:35.1329464-08:00");
    // Nothing of the response is lost or changed, and nothing is shown that must not be.
    let documented: serde_json::Value = serde_json::from_str(UPDATED).expect("JSON");
    assert_eq!(serde_json::to_value(&updated).expect("JSON"), documented);
    assert!(!format!("{updated:?}").contains("Token value"));
}

#[tokio::test]
async fn only_what_changed_is_sent_and_what_is_cleared_is_null() {
    let server = Server::start([Response::json(200, "{}"), Response::json(200, "{}")]).await;
    let graph = client(&server);
    let change = UpdateVppToken::builder()
        .id("9ceb2f92")
        .token("Token value")
        .automatically_update_apps(false)
        .clear_country_or_region()
        .build();
    graph.send(&change).await.expect("a success");
    graph.call(&change).version(ApiVersion::Beta).send().await.expect("a success");
    let requests = server.requests();
    assert_eq!(requests[0].target, "/v1.0/deviceAppManagement/vppTokens/9ceb2f92");
    assert_eq!(requests[1].target, "/beta/deviceAppManagement/vppTokens/9ceb2f92");
    for request in requests {
        assert_eq!(
            request.text(),
            r##"{"@odata.type":"#microsoft.graph.vppToken","token":"Token value","automaticallyUpdateApps":false,"countryOrRegion":null}"##,
        );
    }
}

#[tokio::test]
async fn an_update_is_a_success_even_if_the_response_is_empty() {
    let server = Server::start([Response::empty(204), Response::empty(200)]).await;
    let graph = client(&server);
    for status in [204, 200] {
        let updated = UpdateVppToken::builder().id("1").apple_id("it@contoso.com").send(&graph).await;
        assert_eq!(updated.expect("a success"), None, "{status}");
    }
}

#[tokio::test]
async fn an_unknown_enumeration_member_is_kept() {
    let server = Server::start([Response::json(200, r#"{"state": "quarantined"}"#), Response::json(200, "{}")]).await;
    let graph = client(&server);
    let updated = UpdateVppToken::builder().id("1").apple_id("it@contoso.com").send(&graph).await.expect("a success");
    let state = updated.expect("a token").state.expect("it was returned");
    assert_eq!(state, VppTokenState::Unknown("quarantined".into()));
    UpdateVppToken::builder().id("1").state(state).send(&graph).await.expect("a success");
    assert_eq!(server.requests()[1].json()["state"], "quarantined");
}

#[tokio::test]
async fn the_reads_send_and_return_what_is_documented() {
    let server = Server::start([
        Response::json(
            200,
            r#"{"value": [{"id": "1", "tokenName": "Contoso", "tokenExpirationDateTime": "2027-01-01T00:00:00Z"}]}"#,
        ),
        Response::json(200, r#"{"id": "3f4b", "tokenValue": "geheim", "qrCodeContent": "{\"token\": \"geheim\"}"}"#),
        Response::json(200, r#"{"value": [], "@odata.nextLink": "https://example.com/next", "@odata.count": 7}"#),
    ])
    .await;
    let graph = client(&server);
    let settings = ListDepOnboardingSettings::builder().options(QueryOptions::new().select(["id", "tokenName"]));
    let settings = settings.send(&graph).await.expect("a page");
    assert_eq!(settings.value[0].token_name.as_deref(), Some("Contoso"));
    let profile = GetAndroidDeviceOwnerEnrollmentProfile::builder().id("3f4b").send(&graph).await.expect("a profile");
    assert_eq!(profile.token_value.as_ref().map(|token| token.expose().as_str()), Some("geheim"));
    assert!(!format!("{profile:?}").contains("geheim"), "{profile:?}");
    let tokens = ListVppTokens::builder().options(QueryOptions::new().top(5).filter("state eq 'valid'"));
    let tokens = tokens.send(&graph).await.expect("a page");
    assert_eq!(
        (tokens.value.len(), tokens.count, tokens.next_link.as_deref()),
        (0, Some(7), Some("https://example.com/next"))
    );
    let targets: Vec<_> =
        server.requests().into_iter().map(|request| format!("{} {}", request.method, request.target)).collect();
    assert_eq!(
        targets,
        [
            "GET /beta/deviceManagement/depOnboardingSettings?$select=id,tokenName",
            "GET /beta/deviceManagement/androidDeviceOwnerEnrollmentProfiles/3f4b",
            "GET /v1.0/deviceAppManagement/vppTokens?$filter=state%20eq%20%27valid%27&$top=5",
        ],
    );
    for request in server.requests() {
        assert_eq!(request.header("content-type"), None, "nothing is sent that had a type");
        assert!(request.body.is_empty());
    }
}

#[tokio::test]
async fn an_id_that_addresses_another_resource_is_not_sent() {
    let server = Server::start([]).await;
    let graph = client(&server);
    for id in ["", ".", ".."] {
        let error = CreateToken { id: id.into(), token_validity_in_seconds: 6 }.send(&graph).await.expect_err(id);
        let Error::Build(error) = &error else { panic!("{error:?}") };
        assert_eq!((error.subject(), error.field_name()), ("CreateToken", Some("id")));
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_version_that_is_not_declared_is_not_called() {
    let server = Server::start([]).await;
    let upload = UploadDepToken { id: "1".into(), apple_id: "a".into(), dep_token: "t".into() };
    let error = client(&server).call(&upload).version(ApiVersion::V1_0).send().await.expect_err("beta only");
    assert_eq!(error.to_string(), "cannot build UploadDepToken: it is not available in version v1.0, only in beta");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn no_secret_is_shown() {
    let server = Server::start([Response::json(403, r#"{"error": {"code": "Forbidden", "message": "no"}}"#)]).await;
    let graph = client(&server);
    let upload = UploadDepToken { id: "1".into(), apple_id: "a".into(), dep_token: "geheim".into() };
    let call = graph.call(&upload);
    let preview = call.preview().expect("it can be built");
    let future = graph.send(&upload);
    let mut shown = vec![
        format!("{graph:?}"),
        format!("{upload:?}"),
        format!("{preview:?} {preview}"),
        format!("{future:?}"),
        format!("{:?}", graph.prepare(&upload).expect("it can be built")),
    ];
    let error = future.await.expect_err("403");
    shown.push(format!("{error:?} {error:#?} {error}"));
    for text in shown {
        assert!(!text.contains("geheim") && !text.contains(TOKEN), "{text}");
    }
    assert!(preview.to_string().ends_with(r#"{"appleId":"a","depToken":"[redacted]"}"#), "{preview}");
    assert_eq!(server.request().text(), r#"{"appleId":"a","depToken":"geheim"}"#, "but it is sent");
}

#[test]
fn the_metadata_are_those_of_microsofts_documentation() {
    let permissions = |metadata: &graph_runtime::metadata::ActionMetadata| {
        (
            metadata.permissions.delegated.to_string(),
            metadata.permissions.personal.to_string(),
            metadata.permissions.application.to_string(),
        )
    };
    let [service, configuration] =
        ["DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All"];
    let none = || "not supported".to_owned();
    assert_eq!(permissions(UploadDepToken::METADATA), (service.into(), none(), service.into()));
    assert_eq!(permissions(CreateToken::METADATA), (configuration.into(), none(), configuration.into()));
    let either = format!("{service} or {configuration}");
    assert_eq!(permissions(UpdateVppToken::METADATA), (either.clone(), none(), either));
    assert_eq!(UploadDepToken::METADATA.versions, [ApiVersion::Beta]);
    assert_eq!(CreateToken::METADATA.versions, [ApiVersion::Beta]);
    assert_eq!(UpdateVppToken::METADATA.versions, [ApiVersion::V1_0, ApiVersion::Beta]);
    assert!(
        !UploadDepToken::METADATA.idempotent
            && !CreateToken::METADATA.idempotent
            && UpdateVppToken::METADATA.idempotent
    );
    let needed = UploadDepToken::METADATA.permissions.delegated.alternatives();
    let ids = needed.into_iter().flatten().next().expect("a permission");
    assert_eq!(ids.delegated_id, Some("662ed50a-ac44-4eef-ad86-62eed9be2a29"));
    assert_eq!(ids.application_id, Some("5ac13192-7ace-4fcf-b828-1a26f28068ee"));
}
