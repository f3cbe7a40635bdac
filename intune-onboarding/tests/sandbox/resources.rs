//! What is created, changed, deleted or imported is in later responses.

use intune_onboarding::{sandbox::Sandbox, token_file};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{ANDROID, DEP, by_hand::ByHand, start};

const IDENTITIES: &str = "/beta/deviceManagement/importedDeviceIdentities";
const AUTOPILOT: &str = "/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities";
const STORE: &str = "/beta/deviceManagement/androidManagedStoreAccountEnterpriseSettings";
const APNS: &str = "/v1.0/deviceManagement/applePushNotificationCertificate";

#[tokio::test]
async fn an_entity_lives_from_its_creation_to_its_deletion() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let created = hand.request(Method::POST, ANDROID).json(&json!({"displayName": "Lobby"})).send().await;
    assert_eq!(created.status, 201);
    let path = format!("{ANDROID}/{}", created.body["id"].as_str().expect("an id"));
    assert!(created.body["createdDateTime"].is_string());
    let changed = hand.request(Method::PATCH, &path).json(&json!({"description": "Tablets"})).send().await.body;
    assert_eq!((&changed["displayName"], &changed["description"]), (&"Lobby".into(), &"Tablets".into()));
    assert_eq!(hand.get(&path).send().await.body["description"], "Tablets");
    assert_eq!(hand.request(Method::DELETE, &path).send().await.status, 204);
    hand.get(&path).rejected(404, "ResourceNotFound").await;
    hand.request(Method::DELETE, &path).rejected(404, "ResourceNotFound").await;
    hand.request(Method::PATCH, &path).json(&json!({"description": "x"})).rejected(404, "ResourceNotFound").await;
}

#[tokio::test]
async fn what_is_below_an_entity_goes_with_it() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let setting = format!("{DEP}/{}", Sandbox::DEP_ONBOARDING_SETTING);
    let profiles = format!("{setting}/enrollmentProfiles");
    let profile = json!({"@odata.type": "#microsoft.graph.depMacOSEnrollmentProfile", "displayName": "x"});
    assert_eq!(hand.request(Method::POST, &profiles).json(&profile).send().await.status, 201);
    hand.request(Method::POST, &profiles.replace(Sandbox::DEP_ONBOARDING_SETTING, "x"))
        .json(&profile)
        .rejected(404, "ResourceNotFound")
        .await;
    assert_eq!(hand.request(Method::DELETE, &setting).send().await.status, 204);
    hand.get(&profiles).rejected(404, "ResourceNotFound").await;
}

#[tokio::test]
async fn an_enrollment_profile_is_checked_as_the_kind_that_it_says_it_is() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let profiles = format!("{DEP}/{}/enrollmentProfiles", Sandbox::DEP_ONBOARDING_SETTING);
    let create = |kind: &str, property: &str| {
        let body = json!({"@odata.type": format!("#microsoft.graph.{kind}"), "displayName": "x", property: true});
        hand.request(Method::POST, &profiles).json(&body)
    };
    let created = create("depIOSEnrollmentProfile", "enableSharedIPad").send().await;
    assert_eq!((created.status.as_u16(), &created.body["enableSharedIPad"]), (201, &Value::Bool(true)));
    assert_eq!(created.body["@odata.type"], "#microsoft.graph.depIOSEnrollmentProfile");
    create("depMacOSEnrollmentProfile", "enableSharedIPad").rejected(400, "ModelValidationFailure").await;
    create("enrollmentProfile", "enableSharedIPad").rejected(400, "ModelValidationFailure").await;
    create("vppToken", "isMandatory").rejected(400, "BadRequest").await;
    create("nothing", "isMandatory").rejected(400, "BadRequest").await;

    let path = format!("{profiles}/{}", created.body["id"].as_str().expect("an id"));
    let change = |body: Value| hand.request(Method::PATCH, &path).json(&body);
    assert_eq!(change(json!({"enableSharedIPad": false})).send().await.status, 200);
    change(json!({"autoAdvanceSetupEnabled": true})).rejected(400, "ModelValidationFailure").await;
    change(json!({"managementCertificates": [{"thumbprint": 1}]})).rejected(400, "ModelValidationFailure").await;

    let setting = format!("{DEP}/{}", Sandbox::DEP_ONBOARDING_SETTING);
    let default = format!("{setting}/defaultIosEnrollmentProfile");
    assert_eq!(hand.get(&default).send().await.body["displayName"], "Phones");
    assert_eq!(hand.request(Method::POST, &format!("{path}/setDefaultProfile")).send().await.status, 204);
    assert_eq!(hand.get(&default).send().await.body["id"], created.body["id"]);
    assert_eq!(
        hand.get(&format!("{setting}/defaultMacOsEnrollmentProfile")).send().await.body["displayName"],
        "Laptops"
    );
    let assign = hand.request(Method::POST, &format!("{path}/updateDeviceProfileAssignment"));
    assert_eq!(assign.json(&json!({"deviceIds": ["C39VX0ABHFY7"]})).send().await.status, 204);
    let identities = format!("{setting}/importedAppleDeviceIdentities?$filter=serialNumber eq 'C39VX0ABHFY7'");
    assert_eq!(hand.get(&identities).send().await.body["value"][0]["requestedEnrollmentProfileId"], created.body["id"]);
}

#[tokio::test]
async fn an_import_tells_the_fate_of_each_identity() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let import = |overwrite: bool| {
        let identity = |identifier: &str| json!({"importedDeviceIdentifier": identifier, "description": "new"});
        hand.request(Method::POST, &format!("{IDENTITIES}/importDeviceIdentityList")).json(&json!({
            "importedDeviceIdentities": [identity("R58M12ABCDE"), identity("NEW"), identity(" ")],
            "overwriteImportedDeviceIdentities": overwrite,
        }))
    };
    let fates = async |overwrite| {
        let body = import(overwrite).send().await.body;
        body["value"].as_array().expect("results").iter().map(|result| result["status"] == true).collect::<Vec<_>>()
    };
    assert_eq!(fates(false).await, [false, true, false]);
    assert_eq!(hand.get(&format!("{IDENTITIES}/$count")).send().await.body, 4);
    assert_eq!(fates(true).await, [true, true, false]);
    let search = json!({"importedDeviceIdentities": [{"importedDeviceIdentifier": "r58m12abcde"}, {"importedDeviceIdentifier": "no"}]});
    let found =
        hand.request(Method::POST, &format!("{IDENTITIES}/searchExistingIdentities")).json(&search).send().await.body;
    assert_eq!((found["value"].as_array().map(Vec::len), &found["value"][0]["description"]), (Some(1), &"new".into()));
}

#[tokio::test]
async fn an_autopilot_import_is_pending_and_then_complete() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let devices = json!({"importedWindowsAutopilotDeviceIdentities": [
        {"serialNumber": "A", "hardwareIdentifier": "AAAA", "groupTag": "Lab"},
        {"serialNumber": "B"},
    ]});
    let imported = hand.request(Method::POST, &format!("{AUTOPILOT}/import")).json(&devices).send().await.body;
    assert_eq!(imported["value"][0]["state"]["deviceImportStatus"], "pending");
    let states = async |serial_number: &str| {
        let list = hand.get(&format!("{AUTOPILOT}?$filter=serialNumber eq '{serial_number}'")).send().await.body;
        list["value"][0]["state"]["deviceImportStatus"].clone()
    };
    assert_eq!((states("A").await, states("B").await), ("complete".into(), "error".into()));
    let wrong = json!({"importedWindowsAutopilotDeviceIdentities": [{"hardwareIdentifier": "not base64!"}]});
    hand.request(Method::POST, &format!("{AUTOPILOT}/import"))
        .json(&wrong)
        .rejected(400, "ModelValidationFailure")
        .await;
}

#[tokio::test]
async fn managed_google_play_is_unbound_and_bound() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let post = |name: &str| hand.request(Method::POST, &format!("{STORE}/{name}"));
    assert_eq!(post("unbind").send().await.status, 204);
    assert_eq!(hand.get(STORE).send().await.body["bindStatus"], "notBound");
    post("syncApps").rejected(400, "BadRequest").await;
    let url = post("requestSignupUrl").json(&json!({"hostName": "portal.contoso.com"})).send().await.body;
    assert!(url["value"].as_str().expect("a URL").starts_with("https://"));
    assert_eq!(post("completeSignup").json(&json!({"enterpriseToken": "EAHb2"})).send().await.status, 204);
    assert_eq!(hand.get(STORE).send().await.body["bindStatus"], "boundAndValidated");
    assert_eq!(post("setStoreLayout").json(&json!({"storeLayoutType": "custom"})).send().await.status, 204);
    let layout = hand.get(&format!("{STORE}/retrieveStoreLayout()")).send().await.body;
    assert_eq!(layout["value"], "custom");
    post("setStoreLayout").json(&json!({"storeLayoutType": "round"})).rejected(400, "ModelValidationFailure").await;
}

#[tokio::test]
async fn a_made_up_push_certificate_is_valid_for_a_year_and_keeps_the_topic() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let before = hand.get(APNS).send().await.body;
    let change = |certificate: &str| hand.request(Method::PATCH, APNS).json(&json!({"certificate": certificate}));
    change("hello").rejected(400, "BadRequest").await;
    let after = change("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").send().await.body;
    assert!(after["expirationDateTime"].as_str() > before["expirationDateTime"].as_str());
    assert_ne!(after["certificateSerialNumber"], before["certificateSerialNumber"]);
    assert_eq!(after["topicIdentifier"], before["topicIdentifier"]);
    let request =
        hand.get(&format!("{APNS}/downloadApplePushNotificationCertificateSigningRequest()")).send().await.body;
    assert!(request["value"].as_str().expect("a request").starts_with("-----BEGIN CERTIFICATE REQUEST-----"));
}

#[tokio::test]
async fn a_dep_token_for_an_earlier_public_key_is_rejected() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let setting = format!("/beta/deviceManagement/depOnboardingSettings/{}", Sandbox::DEP_ONBOARDING_SETTING);
    let body = json!({"appleId": "it@contoso.com", "depToken": token_file::SAMPLE_DEP_TOKEN});
    let upload = || hand.request(Method::POST, &format!("{setting}/uploadDepToken")).json(&body);
    assert_eq!(upload().send().await.status, 204);
    let key = |body: &Value| {
        let key = body["value"].as_str().expect("a public key");
        token_file::certificate(key.as_bytes()).expect("a certificate").id
    };
    let path = format!("{setting}/getEncryptionPublicKey()");
    let first = key(&hand.get(&path).send().await.body);
    assert_eq!(first.to_string(), "CN=Contoso MDM, serial number 7109477E7381BDDD62EAD4AC7CEC0035FF16AFDC");
    let generate = format!("{setting}/generateEncryptionPublicKey");
    let second = key(&hand.request(Method::POST, &generate).send().await.body);
    assert_ne!(first, second);
    assert_eq!(key(&hand.get(&path).send().await.body), second);
    upload().rejected(400, "BadRequest").await;
}

#[tokio::test]
async fn each_item_of_a_batch_has_a_response() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let body = json!({"requests": [
        {"id": "1", "method": "GET", "url": "/deviceAppManagement/vppTokens?$top=1"},
        {"id": "2", "method": "GET", "url": "/deviceAppManagement/vppTokens/x"},
        {"id": "3", "method": "PATCH", "url": format!("/deviceAppManagement/vppTokens/{}", Sandbox::VPP_TOKEN),
            "headers": {"Content-Type": "application/json"}, "body": {"appleId": "b"}, "dependsOn": ["1"]},
        {"id": "4", "method": "GET", "url": "/deviceAppManagement/vppTokens", "dependsOn": ["2"]},
        {"id": "5", "method": "POST", "url": "/$batch"},
    ]});
    let responses = hand.request(Method::POST, "/v1.0/$batch").json(&body).send().await.body;
    let statuses: Vec<_> =
        responses["responses"].as_array().expect("responses").iter().map(|one| one["status"].as_u64()).collect();
    assert_eq!(statuses, [200, 404, 200, 424, 400].map(Some));
    assert_eq!(responses["responses"][2]["body"]["appleId"], "b");
    let unknown = json!({"requests": [{"id": "1", "method": "GET", "url": "/x", "dependsOn": ["7"]}]});
    hand.request(Method::POST, "/v1.0/$batch").json(&unknown).rejected(400, "BadRequest").await;
    let item = |id: usize| json!({"id": id.to_string(), "method": "GET", "url": "/deviceAppManagement/vppTokens"});
    let many = json!({"requests": (0..21).map(item).collect::<Vec<_>>()});
    hand.request(Method::POST, "/v1.0/$batch").json(&many).rejected(400, "BadRequest").await;
}
