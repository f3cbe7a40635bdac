//! Each declared operation, sent by the client to the tenant.

use graph_runtime::{GraphAction, GraphClient, metadata::ActionMetadata};
use intune_onboarding::{
    ACTIONS,
    android::*,
    android_for_work::{
        self, CountAndroidForWorkEnrollmentProfiles, CreateAndroidForWorkEnrollmentProfile,
        DeleteAndroidForWorkEnrollmentProfile, GetAndroidForWorkEnrollmentProfile,
        ListAndroidForWorkEnrollmentProfiles, UpdateAndroidForWorkEnrollmentProfile,
    },
    apns::*,
    autopilot::*,
    dep::{identities::*, profiles::*, *},
    identities::*,
    managed_google_play::*,
    sandbox::Sandbox,
    token_file,
    vpp::*,
};

use crate::start;

const FOR_WORK: &str = "6be1f0a4-2d7c-4c93-b58e-9a0d3f1c7e24";
const PUSH_CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

/// A client, and which operations it has sent.
struct Sender {
    graph: GraphClient,
    sent: Vec<&'static ActionMetadata>,
}

impl Sender {
    async fn send<A: GraphAction>(&mut self, action: A) -> A::Response {
        let response = self.graph.send(&action).await;
        self.sent.push(A::METADATA);
        response.unwrap_or_else(|error| panic!("{}: {error}", A::METADATA.name))
    }
}

#[tokio::test]
async fn each_declared_operation_succeeds() {
    let (_sandbox, graph) = start();
    let mut sender = Sender { graph, sent: Vec::new() };
    send_dep(&mut sender).await;
    send_profiles(&mut sender).await;
    send_android(&mut sender).await;
    send_google_play(&mut sender).await;
    send_vpp_and_apns(&mut sender).await;
    send_identities(&mut sender).await;
    send_autopilot(&mut sender).await;
    let missing: Vec<_> =
        ACTIONS.iter().filter(|action| !sender.sent.contains(action)).map(|action| action.name).collect();
    assert_eq!(missing, [""; 0]);
}

async fn send_dep(to: &mut Sender) {
    let id = || Sandbox::DEP_ONBOARDING_SETTING;
    to.send(ListDepOnboardingSettings::builder().build()).await;
    to.send(CountDepOnboardingSettings::builder().build()).await;
    to.send(GetDepOnboardingSetting::builder().id(id()).build()).await;
    let created = to.send(CreateDepOnboardingSetting::builder().token_name("New").build()).await;
    let created = created.id.expect("an id");
    to.send(UpdateDepOnboardingSetting::builder().id(&*created).token_name("Renamed").build()).await;
    to.send(DeleteDepOnboardingSetting::builder().id(created).build()).await;
    let token = token_file::SAMPLE_DEP_TOKEN;
    to.send(UploadDepToken::builder().id(id()).apple_id("it@contoso.com").dep_token(token).build()).await;
    to.send(GenerateEncryptionPublicKey::builder().id(id()).build()).await;
    let key = to.send(GetEncryptionPublicKey::builder().id(id()).build()).await;
    assert!(key.value.contains("CERTIFICATE"));
    to.send(SyncWithAppleDeviceEnrollmentProgram::builder().id(id()).build()).await;
    to.send(ShareForSchoolDataSyncService::builder().id(id()).build()).await;
    to.send(UnshareForSchoolDataSyncService::builder().id(id()).build()).await;
    let expiring = GetExpiringVppTokenCount::builder().expiring_before_date_time("2100-01-01T00:00:00Z").build();
    assert_eq!(to.send(expiring).await.value, 3);

    to.send(ListImportedAppleDeviceIdentities::builder().id(id()).build()).await;
    to.send(CountImportedAppleDeviceIdentities::builder().id(id()).build()).await;
    let created = CreateImportedAppleDeviceIdentity::builder().id(id()).serial_number("NEW1").build();
    let identity = to.send(created).await.id.expect("an id");
    to.send(GetImportedAppleDeviceIdentity::builder().setting_id(id()).identity_id(&*identity).build()).await;
    let update = UpdateImportedAppleDeviceIdentity::builder().setting_id(id()).identity_id(&*identity);
    to.send(update.description("x").build()).await;
    to.send(DeleteImportedAppleDeviceIdentity::builder().setting_id(id()).identity_id(identity).build()).await;
    let mut device = ImportedAppleDeviceIdentity::default();
    device.serial_number = Some("NEW2".into());
    let import = ImportAppleDeviceIdentityList::builder().id(id()).imported_apple_device_identities([device]);
    let results = to.send(import.overwrite_imported_device_identities(false).build()).await;
    assert_eq!(results.value[0].status, Some(true));
    let release = ReleaseAppleDevices::builder().id(id()).device_serial_numbers(["NEW2"]);
    to.send(release.dep_token(token).build()).await;
}

async fn send_profiles(to: &mut Sender) {
    let id = || Sandbox::DEP_ONBOARDING_SETTING;
    to.send(ListEnrollmentProfiles::builder().id(id()).build()).await;
    to.send(CountEnrollmentProfiles::builder().id(id()).build()).await;
    let mut tv = DepTvOsEnrollmentProfile::default();
    tv.display_name = Some("Signs".into());
    let mut vision = DepVisionOsEnrollmentProfile::default();
    vision.display_name = Some("Training".into());
    for profile in [EnrollmentProfile::TvOs(tv), EnrollmentProfile::VisionOs(vision)] {
        let created = to.send(CreateEnrollmentProfile::builder().id(id()).enrollment_profile(profile).build()).await;
        let key = match created {
            EnrollmentProfile::TvOs(profile) => profile.id,
            EnrollmentProfile::VisionOs(profile) => profile.id,
            other => panic!("{other:?}"),
        };
        let key = key.expect("an id");
        to.send(SetDefaultProfile::builder().setting_id(id()).profile_id(&*key).build()).await;
        to.send(GetEnrollmentProfile::builder().setting_id(id()).profile_id(key).build()).await;
    }
    to.send(GetDefaultIosEnrollmentProfile::builder().id(id()).build()).await;
    to.send(GetDefaultMacOsEnrollmentProfile::builder().id(id()).build()).await;
    let tv = to.send(GetDefaultTvOsEnrollmentProfile::builder().id(id()).build()).await;
    assert_eq!(tv.display_name.as_deref(), Some("Signs"));
    to.send(GetDefaultVisionOsEnrollmentProfile::builder().id(id()).build()).await;
    let key = || "0c6d4b7e-95a1-4d2b-bb1c-6f5e4d3c2b12";
    let mut change = DepIosEnrollmentProfile::default();
    change.support_department = Some("Support".into());
    let update = UpdateEnrollmentProfile::builder().setting_id(id()).profile_id(key());
    to.send(update.enrollment_profile(EnrollmentProfile::Ios(Box::new(change))).build()).await;
    let assign = UpdateDeviceProfileAssignment::builder().setting_id(id()).profile_id(key());
    to.send(assign.device_ids(["C39VX0ABHFY7"]).build()).await;
    to.send(ExportMobileConfig::builder().setting_id(id()).profile_id(key()).build()).await;
    to.send(DeleteEnrollmentProfile::builder().setting_id(id()).profile_id(key()).build()).await;
}

async fn send_android(to: &mut Sender) {
    let id = || Sandbox::ANDROID_ENROLLMENT_PROFILE;
    to.send(ListAndroidDeviceOwnerEnrollmentProfiles::builder().build()).await;
    to.send(CountAndroidDeviceOwnerEnrollmentProfiles::builder().build()).await;
    to.send(GetAndroidDeviceOwnerEnrollmentProfile::builder().id(id()).build()).await;
    let created = to.send(CreateAndroidDeviceOwnerEnrollmentProfile::builder().display_name("Lobby").build()).await;
    let created = created.id.expect("an id");
    let update = UpdateAndroidDeviceOwnerEnrollmentProfile::builder().id(&*created).description("Tablets");
    to.send(update.build()).await;
    to.send(DeleteAndroidDeviceOwnerEnrollmentProfile::builder().id(created).build()).await;
    to.send(CreateToken::builder().id(id()).token_validity_in_seconds(60).build()).await;
    to.send(RevokeToken::builder().id(id()).build()).await;
    let group = EnrollmentTimeDeviceMembershipTarget {
        target_id: Some("5f8c2d1e-7a3b-4c9d-8e0f-1a2b3c4d5e6f".into()),
        target_type: Some(EnrollmentTimeDeviceMembershipTargetType::StaticSecurityGroup),
        ..Default::default()
    };
    let set = SetEnrollmentTimeDeviceMembershipTarget::builder().id(id());
    let result = to.send(set.enrollment_time_device_membership_targets([group]).build()).await;
    assert_eq!(result.validation_succeeded, Some(true));
    to.send(RetrieveEnrollmentTimeDeviceMembershipTarget::builder().id(id()).build()).await;
    to.send(ClearEnrollmentTimeDeviceMembershipTarget::builder().id(id()).build()).await;

    to.send(ListAndroidForWorkEnrollmentProfiles::builder().build()).await;
    to.send(CountAndroidForWorkEnrollmentProfiles::builder().build()).await;
    to.send(android_for_work::CreateToken::builder().id(FOR_WORK).token_validity_in_seconds(60).build()).await;
    let profile = to.send(GetAndroidForWorkEnrollmentProfile::builder().id(FOR_WORK).build()).await;
    assert!(profile.token_value.is_some());
    to.send(android_for_work::RevokeToken::builder().id(FOR_WORK).build()).await;
    let created = to.send(CreateAndroidForWorkEnrollmentProfile::builder().display_name("Bar").build()).await;
    let created = created.id.expect("an id");
    to.send(UpdateAndroidForWorkEnrollmentProfile::builder().id(&*created).description("x").build()).await;
    to.send(DeleteAndroidForWorkEnrollmentProfile::builder().id(created).build()).await;
}

async fn send_google_play(to: &mut Sender) {
    let parent = || "https://portal.contoso.com";
    to.send(GetAndroidManagedStoreAccountEnterpriseSettings::builder().build()).await;
    let update = UpdateAndroidManagedStoreAccountEnterpriseSettings::builder();
    to.send(update.enrollment_target(AndroidManagedStoreAccountEnrollmentTarget::Targeted).build()).await;
    to.send(CreateGooglePlayWebToken::builder().parent_uri(parent()).build()).await;
    to.send(CreateZeroTouchWebToken::builder().parent_uri(parent()).build()).await;
    to.send(AddApps::builder().product_ids(["app:com.contoso.app"]).build()).await;
    let approve = ApproveApps::builder().package_ids(["app:com.contoso.app"]);
    to.send(approve.approve_all_permissions(true).build()).await;
    to.send(SyncApps).await;
    to.send(SetStoreLayout::builder().store_layout_type(AndroidManagedStoreLayoutType::Custom).build()).await;
    assert_eq!(to.send(RetrieveStoreLayout).await.value, AndroidManagedStoreLayoutType::Custom);
    to.send(SetAndroidDeviceOwnerFullyManagedEnrollmentState::builder().enabled(false).build()).await;
    to.send(RequestEnterpriseUpgradeUrl).await;
    to.send(Unbind).await;
    to.send(RequestSignupUrl::builder().host_name("portal.contoso.com").build()).await;
    to.send(CompleteSignup::builder().enterprise_token("EAHb2").build()).await;
    to.send(DeleteAndroidManagedStoreAccountEnterpriseSettings).await;
}

async fn send_vpp_and_apns(to: &mut Sender) {
    let id = || Sandbox::VPP_TOKEN;
    to.send(ListVppTokens::builder().build()).await;
    to.send(CountVppTokens::builder().build()).await;
    to.send(GetVppToken::builder().id(id()).build()).await;
    to.send(UpdateVppToken::builder().id(id()).token(token_file::SAMPLE_VPP_TOKEN).build()).await;
    let token = to.send(SyncLicenses::builder().id(id()).build()).await;
    assert_eq!(token.last_sync_status, Some(VppTokenSyncStatus::Completed));
    to.send(SyncLicenseCounts).await;
    to.send(GetLicensesForApp::builder().bundle_id("com.contoso.app").build()).await;
    to.send(RevokeLicenses::builder().id(id()).notify_managed_devices(true).build()).await;
    let created = to.send(CreateVppToken::builder().token(token_file::SAMPLE_VPP_TOKEN).build()).await;
    to.send(DeleteVppToken::builder().id(created.id.expect("an id")).build()).await;

    to.send(GetApplePushNotificationCertificate::builder().build()).await;
    to.send(DownloadApplePushNotificationCertificateSigningRequest).await;
    to.send(GenerateApplePushNotificationCertificateSigningRequest).await;
    to.send(UpdateApplePushNotificationCertificate::builder().certificate(PUSH_CERTIFICATE).build()).await;
    to.send(DeleteApplePushNotificationCertificate).await;
}

async fn send_identities(to: &mut Sender) {
    to.send(ListImportedDeviceIdentities::builder().build()).await;
    to.send(CountImportedDeviceIdentities::builder().build()).await;
    let create = CreateImportedDeviceIdentity::builder().imported_device_identifier("NEW3");
    let kind = ImportedDeviceIdentityType::SerialNumber;
    let id = to.send(create.imported_device_identity_type(kind).build()).await.id.expect("an id");
    to.send(GetImportedDeviceIdentity::builder().id(&*id).build()).await;
    to.send(UpdateImportedDeviceIdentity::builder().id(&*id).description("x").build()).await;
    let mut device = ImportedDeviceIdentity::default();
    device.imported_device_identifier = Some("NEW3".into());
    let search = SearchExistingIdentities::builder().imported_device_identities([device.clone()]);
    assert_eq!(to.send(search.build()).await.value.len(), 1);
    let import = ImportDeviceIdentityList::builder().imported_device_identities([device]);
    let results = to.send(import.overwrite_imported_device_identities(false).build()).await;
    assert_eq!(results.value[0].status, Some(false), "it is there already");
    to.send(DeleteImportedDeviceIdentity::builder().id(id).build()).await;
}

async fn send_autopilot(to: &mut Sender) {
    to.send(ListImportedWindowsAutopilotDeviceIdentities::builder().build()).await;
    to.send(CountImportedWindowsAutopilotDeviceIdentities::builder().build()).await;
    let create = CreateImportedWindowsAutopilotDeviceIdentity::builder().serial_number("A");
    let id = to.send(create.hardware_identifier(b"hash").build()).await.id.expect("an id");
    to.send(GetImportedWindowsAutopilotDeviceIdentity::builder().id(&*id).build()).await;
    to.send(UpdateImportedWindowsAutopilotDeviceIdentity::builder().id(&*id).group_tag("Lab").build()).await;
    to.send(DeleteImportedWindowsAutopilotDeviceIdentity::builder().id(id).build()).await;
    let mut device = ImportedWindowsAutopilotDeviceIdentity::default();
    device.hardware_identifier = Some(b"hash".into());
    let import = ImportDevices::builder().imported_windows_autopilot_device_identities([device]);
    let pending = ImportedWindowsAutopilotDeviceIdentityImportStatus::Pending;
    let imported = to.send(import.build()).await.value.remove(0);
    assert_eq!(imported.state.and_then(|state| state.device_import_status), Some(pending));
    to.send(GetWindowsAutopilotSettings::builder().build()).await;
    let completed = WindowsAutopilotSyncStatus::Completed;
    to.send(UpdateWindowsAutopilotSettings::builder().sync_status(completed).build()).await;
    to.send(SyncWindowsAutopilotSettings).await;
    to.send(DeleteWindowsAutopilotSettings).await;
}

#[tokio::test]
async fn what_was_read_can_be_changed_and_sent_back() {
    let (_sandbox, graph) = start();
    let setting = Sandbox::DEP_ONBOARDING_SETTING;
    for profile in ListEnrollmentProfiles::builder().id(setting).send(&graph).await.expect("profiles") {
        let (id, changed) = match profile {
            EnrollmentProfile::Ios(mut profile) => {
                profile.support_department = Some("Support".into());
                (profile.id.clone(), EnrollmentProfile::Ios(profile))
            }
            EnrollmentProfile::MacOs(mut profile) => {
                profile.support_department = Some("Support".into());
                (profile.id.clone(), EnrollmentProfile::MacOs(profile))
            }
            other => panic!("{other:?}"),
        };
        let update = UpdateEnrollmentProfile::builder().setting_id(setting).profile_id(id.expect("an id"));
        update.enrollment_profile(changed).send(&graph).await.expect("updated");
    }
    let default = GetDefaultIosEnrollmentProfile::builder().id(setting).send(&graph).await.expect("a profile");
    assert_eq!((default.support_department.as_deref(), default.is_default), (Some("Support"), Some(true)));

    let mut devices = ListImportedDeviceIdentities::builder().send(&graph).await.expect("devices").value;
    devices[0].description = Some("changed".into());
    let import = ImportDeviceIdentityList::builder().imported_device_identities(devices.clone());
    let results = import.overwrite_imported_device_identities(true).send(&graph).await.expect("results");
    assert_eq!((results.value[0].description.as_deref(), &results.value[0].id), (Some("changed"), &devices[0].id));
    let devices = ListImportedAppleDeviceIdentities::builder().id(setting).send(&graph).await.expect("devices").value;
    let import = ImportAppleDeviceIdentityList::builder().id(setting).imported_apple_device_identities(devices);
    import.overwrite_imported_device_identities(true).send(&graph).await.expect("results");
    let devices = ListImportedWindowsAutopilotDeviceIdentities::builder().send(&graph).await.expect("devices").value;
    ImportDevices::builder()
        .imported_windows_autopilot_device_identities(devices)
        .send(&graph)
        .await
        .expect("imported");
}
