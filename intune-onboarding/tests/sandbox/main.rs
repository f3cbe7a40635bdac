//! The embedded tenant, called over HTTP: by the client of this workspace, and by hand where the client would not.

mod by_hand;
mod declared;
mod every_operation;
mod faults;
mod limits;
mod queries;
mod resources;

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use graph_runtime::{ApiVersion, Error, GraphClient, Patch, QueryOptions, retry::RetryPolicy};
use graph_tests::capture;
use intune_onboarding::{
    ACTIONS,
    android::{CreateToken, GetAndroidDeviceOwnerEnrollmentProfile, ListAndroidDeviceOwnerEnrollmentProfiles},
    dep::{GetDepOnboardingSetting, ListDepOnboardingSettings, UploadDepToken},
    sandbox::Sandbox,
    token_file,
    vpp::{GetVppToken, ListVppTokens, UpdateVppToken, VppTokenAccountType, VppTokenState},
};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use by_hand::{ByHand, Request};

const DEP: &str = "/beta/deviceManagement/depOnboardingSettings";
const ANDROID: &str = "/beta/deviceManagement/androidDeviceOwnerEnrollmentProfiles";
const VPP: &str = "/v1.0/deviceAppManagement/vppTokens";

/// A tenant, and a client that may do everything there.
fn start() -> (Sandbox, GraphClient) {
    capture::install();
    let sandbox = Sandbox::start().expect("a free port");
    capture::secret(sandbox.access_token().expose());
    let graph = client(&sandbox, sandbox.access_token().into_inner());
    (sandbox, graph)
}

fn client(sandbox: &Sandbox, token: String) -> GraphClient {
    GraphClient::builder().base_url(sandbox.url()).token(token).build().expect("valid settings")
}

fn upload(id: &str, dep_token: &str) -> UploadDepToken {
    UploadDepToken { id: id.into(), apple_id: "new@contoso.com".into(), dep_token: dep_token.into() }
}

#[tokio::test]
async fn a_dep_token_arrives_whole_and_renews_the_setting() {
    let (sandbox, graph) = start();
    let id = Sandbox::DEP_ONBOARDING_SETTING;
    let read = GetDepOnboardingSetting { id: id.into(), options: QueryOptions::new() };
    let before = graph.send(&read).await.expect("a setting");

    let dep_token = &format!("X-Comment: \"é\\\r\n{}\r\n", token_file::SAMPLE_DEP_TOKEN);
    capture::secret(dep_token);
    let response = graph.call(&upload(id, dep_token)).send_detailed().await.expect("an upload");
    assert_eq!(response.status, 204);

    let after = graph.send(&read).await.expect("a setting");
    assert_eq!(after.apple_identifier.as_deref(), Some("new@contoso.com"));
    assert!(after.token_expiration_date_time > before.token_expiration_date_time);
    assert!(after.last_modified_date_time > before.last_modified_date_time);
    assert_eq!(after.token_name, before.token_name);
    assert!(!after.additional.contains_key("depToken"));
    assert_eq!(sandbox.uploaded_token(id).expect("uploaded").expose(), dep_token);
}

#[tokio::test]
async fn each_create_token_makes_another_token_that_the_qr_code_carries() {
    let (_sandbox, graph) = start();
    let id = Sandbox::ANDROID_ENROLLMENT_PROFILE;
    let read = GetAndroidDeviceOwnerEnrollmentProfile { id: id.into(), options: QueryOptions::new() };
    assert_eq!(graph.send(&read).await.expect("a profile").token_value, None);

    let mut tokens = Vec::new();
    for token_validity_in_seconds in [1, 6, 7_776_000] {
        graph.send(&CreateToken { id: id.into(), token_validity_in_seconds }).await.expect("created");
        let profile = graph.send(&read).await.expect("a profile");
        let token = profile.token_value.expect("a token").into_inner();
        let created = profile.token_creation_date_time.expect("a date").to_offset_date_time();
        let expires = profile.token_expiration_date_time.expect("a date").to_offset_date_time();
        assert_eq!((expires - created).whole_seconds(), i64::from(token_validity_in_seconds));

        let content: Value = serde_json::from_str(profile.qr_code_content.expect("a QR code").expose()).expect("JSON");
        let extras = &content["android.app.extra.PROVISIONING_ADMIN_EXTRAS_BUNDLE"];
        assert_eq!(extras["com.google.android.apps.work.clouddpc.EXTRA_ENROLLMENT_TOKEN"], token.as_str());
        tokens.push(token);
    }
    tokens.dedup();
    assert_eq!(tokens.len(), 3);
}

#[tokio::test]
async fn a_vpp_token_changes_only_where_it_is_told_to() {
    let (sandbox, graph) = start();
    let id = Sandbox::VPP_TOKEN;
    let before = graph.send(&GetVppToken { id: id.into(), options: QueryOptions::new() }).await.expect("a token");
    assert_eq!(before.state, Some(VppTokenState::Expired));

    let update = UpdateVppToken {
        id: id.into(),
        vpp_token_account_type: Some(VppTokenAccountType::Education),
        token: Patch::from(token_file::SAMPLE_VPP_TOKEN),
        automatically_update_apps: Some(true),
        country_or_region: Patch::Clear,
        ..UpdateVppToken::default()
    };
    let after = graph.send(&update).await.expect("updated").expect("a token");
    assert_eq!(after.vpp_token_account_type, Some(VppTokenAccountType::Education));
    assert_eq!(after.automatically_update_apps, Some(true));
    assert_eq!(after.country_or_region, None);
    assert_eq!(after.state, Some(VppTokenState::Valid));
    assert!(after.expiration_date_time > before.expiration_date_time);
    assert_eq!((&after.organization_name, &after.apple_id), (&before.organization_name, &before.apple_id));
    assert_eq!(after.token, None, "the service does not give it back");
    assert_eq!(sandbox.uploaded_token(id).expect("uploaded").expose(), token_file::SAMPLE_VPP_TOKEN);
    assert_eq!(
        graph
            .send(&GetVppToken { id: id.into(), options: QueryOptions::new() })
            .await
            .expect("a token")
            .country_or_region,
        None
    );
}

#[tokio::test]
async fn the_response_to_an_update_may_be_empty() {
    let (sandbox, graph) = start();
    sandbox.omit_updated_entities();
    let update = UpdateVppToken::builder().id(Sandbox::VPP_TOKEN).token(token_file::SAMPLE_VPP_TOKEN);
    assert_eq!(update.send(&graph).await.expect("updated"), None);
    assert_eq!(sandbox.received()[0].status, 204);
    assert_eq!(sandbox.uploaded_token(Sandbox::VPP_TOKEN).expect("uploaded").expose(), token_file::SAMPLE_VPP_TOKEN);
    let read = GetVppToken::builder().id(Sandbox::VPP_TOKEN).send(&graph).await.expect("a token");
    assert_eq!(read.state, Some(VppTokenState::Valid));
    let unknown = UpdateVppToken::builder().id("not-there").apple_id("a").send(&graph).await;
    assert_eq!(unknown.expect_err("not there").status(), Some(StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn a_token_of_an_aosp_profile_has_another_key_and_is_read_only_by_its_name() {
    let (_sandbox, graph) = start();
    let id = Sandbox::AOSP_ENROLLMENT_PROFILE;
    let create = |id: String| CreateToken { id, token_validity_in_seconds: 6 };
    let error = graph.send(&create(id.into())).await.expect_err("not the key");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    graph.send(&create(format!("AOSP-{id}"))).await.expect("created");
    let other = format!("AOSP-{}", Sandbox::ANDROID_ENROLLMENT_PROFILE);
    assert_eq!(graph.send(&create(other)).await.expect_err("not AOSP").status(), Some(StatusCode::NOT_FOUND));

    let read = |options| GetAndroidDeviceOwnerEnrollmentProfile { id: id.into(), options };
    let profile = graph.send(&read(QueryOptions::new())).await.expect("a profile");
    assert_eq!((profile.token_value, profile.qr_code_content), (None, None));
    let options = QueryOptions::new().select(["tokenValue", "qrCodeContent"]);
    let profile = graph.send(&read(options)).await.expect("a profile");
    let content = STANDARD.decode(profile.qr_code_content.expect("a QR code").expose()).expect("base64");
    let token = profile.token_value.expect("a token").into_inner();
    assert!(String::from_utf8(content).expect("text").contains(&token));
}

#[tokio::test]
async fn a_token_has_to_be_one() {
    let (sandbox, graph) = start();
    let hand = ByHand::to(&sandbox);
    let path = format!("{DEP}/{}/uploadDepToken", Sandbox::DEP_ONBOARDING_SETTING);
    for (token, found) in [
        ("hello", "it looks like other text"),
        ("<!doctype html>", "it looks like an HTML page"),
        (token_file::SAMPLE_VPP_TOKEN, "it looks like a VPP token (.vpptoken)"),
    ] {
        let body = json!({"appleId": "a", "depToken": token});
        let message = hand.request(Method::POST, &path).json(&body).rejected(400, "BadRequest").await;
        assert!(message.contains(&format!("The parameter 'depToken' is not a valid token: {found}, not")), "{message}");
    }
    let expired = STANDARD.encode(r#"{"token":"t","orgName":"o","expDate":"2024-08-01T09:00:00+0000"}"#);
    let path = format!("{VPP}/{}", Sandbox::VPP_TOKEN);
    for (token, found) in [
        ("hello", "it looks like other text"),
        (token_file::SAMPLE_DEP_TOKEN, "it looks like a DEP token (.p7m)"),
        (&expired, "it expired at 2024-08-01T09:00:00+00:00"),
    ] {
        let body = json!({"token": token});
        let message = hand.request(Method::PATCH, &path).json(&body).rejected(400, "BadRequest").await;
        assert!(message.contains(&format!("The property 'token' is not a valid token: {found}")), "{message}");
    }
    for id in [Sandbox::DEP_ONBOARDING_SETTING, Sandbox::VPP_TOKEN] {
        assert_eq!(sandbox.uploaded_token(id), None);
    }
    let read = GetVppToken { id: Sandbox::VPP_TOKEN.into(), options: QueryOptions::new() };
    assert_eq!(graph.send(&read).await.expect("a token").state, Some(VppTokenState::Expired));
}

#[tokio::test]
async fn beta_knows_more_of_a_vpp_token_than_v1() {
    let (sandbox, graph) = start();
    let read = GetVppToken { id: Sandbox::VPP_TOKEN.into(), options: QueryOptions::new() };
    assert_eq!(graph.send(&read).await.expect("a token").display_name, None);
    let beta = graph.call(&read).version(ApiVersion::Beta).send().await.expect("a token");
    assert_eq!(beta.display_name.as_deref(), Some("Contoso apps"));

    let hand = ByHand::to(&sandbox);
    let path = format!("{VPP}/{}", Sandbox::VPP_TOKEN);
    let change = json!({"displayName": "x"});
    hand.request(Method::PATCH, &path).json(&change).rejected(400, "ModelValidationFailure").await;
    let path = path.replace("v1.0", "beta");
    assert_eq!(hand.request(Method::PATCH, &path).json(&change).send().await.status, 200);
}

#[tokio::test]
async fn every_declared_operation_exists_in_the_tenant_where_and_as_it_is_declared() {
    for action in ACTIONS {
        // A tenant of its own, since writes are limited.
        let sandbox = Sandbox::start().expect("a free port");
        let hand = ByHand::to(&sandbox);
        let method = Method::from_bytes(action.method.as_str().as_bytes()).expect("a method");
        let path = |version: ApiVersion| format!("/{version}{}", action.path.as_str().replace("<id>", "x"));
        for version in [ApiVersion::V1_0, ApiVersion::Beta] {
            // A path that exists refuses a method that it does not have.
            if action.exists_in(version) {
                let status = hand.request(Method::PUT, &path(version)).send().await.status;
                assert_eq!(status, 405, "{} in {version}", action.name);
            } else {
                // The name of an action may be taken for the key of an entity that is not there.
                let status = hand.request(method.clone(), &path(version)).send().await.status;
                assert!([400, 404, 405].contains(&status.as_u16()), "{} in {version}: {status}", action.name);
            }
        }
        let status = |permissions: Vec<&'static str>| {
            let token = sandbox.access_token_with(permissions);
            let request = hand.anonymous(method.clone(), &path(action.default_version())).0.bearer_auth(token.expose());
            async { Request(request).send().await.status.as_u16() }
        };
        for alternative in action.permissions.application.alternatives() {
            let granted = alternative.iter().map(|permission| permission.name).collect();
            let status = status(granted).await;
            assert!(![401, 403, 405].contains(&status), "{} with {alternative:?}: {status}", action.name);
        }
        assert_eq!(status(vec!["Device.Read.All"]).await, 403, "{}", action.name);
    }
}

#[tokio::test]
async fn a_caller_has_to_say_who_it_is() {
    let (sandbox, _) = start();
    for token in ["wrong", "eyJ0eXAiOiJKV1QifQ.eyJyb2xlcyI6W119.AAAA"] {
        let error = client(&sandbox, token.into()).send(&ListVppTokens::default()).await.expect_err("an error");
        assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
        assert_eq!(error.code(), Some("InvalidAuthenticationToken"));
    }
    let response = ByHand::to(&sandbox).anonymous(Method::GET, VPP).send().await;
    assert_eq!((response.status.as_u16(), &response.body["error"]["message"]), (401, &"Access token is empty.".into()));
    assert!(response.headers[header::WWW_AUTHENTICATE].to_str().expect("text").starts_with("Bearer "));
}

#[tokio::test]
async fn a_refusal_by_intune_is_understood() {
    let (sandbox, graph) = start();
    let error =
        graph.send(&GetVppToken { id: "not-there".into(), options: QueryOptions::new() }).await.expect_err("an error");
    assert_eq!((error.status(), error.code()), (Some(StatusCode::NOT_FOUND), Some("ResourceNotFound")));
    let Error::Api(api_error) = &error else { panic!("{error}") };
    assert!(api_error.message().expect("a message").starts_with("There is no vppToken with the id 'not-there'."));

    let reader = sandbox.access_token_with(["DeviceManagementServiceConfig.Read.All"]).into_inner();
    let error =
        client(&sandbox, reader).send(&upload(Sandbox::DEP_ONBOARDING_SETTING, "x")).await.expect_err("an error");
    assert_eq!((error.status(), error.code()), (Some(StatusCode::FORBIDDEN), Some("Forbidden")));
    assert!(error.to_string().contains("needs DeviceManagementServiceConfig.ReadWrite.All"), "{error}");
}

#[tokio::test]
async fn both_sides_know_a_request_by_its_ids() {
    let (sandbox, graph) = start();
    let list = ListVppTokens::default();
    let response = graph.call(&list).client_request_id("mine-1").send_detailed().await.expect("a list");
    assert_eq!(response.headers["client-request-id"], "mine-1");
    assert!(response.headers.contains_key(header::DATE));
    let get = GetVppToken { id: "x".into(), options: QueryOptions::new() };
    let error = graph.call(&get).client_request_id("mine-2").send().await.expect_err("an error");
    assert_eq!(error.client_request_id(), Some("mine-2"));
    assert_ne!(error.request_id(), response.request_id());

    let response = ByHand::to(&sandbox).get(&format!("{VPP}/x")).send().await;
    let inner = &response.body["error"]["innerError"];
    assert_eq!(inner["request-id"], response.headers["request-id"].to_str().expect("text"));
    assert_eq!(inner["date"].as_str().expect("a date").len(), "2026-08-01T09:00:00".len());
}

#[tokio::test]
async fn what_is_not_there_is_said_as_graph_says_it() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let get = |path: &str| hand.get(path);
    let message = get("/v1.0/deviceManagement/depOnboardingSettings").rejected(400, "BadRequest").await;
    assert_eq!(message, "Resource not found for the segment 'depOnboardingSettings'.");
    let message = get("/beta/deviceManagement/depOnboardingSetting").rejected(400, "BadRequest").await;
    assert_eq!(message, "Resource not found for the segment 'depOnboardingSetting'.");
    let message = get(&format!("{DEP}/x/nothing")).rejected(400, "BadRequest").await;
    assert_eq!(message, "Resource not found for the segment 'nothing'.");
    let message = get("/deviceAppManagement/vppTokens").rejected(404, "ResourceNotFound").await;
    assert_eq!(message, "Invalid version: deviceAppManagement");
    get(&format!("{DEP}/dep%201%2F%C3%A9")).rejected(404, "ResourceNotFound").await;
    get(&format!("{VPP}/%FF")).rejected(400, "BadRequest").await;

    let response = hand.request(Method::PUT, &format!("{VPP}/x")).send().await;
    assert_eq!(
        (response.status.as_u16(), &response.headers[header::ALLOW]),
        (405, &"DELETE, GET, PATCH".parse().expect("a value"))
    );
}

#[tokio::test]
async fn a_body_has_to_be_a_json_object() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let patch = || hand.request(Method::PATCH, &format!("{VPP}/{}", Sandbox::VPP_TOKEN));
    for body in ["{", "[]", "1", "{\"appleId\": \"a\",}"] {
        patch().text("application/json", body).rejected(400, "BadRequest").await;
    }
    patch().rejected(400, "BadRequest").await;
    patch().text("text/plain", "{}").rejected(415, "UnsupportedMediaType").await;
    let response = patch().text("application/json; charset=utf-8", "{\"appleId\": \"a\"}").send().await;
    assert_eq!((response.status.as_u16(), &response.body["appleId"]), (200, &"a".into()));
    let too_large = format!("{{\"token\":\"{}\"}}", "a".repeat(5 << 20));
    patch().text("application/json", &too_large).rejected(413, "RequestEntityTooLarge").await;
}

#[tokio::test]
async fn a_body_has_to_fit_the_type_and_changes_nothing_where_it_does_not() {
    let (sandbox, graph) = start();
    let read = GetVppToken { id: Sandbox::VPP_TOKEN.into(), options: QueryOptions::new() };
    let before = graph.send(&read).await.expect("a token");
    let hand = ByHand::to(&sandbox);
    for (body, code) in [
        (json!({"organizationName": "x", "appleID": "a"}), "ModelValidationFailure"),
        (json!({"organizationName": "x", "appleId": 1}), "ModelValidationFailure"),
        (json!({"organizationName": "x", "automaticallyUpdateApps": "true"}), "ModelValidationFailure"),
        (json!({"organizationName": "x", "automaticallyUpdateApps": null}), "ModelValidationFailure"),
        (json!({"organizationName": "x", "vppTokenAccountType": "government"}), "ModelValidationFailure"),
        (json!({"organizationName": "x", "expirationDateTime": "tomorrow"}), "ModelValidationFailure"),
        (json!({"organizationName": "x", "expirationDateTime": null}), "ModelValidationFailure"),
        (json!({"organizationName": "x", "id": "y"}), "ModelValidationFailure"),
        (json!({"organizationName": "x", "lastModifiedDateTime": "2017-01-01T00:00:35Z"}), "ModelValidationFailure"),
        (json!({"organizationName": "x", "@odata.type": "#microsoft.graph.user"}), "BadRequest"),
        (json!({"organizationName": "x", "token": " "}), "BadRequest"),
    ] {
        let path = format!("{VPP}/{}", Sandbox::VPP_TOKEN);
        hand.request(Method::PATCH, &path).json(&body).rejected(400, code).await;
    }
    assert_eq!(graph.send(&read).await.expect("a token"), before);
}

#[tokio::test]
async fn the_parameters_of_an_action_are_checked() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let upload = format!("{DEP}/{}/uploadDepToken", Sandbox::DEP_ONBOARDING_SETTING);
    for (body, code) in [
        (json!({}), "BadRequest"),
        (json!({"appleId": "a"}), "BadRequest"),
        (json!({"appleId": "a", "depToken": ""}), "BadRequest"),
        (json!({"appleId": " ", "depToken": "t"}), "BadRequest"),
        (json!({"appleId": "a", "depToken": null}), "ModelValidationFailure"),
        (json!({"appleId": "a", "depToken": "t", "x": 1}), "ModelValidationFailure"),
    ] {
        hand.request(Method::POST, &upload).json(&body).rejected(400, code).await;
    }
    assert_eq!(sandbox.uploaded_token(Sandbox::DEP_ONBOARDING_SETTING), None);

    let create = format!("{ANDROID}/{}/createToken", Sandbox::ANDROID_ENROLLMENT_PROFILE);
    for (validity, code) in [
        (json!(0), "BadRequest"),
        (json!(-1), "BadRequest"),
        (json!(2_147_483_648_u32), "ModelValidationFailure"),
        (json!(1.5), "ModelValidationFailure"),
        (json!("6"), "ModelValidationFailure"),
        (json!(null), "ModelValidationFailure"),
    ] {
        let body = json!({"tokenValidityInSeconds": validity});
        hand.request(Method::POST, &create).json(&body).rejected(400, code).await;
    }
    hand.request(Method::POST, &create).json(&json!({})).rejected(400, "BadRequest").await;
}

#[tokio::test]
async fn a_list_comes_in_pages() {
    let (sandbox, graph) = start();
    let mut all = Vec::new();
    let mut items = ListVppTokens::builder().items(&graph);
    while let Some(token) = items.next().await {
        all.push(token.expect("a token"));
    }
    assert_eq!((all.len(), sandbox.received().len()), (3, 2), "a page has two tokens unless told otherwise");

    let list = ListVppTokens { options: QueryOptions::new().top(2).select(["id", "state"]) };
    let first = graph.send(&list).await.expect("a page");
    assert_eq!(first.value.len(), 2);
    assert_eq!((first.value[0].state.is_some(), first.value[0].apple_id.is_some()), (true, false));
    let next = first.next_link.expect("a next page");
    let path = next.strip_prefix(sandbox.url()).expect("the same tenant");
    let hand = ByHand::to(&sandbox);
    let second = hand.get(path).send().await.body;
    assert_eq!(second["value"][0]["id"], all[2].id.as_deref().expect("an id"));
    assert_eq!((second["value"].as_array().map(Vec::len), second.get("@odata.nextLink")), (Some(1), None));

    let counted = hand.get(&format!("{VPP}?$count=true&$top=1")).send().await.body;
    assert_eq!(counted["@odata.count"], 3);
    assert_eq!(graph.send(&ListDepOnboardingSettings::default()).await.expect("a list").value.len(), 2);
    assert_eq!(graph.send(&ListAndroidDeviceOwnerEnrollmentProfiles::default()).await.expect("a list").value.len(), 2);
}

#[tokio::test]
async fn a_busy_tenant_says_when_to_come_back() {
    let (sandbox, graph) = start();
    sandbox.throttle(2, Some(Duration::ZERO));
    graph
        .send(&CreateToken { id: Sandbox::ANDROID_ENROLLMENT_PROFILE.into(), token_validity_in_seconds: 6 })
        .await
        .expect("created");
    let statuses: Vec<_> = sandbox.received().iter().map(|request| request.status).collect();
    assert_eq!(statuses, [429, 429, 204]);

    sandbox.throttle(1, Some(Duration::from_secs(7)));
    let impatient = GraphClient::builder().base_url(sandbox.url()).token(sandbox.access_token().into_inner());
    let impatient = impatient.retry(RetryPolicy::none()).build().expect("valid settings");
    let error = impatient.send(&ListVppTokens::default()).await.expect_err("an error");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn each_tenant_is_its_own() {
    let (one, graph) = start();
    let (other, _) = start();
    assert_ne!(one.access_token(), other.access_token());
    graph.send(&upload(Sandbox::DEP_ONBOARDING_SETTING, token_file::SAMPLE_DEP_TOKEN)).await.expect("uploaded");
    assert_eq!(other.uploaded_token(Sandbox::DEP_ONBOARDING_SETTING), None);
    assert!(other.received().is_empty());
    let shown = format!("{one:?}");
    assert!(shown.contains(one.url()) && !shown.contains(one.access_token().expose()), "{shown}");
}

#[tokio::test]
async fn a_tenant_that_has_stopped_takes_no_more_requests() {
    let (sandbox, graph) = start();
    let address = sandbox.url().trim_start_matches("http://").to_owned();
    graph.send(&ListVppTokens::default()).await.expect("a list");
    sandbox.stop().await;
    assert!(tokio::net::TcpStream::connect(&address).await.is_err());
}

#[tokio::test]
async fn half_a_request_does_not_keep_a_tenant_from_stopping() {
    let (sandbox, graph) = start();
    let mut stream = std::net::TcpStream::connect(sandbox.url().trim_start_matches("http://")).expect("a connection");
    let half = format!("PATCH {VPP}/x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n{{");
    std::io::Write::write_all(&mut stream, half.as_bytes()).expect("sent");
    // A later request has its response, so this one has begun.
    graph.send(&ListVppTokens::default()).await.expect("a list");
    tokio::time::timeout(Duration::from_secs(20), sandbox.stop()).await.expect("it stops");
}
