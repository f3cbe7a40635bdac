//! Faults that the tenant is asked for.

use std::time::Duration;

use intune_onboarding::sandbox::Sandbox;
use reqwest::Method;
use serde_json::json;

use crate::{DEP, VPP, by_hand::ByHand, start};

#[tokio::test]
async fn a_synchronization_fails_or_takes_its_time() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let setting = format!("{DEP}/{}", Sandbox::DEP_ONBOARDING_SETTING);
    let sync = format!("{setting}/syncWithAppleDeviceEnrollmentProgram");
    let before = hand.get(&setting).send().await.body;

    sandbox.fail_syncs(7);
    assert_eq!(hand.request(Method::POST, &sync).send().await.status, 204);
    let failed = hand.get(&setting).send().await.body;
    assert_eq!(failed["lastSyncErrorCode"], 7);
    assert_eq!(failed["lastSuccessfulSyncDateTime"], before["lastSuccessfulSyncDateTime"]);
    assert_ne!(failed["lastSyncTriggeredDateTime"], before["lastSyncTriggeredDateTime"]);

    sandbox.fail_syncs(0);
    sandbox.slow_syncs(Duration::from_hours(1));
    assert_eq!(hand.request(Method::POST, &sync).send().await.status, 204);
    assert_eq!(hand.get(&setting).send().await.body["lastSyncErrorCode"], 7);
    sandbox.slow_syncs(Duration::ZERO);
    assert_eq!(hand.request(Method::POST, &sync).send().await.status, 204);
    let done = hand.get(&setting).send().await.body;
    assert_eq!(done["lastSyncErrorCode"], 0);
    assert_ne!(done["lastSuccessfulSyncDateTime"], before["lastSuccessfulSyncDateTime"]);
}

#[tokio::test]
async fn too_many_writes_are_throttled_and_reads_are_not() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let path = format!("{VPP}/{}", Sandbox::VPP_TOKEN);
    let write = || hand.request(Method::PATCH, &path).json(&json!({"appleId": "a"})).send();
    for _ in 0..100 {
        assert_eq!(write().await.status, 200);
    }
    let response = write().await;
    assert_eq!(response.status, 429);
    let wait: u64 = response.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert!((1..=20).contains(&wait), "{wait}");
    assert_eq!(hand.get(&path).send().await.status, 200);
}

#[tokio::test]
async fn an_expired_access_token_is_rejected_and_a_new_one_is_not() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    sandbox.expire_access_tokens();
    let message = hand.get(VPP).rejected(401, "InvalidAuthenticationToken").await;
    assert_eq!(message, "Lifetime validation failed, the token is expired.");
    let token = sandbox.access_token_with(["DeviceManagementServiceConfig.Read.All"]);
    let response = hand.anonymous(Method::GET, VPP).0.bearer_auth(token.expose()).send().await.expect("a response");
    assert_eq!(response.status(), 200);
}
