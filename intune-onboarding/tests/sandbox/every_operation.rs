//! Each operation of the table of Microsoft's metadata is in the tenant, and responds as the table says.

use std::collections::BTreeSet;

use intune_onboarding::{sandbox::Sandbox, token_file};
use reqwest::Method;
use serde_json::{Value, json};

use crate::by_hand::{ByHand, Response};

const OPERATIONS: &str = include_str!("../../data/operations.tsv");

/// An operation as the table has it.
struct Row {
    version: &'static str,
    method: Method,
    path: &'static str,
    response: &'static str,
    permissions: Vec<&'static str>,
}

fn rows() -> Vec<Row> {
    let row = |line: &'static str| {
        let columns: Vec<_> = line.split('\t').collect();
        Row {
            version: columns[0].split(',').next().expect("a version"),
            method: columns[1].parse().expect("a method"),
            path: columns[2],
            response: columns[4],
            permissions: columns[7].split(", ").collect(),
        }
    };
    OPERATIONS.lines().skip(1).map(row).collect()
}

/// Returns the path with the key of an entity that exists.
fn path(row: &Row, created: &str) -> String {
    let mut path =
        row.path.replace("{bundleId}", "com.contoso.app").replace("{expiringBeforeDateTime}", "2100-01-01T00:00:00Z");
    let deleted = row.method == Method::DELETE || row.path.ends_with("/revokeToken");
    for (collection, key) in [
        ("vppTokens", Sandbox::VPP_TOKEN),
        ("depOnboardingSettings", Sandbox::DEP_ONBOARDING_SETTING),
        ("androidDeviceOwnerEnrollmentProfiles", Sandbox::ANDROID_ENROLLMENT_PROFILE),
        ("androidForWorkEnrollmentProfiles", "6be1f0a4-2d7c-4c93-b58e-9a0d3f1c7e24"),
        ("enrollmentProfiles", "b9f3a0d2-31c4-4f0a-8a6f-0e1d2c3b4a51"),
        ("importedAppleDeviceIdentities", "5a1f0b9c-7d3e-4a62-8c94-2e6b0d1f3a71"),
        ("importedDeviceIdentities", "d0b9c8a7-1e2f-4a3b-8c4d-5e6f7a8b9c01"),
        ("importedWindowsAutopilotDeviceIdentities", "7e6d5c4b-3a29-4180-9f7e-6d5c4b3a2901"),
    ] {
        let is_last = path.ends_with(&format!("/{collection}/{{id}}"));
        let key = if deleted && is_last { created } else { key };
        path = path.replace(&format!("/{collection}/{{id}}"), &format!("/{collection}/{key}"));
    }
    format!("/{}{path}", row.version)
}

/// Returns a body for an operation.
fn body(row: &Row) -> Option<Value> {
    let name = row.path.rsplit('/').next().expect("a segment");
    Some(match (row.method.as_str(), name) {
        ("POST", "vppTokens") => json!({"organizationName": "Contoso", "token": token_file::SAMPLE_VPP_TOKEN}),
        ("POST", "depOnboardingSettings") => json!({"tokenName": "New", "tokenType": "dep"}),
        ("POST", "androidDeviceOwnerEnrollmentProfiles") => {
            json!({"displayName": "New", "enrollmentMode": "corporateOwnedDedicatedDevice"})
        }
        ("POST", "androidForWorkEnrollmentProfiles") => json!({"displayName": "New"}),
        ("POST", "enrollmentProfiles") => json!({
            "@odata.type": "#microsoft.graph.depIOSEnrollmentProfile",
            "displayName": "New",
            "zoomDisabled": true,
        }),
        ("POST", "importedAppleDeviceIdentities") => json!({"serialNumber": "NEW1", "platform": "ios"}),
        ("POST", "importedDeviceIdentities") => {
            json!({"importedDeviceIdentifier": "NEW2", "importedDeviceIdentityType": "serialNumber"})
        }
        ("POST", "importedWindowsAutopilotDeviceIdentities") => {
            json!({"serialNumber": "NEW3", "hardwareIdentifier": "AAAA"})
        }
        ("PATCH", "{id}") if row.path.contains("/enrollmentProfiles/") => json!({"supportDepartment": "Support"}),
        ("PATCH", "{id}") if row.path.contains("vppTokens") => json!({"appleId": "new@contoso.com"}),
        ("PATCH", "{id}") if row.path.contains("Autopilot") => json!({"groupTag": "New"}),
        ("PATCH", "{id}") if row.path.contains("/depOnboardingSettings/{id}") && !row.path.contains("Identities") => {
            json!({"tokenName": "Renamed"})
        }
        ("PATCH", "{id}") => json!({"description": "New"}),
        ("PATCH", "applePushNotificationCertificate") => json!({"appleIdentifier": "new@contoso.com"}),
        ("PATCH", "androidManagedStoreAccountEnterpriseSettings") => json!({"enrollmentTarget": "targeted"}),
        ("PATCH", "windowsAutopilotSettings") => json!({"syncStatus": "completed"}),
        (_, "createToken") => json!({"tokenValidityInSeconds": 3600}),
        (_, "uploadDepToken") => json!({"appleId": "it@contoso.com", "depToken": token_file::SAMPLE_DEP_TOKEN}),
        (_, "releaseAppleDevices") => {
            json!({"deviceSerialNumbers": ["DMPX2ABCQ1GC"], "depToken": token_file::SAMPLE_DEP_TOKEN})
        }
        (_, "revokeLicenses") => json!({"notifyManagedDevices": true}),
        (_, "addApps") => json!({"productIds": ["app:com.contoso.app"]}),
        (_, "approveApps") => json!({"packageIds": ["app:com.contoso.app"], "approveAllPermissions": true}),
        (_, "completeSignup") => json!({"enterpriseToken": "EAHb2"}),
        (_, "createGooglePlayWebToken" | "createZeroTouchWebToken") => {
            json!({"parentUri": "https://portal.contoso.com"})
        }
        (_, "requestSignupUrl") => json!({"hostName": "portal.contoso.com"}),
        (_, "setStoreLayout") => json!({"storeLayoutType": "custom"}),
        (_, "setAndroidDeviceOwnerFullyManagedEnrollmentState") => json!({"enabled": true}),
        (_, "setEnrollmentTimeDeviceMembershipTarget") => json!({"enrollmentTimeDeviceMembershipTargets": [
            {"targetId": "5f8c2d1e-7a3b-4c9d-8e0f-1a2b3c4d5e6f", "targetType": "staticSecurityGroup"},
        ]}),
        (_, "updateDeviceProfileAssignment") => json!({"deviceIds": ["C39VX0ABHFY7"]}),
        (_, "importAppleDeviceIdentityList") => json!({
            "importedAppleDeviceIdentities": [{"serialNumber": "NEW4"}],
            "overwriteImportedDeviceIdentities": false,
        }),
        (_, "importDeviceIdentityList") => json!({
            "importedDeviceIdentities": [
                {"importedDeviceIdentifier": "NEW5", "importedDeviceIdentityType": "serialNumber"},
            ],
            "overwriteImportedDeviceIdentities": false,
        }),
        (_, "searchExistingIdentities") => {
            json!({"importedDeviceIdentities": [{"importedDeviceIdentifier": "r58m12abcde"}]})
        }
        (_, "import") => json!({
            "importedWindowsAutopilotDeviceIdentities": [{"serialNumber": "NEW6", "hardwareIdentifier": "AAAA"}],
        }),
        _ => return None,
    })
}

/// Checks that a response has the form that the table says.
fn check(row: &Row, response: &Response) {
    let (body, name) = (&response.body, format!("{} {}: {}", row.method, row.path, response.body));
    let status = response.status.as_u16();
    match row.response {
        "" => assert_eq!((status, body), (204, &Value::Null), "{name}"),
        "count" => assert!(status == 200 && body.is_u64(), "{name}"),
        value if value.starts_with("value ") => assert!(status == 200 && !body["value"].is_null(), "{name}"),
        list if list.starts_with("Collection(") => assert!(status == 200 && body["value"].is_array(), "{name}"),
        kind => {
            let is_new = row.method == Method::POST && body["id"].is_string() && !row.path.ends_with("syncLicenses");
            assert_eq!(status, if is_new { 201 } else { 200 }, "{name}");
            let is_entity = !["enrollmentTimeDeviceMembershipTargetResult"].contains(&kind);
            assert!(!is_entity || body["id"].is_string(), "{name}");
        }
    }
}

/// Operations that need something that the sample does not have.
const ABSENT: [&str; 2] = ["defaultTvOSEnrollmentProfile", "defaultVisionOSEnrollmentProfile"];

#[tokio::test]
async fn every_operation_of_the_table_responds_as_the_table_says() {
    let rows = rows();
    assert_eq!(rows.len(), 102);
    let sandbox = Sandbox::start().expect("a free port");
    let hand = ByHand::to(&sandbox);
    let mut created = Vec::new();
    // What is created is what is deleted; single objects are deleted last.
    let order = |row: &&Row| match row.method {
        Method::DELETE => 3,
        _ if row.path.ends_with("/unbind") => 2,
        Method::POST if body(row).is_some() => 0,
        _ => 1,
    };
    let mut ordered: Vec<_> = rows.iter().collect();
    ordered.sort_by_key(order);
    let expired = "/androidForWorkEnrollmentProfiles/{id}/revokeToken";
    for row in ordered {
        let collection = row.path.rsplit('/').nth(1).expect("a collection");
        let key = created.iter().find(|(known, _)| *known == collection).map_or("", |(_, key): &(_, String)| key);
        let key = if row.path.ends_with(expired) { "6be1f0a4-2d7c-4c93-b58e-9a0d3f1c7e24" } else { key };
        let key =
            if row.path.ends_with("revokeToken") && key.is_empty() { Sandbox::ANDROID_ENROLLMENT_PROFILE } else { key };
        let mut request = hand.request(row.method.clone(), &path(row, key));
        if let Some(body) = body(row) {
            request = request.json(&body);
        }
        let response = request.send().await;
        if ABSENT.iter().any(|name| row.path.ends_with(name)) {
            assert_eq!(response.status.as_u16(), 404, "{}", row.path);
            continue;
        }
        if row.path.ends_with("/syncLicenses") {
            // The token of the sample has expired, until it is renewed.
            let renew = hand.request(Method::PATCH, &path(row, "").replace("/syncLicenses", ""));
            renew.json(&json!({"token": token_file::SAMPLE_VPP_TOKEN})).send().await;
            check(row, &hand.request(Method::POST, &path(row, "")).send().await);
            continue;
        }
        check(row, &response);
        if let Some(id) = response.body["id"].as_str().filter(|_| response.status == 201) {
            created.push((row.path.rsplit('/').next().expect("a collection"), id.to_owned()));
        }
    }
}

#[tokio::test]
async fn every_operation_needs_a_permission_that_the_table_has() {
    let sandbox = Sandbox::start().expect("a free port");
    let hand = ByHand::to(&sandbox);
    let all: BTreeSet<_> = rows().into_iter().flat_map(|row| row.permissions).collect();
    for row in rows() {
        let path = path(&row, "x");
        let status = async |permission: &str| {
            let token = sandbox.access_token_with([permission]);
            let request = hand.anonymous(Method::GET, &path).0;
            // Only GET is sent, since writes are limited; which permission a write needs, the route says before it runs.
            request.bearer_auth(token.expose()).send().await.expect("a response").status().as_u16()
        };
        if row.method != Method::GET {
            continue;
        }
        for permission in &all {
            let is_forbidden = status(permission).await == 403;
            assert_eq!(is_forbidden, !row.permissions.contains(permission), "{} with {permission}", row.path);
        }
    }
}
