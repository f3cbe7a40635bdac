//! The bodies of requests, byte for byte: one of each shape.

use graph_runtime::{GraphAction, GraphClient};
use intune_onboarding::{
    android::CreateAndroidDeviceOwnerEnrollmentProfile,
    apns::UpdateApplePushNotificationCertificate,
    autopilot::{CreateImportedWindowsAutopilotDeviceIdentity, ImportDevices, ImportedWindowsAutopilotDeviceIdentity},
    dep::{
        SyncWithAppleDeviceEnrollmentProgram,
        profiles::{
            CreateEnrollmentProfile, DepIosEnrollmentProfile, EnrollmentProfile, UpdateDeviceProfileAssignment,
        },
    },
    identities::{ImportDeviceIdentityList, ImportedDeviceIdentity},
    managed_google_play::{AndroidManagedStoreLayoutType, SetStoreLayout},
    vpp::{RevokeLicenses, UpdateVppToken},
};

/// Returns method, path and body of the request.
fn request(action: &impl GraphAction) -> (String, String) {
    let graph = GraphClient::builder().base_url("http://127.0.0.1:1").build().expect("valid settings");
    let request = graph.prepare(action).expect("a request");
    let body = request.body().map(|body| body.as_bytes().expect("bytes").to_vec()).unwrap_or_default();
    let line = format!("{} {}", request.method(), request.url().path());
    (line, String::from_utf8(body).expect("text"))
}

#[test]
fn an_entity_to_create_has_its_type_first_and_nothing_that_is_not_set() {
    let create = CreateAndroidDeviceOwnerEnrollmentProfile::builder().display_name("Lobby").wifi_hidden(false).build();
    let (line, body) = request(&create);
    assert_eq!(line, "POST /beta/deviceManagement/androidDeviceOwnerEnrollmentProfiles");
    let kind = "#microsoft.graph.androidDeviceOwnerEnrollmentProfile";
    assert_eq!(body, format!(r#"{{"@odata.type":"{kind}","displayName":"Lobby","wifiHidden":false}}"#));
    let create = CreateImportedWindowsAutopilotDeviceIdentity::builder().hardware_identifier(b"\x00\xff").build();
    let kind = "#microsoft.graph.importedWindowsAutopilotDeviceIdentity";
    assert_eq!(request(&create).1, format!(r#"{{"@odata.type":"{kind}","hardwareIdentifier":"AP8="}}"#));
}

#[test]
fn a_change_sets_and_clears() {
    let update = UpdateApplePushNotificationCertificate::builder().apple_identifier("it@contoso.com");
    let (line, body) = request(&update.clear_certificate().build());
    assert_eq!(line, "PATCH /v1.0/deviceManagement/applePushNotificationCertificate");
    let kind = "#microsoft.graph.applePushNotificationCertificate";
    assert_eq!(body, format!(r#"{{"@odata.type":"{kind}","appleIdentifier":"it@contoso.com","certificate":null}}"#));
    let update = UpdateVppToken::builder().id("a b").clear_country_or_region().build();
    let (line, body) = request(&update);
    assert_eq!(line, "PATCH /v1.0/deviceAppManagement/vppTokens/a%20b");
    assert_eq!(body, r##"{"@odata.type":"#microsoft.graph.vppToken","countryOrRegion":null}"##);
}

#[test]
fn a_profile_says_of_which_kind_it_is() {
    let mut profile = DepIosEnrollmentProfile::default();
    profile.display_name = Some("Phones".into());
    profile.zoom_disabled = Some(true);
    let profile = EnrollmentProfile::Ios(Box::new(profile));
    let (line, body) = request(&CreateEnrollmentProfile::builder().id("7").enrollment_profile(profile).build());
    assert_eq!(line, "POST /beta/deviceManagement/depOnboardingSettings/7/enrollmentProfiles");
    let kind = "#microsoft.graph.depIOSEnrollmentProfile";
    assert_eq!(body, format!(r#"{{"@odata.type":"{kind}","displayName":"Phones","zoomDisabled":true}}"#));
}

#[test]
fn parameters_are_values_lists_members_and_objects() {
    let revoke = RevokeLicenses::builder().id("7").notify_managed_devices(true).build();
    assert_eq!(request(&revoke).1, r#"{"notifyManagedDevices":true}"#);
    let assign =
        UpdateDeviceProfileAssignment::builder().setting_id("1").profile_id("2").device_ids(["A", "B"]).build();
    let (line, body) = request(&assign);
    let path = "/beta/deviceManagement/depOnboardingSettings/1/enrollmentProfiles/2/updateDeviceProfileAssignment";
    assert_eq!((line, body.as_str()), (format!("POST {path}"), r#"{"deviceIds":["A","B"]}"#));
    let layout = SetStoreLayout::builder().store_layout_type(AndroidManagedStoreLayoutType::Custom).build();
    assert_eq!(request(&layout).1, r#"{"storeLayoutType":"custom"}"#);
    let mut device = ImportedDeviceIdentity::default();
    device.imported_device_identifier = Some("R58".into());
    let import = ImportDeviceIdentityList::builder().imported_device_identities([device]);
    assert_eq!(
        request(&import.overwrite_imported_device_identities(false).build()).1,
        r#"{"importedDeviceIdentities":[{"importedDeviceIdentifier":"R58"}],"overwriteImportedDeviceIdentities":false}"#
    );
    let none = ImportDevices::builder()
        .imported_windows_autopilot_device_identities(Vec::<ImportedWindowsAutopilotDeviceIdentity>::new())
        .build();
    assert_eq!(request(&none).1, r#"{"importedWindowsAutopilotDeviceIdentities":[]}"#);
}

#[test]
fn an_action_without_parameters_has_no_body() {
    let sync = SyncWithAppleDeviceEnrollmentProgram::builder().id("7").build();
    assert_eq!(request(&sync).1, "");
}
