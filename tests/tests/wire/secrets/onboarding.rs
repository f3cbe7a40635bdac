//! Every operation of `intune-onboarding`, with a server and with `GraphMock`.

use std::{collections::BTreeSet, fmt::Debug, fs, path::Path};

use graph_runtime::{GraphAction, Patch, metadata::ResponseKind, testing::GraphMock};
use graph_tests::{
    capture,
    server::{Response, Server},
};
use intune_onboarding::{
    android::{
        CreateAndroidDeviceOwnerEnrollmentProfile, CreateToken, GetAndroidDeviceOwnerEnrollmentProfile,
        ListAndroidDeviceOwnerEnrollmentProfiles, UpdateAndroidDeviceOwnerEnrollmentProfile,
    },
    android_for_work::{
        CreateAndroidForWorkEnrollmentProfile, GetAndroidForWorkEnrollmentProfile,
        UpdateAndroidForWorkEnrollmentProfile,
    },
    autopilot::{CreateImportedWindowsAutopilotDeviceIdentity, UpdateImportedWindowsAutopilotDeviceIdentity},
    dep::{GetDepOnboardingSetting, ListDepOnboardingSettings, ReleaseAppleDevices, UploadDepToken},
    managed_google_play::{CompleteSignup, CreateGooglePlayWebToken, CreateZeroTouchWebToken},
    vpp::{CreateVppToken, GetVppToken, ListVppTokens, UpdateVppToken},
};
use serde_json::json;

use super::{
    client,
    shown::{assert_clean, assert_debug_is_clean, assert_error_is_clean, assert_text_is_clean},
};

/// Everything that Microsoft documents as a secret in responses, and an unknown property.
const ENTITY: &str = r##"{
    "@odata.type": "#microsoft.graph.thing", "id": "7",
    "token": "hunter2", "tokenValue": "hunter2", "qrCodeContent": "hunter2", "wifiPassword": "hunter2",
    "productKey": "hunter2", "qrCodeImage": {"type": "image/png", "value": "aHVudGVyMg=="}, "laterSecret": "hunter2"
}"##;

/// Calls an action that succeeds, is throttled, is rejected, and ends in something else. Returns its name.
async fn drive<A: GraphAction<Response: Debug> + Debug>(action: &A) -> &'static str {
    let success = match A::METADATA.response {
        ResponseKind::Page => Response::json(200, format!(r#"{{"value": [{ENTITY}]}}"#)),
        ResponseKind::Value => Response::json(200, r#"{"value": "hunter2"}"#),
        _ => Response::json(200, ENTITY),
    };
    let error = r#"{"error": {"code": "Denied", "message": "No.", "token": "hunter2"}}"#;
    let server = Server::start([
        success.clone(),
        Response::empty(429).header("Retry-After", "0"),
        success,
        Response::json(403, error),
        Response::json(200, r#"["hunter2"]"#),
        Response::body(404, "<html>hunter2"),
    ])
    .await;
    let client = client(&server);
    assert_debug_is_clean(action);
    assert_debug_is_clean(&client.call(action));
    assert_clean(&client.call(action).preview().expect("a preview"));
    assert_debug_is_clean(&client.call(action).send_detailed().await.expect("a success"));
    assert_debug_is_clean(&client.send(action).await.expect("a success"));
    for _ in 0..3 {
        match client.send(action).await {
            Ok(response) => assert_debug_is_clean(&response),
            Err(error) => assert_error_is_clean(&error),
        }
    }
    A::METADATA.name
}

#[tokio::test]
async fn no_operation_shows_a_secret() {
    let id = || "7".to_owned();
    let secret = || Some("hunter2".to_owned());
    let upload = UploadDepToken { id: id(), apple_id: "it@contoso.com".into(), dep_token: "hunter2".into() };
    let mut update = UpdateVppToken::builder().id("7").token("hunter2").build();
    let create_android = CreateAndroidDeviceOwnerEnrollmentProfile {
        token_value: secret(),
        wifi_password: secret(),
        qr_code_content: secret(),
        ..Default::default()
    };
    let update_android = UpdateAndroidDeviceOwnerEnrollmentProfile::builder().id("7").wifi_password("hunter2").build();
    let create_for_work = CreateAndroidForWorkEnrollmentProfile { token_value: secret(), ..Default::default() };
    let update_for_work = UpdateAndroidForWorkEnrollmentProfile::builder().id("7").token_value("hunter2").build();
    let create_device = CreateImportedWindowsAutopilotDeviceIdentity { product_key: secret(), ..Default::default() };
    let update_device = UpdateImportedWindowsAutopilotDeviceIdentity::builder().id("7").product_key("hunter2").build();
    let release = ReleaseAppleDevices {
        id: id(),
        dep_token: "hunter2".into(),
        device_serial_numbers: vec!["C39VX0ABHFY7".into()],
    };
    let parent = || "https://portal.contoso.com".to_owned();
    let driven = BTreeSet::from([
        drive(&upload).await,
        drive(&release).await,
        drive(&ListDepOnboardingSettings::default()).await,
        drive(&GetDepOnboardingSetting::builder().id("7").build()).await,
        drive(&CreateToken { id: id(), token_validity_in_seconds: 6 }).await,
        drive(&ListAndroidDeviceOwnerEnrollmentProfiles::default()).await,
        drive(&GetAndroidDeviceOwnerEnrollmentProfile::builder().id("7").build()).await,
        drive(&create_android).await,
        drive(&update_android).await,
        drive(&GetAndroidForWorkEnrollmentProfile::builder().id("7").build()).await,
        drive(&create_for_work).await,
        drive(&update_for_work).await,
        drive(&create_device).await,
        drive(&update_device).await,
        drive(&CompleteSignup { enterprise_token: "hunter2".into() }).await,
        drive(&CreateGooglePlayWebToken { parent_uri: parent() }).await,
        drive(&CreateZeroTouchWebToken { parent_uri: parent() }).await,
        drive(&update).await,
        drive(&CreateVppToken { token: secret(), ..Default::default() }).await,
        drive(&ListVppTokens::default()).await,
        drive(&GetVppToken::builder().id("7").build()).await,
    ]);
    let missing: Vec<_> = with_secret_fields().into_iter().filter(|name| !driven.contains(name.as_str())).collect();
    assert_eq!(missing, [""; 0], "each operation with a secret field is tried");
    update.token = Patch::Clear;
    assert_debug_is_clean(&update);
}

/// Returns the operations with a secret field, from their source.
fn with_secret_fields() -> BTreeSet<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../intune-onboarding/src")];
    let mut names = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(path).expect("a source file");
            for declaration in text.split("#[graph_action(").skip(1) {
                let (_, item) = declaration.split_once("pub struct ").expect("a struct");
                let end = item.find(['}', ';']).expect("the end of the struct");
                let name = item.split([' ', ';']).next().expect("a name");
                if item[..end].contains("#[graph(secret)]") {
                    names.insert(name.to_owned());
                }
            }
        }
    }
    assert!(names.contains("UploadDepToken"), "{names:?}");
    names
}

#[tokio::test]
async fn the_mock_shows_no_secret() {
    capture::install();
    let mock = GraphMock::start();
    let upload = |token: &str| UploadDepToken {
        id: "7".to_owned(),
        apple_id: "it@contoso.com".to_owned(),
        dep_token: token.to_owned(),
    };
    mock.expect::<UploadDepToken>().matching(&upload("hunter2-other")).once().respond(());
    mock.expect::<UploadDepToken>().property("depToken", "hunter2").times(2).respond(());
    mock.expect::<GetVppToken>().respond(serde_json::from_str::<serde_json::Value>(ENTITY).expect("JSON"));
    let graph = mock.client();
    graph.send(&upload("hunter2")).await.expect("uploaded");
    assert_debug_is_clean(&graph.send(&GetVppToken::builder().id("7").build()).await.expect("a token"));
    assert_error_is_clean(&graph.send(&upload("hunter2-third")).await.expect_err("not expected"));
    let update = UpdateVppToken::builder().id("7").token("hunter2").build();
    assert_error_is_clean(&graph.send(&update).await.expect_err("not expected"));
    let received = mock.received::<UploadDepToken>();
    assert_eq!(received[0].json(), Some(&json!({"appleId": "it@contoso.com", "depToken": "hunter2"})));
    assert_debug_is_clean(&received);
    assert_debug_is_clean(&mock);
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(mock))).expect_err("a report");
    let report = panic.downcast_ref::<String>().expect("a text");
    assert!(report.contains("UploadDepToken: expected 1 call, got none"), "{report}");
    assert_text_is_clean(report);
}
