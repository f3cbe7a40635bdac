//! Tests as an application writes them: the three operations of `intune-onboarding` against `GraphMock`.

use std::time::Duration;

use graph_runtime::{Error, GraphClient, testing::GraphError};
use intune_onboarding::{
    android::{CreateToken, GetAndroidDeviceOwnerEnrollmentProfile},
    dep::{ListDepOnboardingSettings, UploadDepToken},
    vpp::{UpdateVppToken, VppToken, VppTokenState},
};
use serde_json::json;

use crate::start;

/// Uploads a token to the setting of this name.
async fn renew(graph: &GraphClient, name: &str, token: &str) -> Result<bool, Error> {
    let mut settings = ListDepOnboardingSettings::builder().items(graph);
    while let Some(setting) = settings.next().await {
        let setting = setting?;
        if let (Some(id), true) = (setting.id, setting.token_name.as_deref() == Some(name)) {
            let upload = UploadDepToken::builder().id(id).apple_id("it@contoso.com").dep_token(token);
            return upload.send(graph).await.map(|()| true);
        }
    }
    Ok(false)
}

#[tokio::test]
async fn the_token_is_uploaded_to_the_setting_of_its_name() {
    let mock = start();
    mock.expect::<ListDepOnboardingSettings>().once().respond_pages([
        [json!({"id": "54fa", "tokenName": "Fabrikam"})],
        [json!({"id": "dep 1/é", "tokenName": "Contoso"})],
    ]);
    let upload = UploadDepToken::builder().id("dep 1/é").apple_id("it@contoso.com").dep_token("MIIG").build();
    mock.expect::<UploadDepToken>().matching(&upload).once().throttle(1, None).respond(());
    assert!(renew(&mock.client(), "Contoso", "MIIG").await.expect("it is renewed"));
}

#[tokio::test]
async fn a_rejected_upload_is_explained_to_the_caller() {
    let mock = start();
    mock.expect::<ListDepOnboardingSettings>().respond([json!({"id": "54fa", "tokenName": "Contoso"})]);
    mock.expect::<UploadDepToken>()
        .property("depToken", "MIIG")
        .respond_error(GraphError::new(403, "Forbidden", "Application is not authorized.").with_intune_format());
    let error = renew(&mock.client(), "Contoso", "MIIG").await.expect_err("403");
    assert_eq!(error.code(), Some("Forbidden"));
    assert!(error.to_string().contains("DeviceManagementServiceConfig.ReadWrite.All"), "{error}");
}

#[tokio::test]
async fn a_token_is_created_and_then_read() {
    let mock = start();
    mock.expect::<CreateToken>()
        .parameter("id", "3f4b")
        .body(json!({"tokenValidityInSeconds": 3600}))
        .once()
        .respond(());
    mock.expect::<GetAndroidDeviceOwnerEnrollmentProfile>()
        .parameter("id", "3f4b")
        .after(Duration::from_millis(5))
        .respond(json!({"id": "3f4b", "tokenValue": "8c51"}));
    let graph = mock.client();
    CreateToken::builder().id("3f4b").token_validity_in_seconds(3600).send(&graph).await.expect("a success");
    let profile = GetAndroidDeviceOwnerEnrollmentProfile::builder().id("3f4b").send(&graph).await.expect("a profile");
    assert_eq!(profile.token_value.as_ref().map(|token| token.expose().as_str()), Some("8c51"));
}

#[tokio::test]
async fn only_what_changed_is_sent() {
    let mock = start();
    let mut updated = VppToken::default();
    updated.state = Some(VppTokenState::Valid);
    mock.expect::<UpdateVppToken>()
        .parameter("id", "9ceb")
        .body(json!({"@odata.type": "#microsoft.graph.vppToken", "token": "8c51", "countryOrRegion": null}))
        .once()
        .respond(updated);
    let update = UpdateVppToken::builder().id("9ceb").token("8c51").clear_country_or_region();
    let token = update.send(&mock.client()).await.expect("a success").expect("a token");
    assert_eq!(token.state, Some(VppTokenState::Valid));
}
