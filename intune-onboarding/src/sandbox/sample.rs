//! What a new tenant contains: tokens that are due for renewal, profiles, imported devices.

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::{
    Sandbox,
    context::DEFAULT,
    schema::Object,
    store::{self, Store},
};

const DEP: &str = "deviceManagement/depOnboardingSettings";

/// Creates a tenant.
pub(super) fn tenant() -> Store {
    let mut store = Store::default();
    put_dep(&mut store);
    put_android(&mut store);
    put_apple(&mut store);
    put_devices(&mut store);
    store
}

/// Returns the date so many days from now.
fn days(days: i64) -> String {
    store::text(OffsetDateTime::now_utc() + Duration::days(days))
}

fn put_dep(store: &mut Store) {
    let settings = objects([
        json!({
            "id": Sandbox::DEP_ONBOARDING_SETTING,
            "appleIdentifier": "it@contoso.com",
            "dataSharingConsentGranted": true,
            "lastModifiedDateTime": days(-353),
            "lastSuccessfulSyncDateTime": days(-1),
            "lastSyncErrorCode": 0,
            "lastSyncTriggeredDateTime": days(-1),
            "roleScopeTagIds": ["0"],
            "shareTokenWithSchoolDataSyncService": false,
            "syncedDeviceCount": 412,
            "tokenExpirationDateTime": days(12),
            "tokenName": "Contoso phones",
            "tokenType": "dep",
        }),
        json!({
            "id": "c3b1d2a7-0b0e-4f57-9d63-2f1a1f3d8b90",
            "appleIdentifier": "it@school.contoso.com",
            "dataSharingConsentGranted": true,
            "lastModifiedDateTime": days(-90),
            "lastSyncErrorCode": 0,
            "roleScopeTagIds": ["0", "7"],
            "shareTokenWithSchoolDataSyncService": true,
            "syncedDeviceCount": 96,
            "tokenExpirationDateTime": days(275),
            "tokenName": "Contoso school",
            "tokenType": "appleSchoolManager",
        }),
    ]);
    store.put(DEP, settings);
    let setting = format!("{DEP}/{}", Sandbox::DEP_ONBOARDING_SETTING);
    let profile = |id: &str, kind: &str, name: &str, is_default: bool| {
        json!({
            "@odata.type": format!("#microsoft.graph.{kind}"),
            "id": id,
            "configurationEndpointUrl": "https://appleconfigurator2.manage.contoso.com/MDMServiceConfig",
            "displayName": name,
            "enableAuthenticationViaCompanyPortal": false,
            "isDefault": is_default,
            "isMandatory": true,
            "requiresUserAuthentication": true,
            "supervisedModeEnabled": true,
            "supportDepartment": "IT",
            "supportPhoneNumber": "+1 425 555 0100",
            DEFAULT: is_default,
        })
    };
    let profiles = objects([
        profile("b9f3a0d2-31c4-4f0a-8a6f-0e1d2c3b4a51", "depIOSEnrollmentProfile", "Phones", true),
        profile("0c6d4b7e-95a1-4d2b-bb1c-6f5e4d3c2b12", "depIOSEnrollmentProfile", "Shared tablets", false),
        profile("e27f8c19-6b3a-4c5d-9e0f-1a2b3c4d5e63", "depMacOSEnrollmentProfile", "Laptops", true),
    ]);
    store.put(&format!("{setting}/enrollmentProfiles"), profiles);
    let identity = |id: &str, serial_number: &str, platform: &str, state: &str| {
        json!({
            "id": id,
            "createdDateTime": days(-100),
            "discoverySource": "deviceEnrollmentProgram",
            "enrollmentState": state,
            "isDeleted": false,
            "isSupervised": true,
            "lastContactedDateTime": days(-1),
            "platform": platform,
            "requestedEnrollmentProfileId": "b9f3a0d2-31c4-4f0a-8a6f-0e1d2c3b4a51",
            "serialNumber": serial_number,
        })
    };
    let identities = objects([
        identity("5a1f0b9c-7d3e-4a62-8c94-2e6b0d1f3a71", "C39VX0ABHFY7", "ios", "enrolled"),
        identity("91c7e2d4-0b5f-4e38-a1d6-7f3c9b2e8d05", "C02XK1ZZJHD5", "macOS", "notContacted"),
        identity("3f8d6a2b-4c19-4b07-9e5a-d0c1b7f2e649", "DMPX2ABCQ1GC", "ios", "notContacted"),
    ]);
    store.put(&format!("{setting}/importedAppleDeviceIdentities"), identities);
}

fn put_android(store: &mut Store) {
    let profiles = objects([
        profile(Sandbox::ANDROID_ENROLLMENT_PROFILE, "Warehouse scanners", "corporateOwnedDedicatedDevice", &days(-30)),
        profile("d85f5cb2-5c86-4b3a-b7b4-5a4b3a1f6c02", "Sales phones", "corporateOwnedWorkProfile", &days(-200)),
        profile(
            Sandbox::AOSP_ENROLLMENT_PROFILE,
            "Meeting room headsets",
            "corporateOwnedAOSPUserlessDevice",
            &days(-10),
        ),
    ]);
    store.put("deviceManagement/androidDeviceOwnerEnrollmentProfiles", profiles);
    let for_work = objects([json!({
        "id": "6be1f0a4-2d7c-4c93-b58e-9a0d3f1c7e24",
        "accountId": "72f9a1c4-5b1d-4d0c-8a3e-6a1b8f3c9d10",
        "createdDateTime": days(-400),
        "displayName": "Kiosks",
        "enrolledDeviceCount": 8,
        "lastModifiedDateTime": days(-60),
        "tokenExpirationDateTime": days(3),
    })]);
    store.put("deviceManagement/androidForWorkEnrollmentProfiles", for_work);
    let settings = objects([json!({
        "id": "androidManagedStoreAccountEnterpriseSettings",
        "androidDeviceOwnerFullyManagedEnrollmentEnabled": true,
        "bindStatus": "boundAndValidated",
        "companyCodes": [],
        "deviceOwnerManagementEnabled": true,
        "enrollmentTarget": "all",
        "lastAppSyncDateTime": days(-1),
        "lastAppSyncStatus": "success",
        "lastModifiedDateTime": days(-200),
        "managedGooglePlayEnterpriseType": "managedGooglePlayAccountsEnterprise",
        "managedGooglePlayInitialScopeTagIds": ["0"],
        "ownerOrganizationName": "Contoso",
        "ownerUserPrincipalName": "play@contoso.com",
        "targetGroupIds": [],
    })]);
    for settings in settings {
        store.put_single("deviceManagement/androidManagedStoreAccountEnterpriseSettings", settings);
    }
}

fn put_apple(store: &mut Store) {
    let tokens = objects([
        vpp_token(Sandbox::VPP_TOKEN, "Contoso", "business", "expired", &days(-3)),
        vpp_token("1f0f6f0d-6c0a-4d4e-9a2b-7f3d1f7e5a01", "Contoso Retail", "business", "valid", &days(140)),
        vpp_token("b7d6a3f5-4a0d-4b7e-8d8b-0c5ddc9d7e02", "Contoso School", "education", "valid", &days(301)),
    ]);
    store.put("deviceAppManagement/vppTokens", tokens);
    let certificates = objects([json!({
        "id": "applePushNotificationCertificate",
        "appleIdentifier": "push@contoso.com",
        "certificateSerialNumber": "5A3C1E0F9B7D2468",
        "certificateUploadStatus": "Success",
        "expirationDateTime": days(20),
        "lastModifiedDateTime": days(-345),
        "topicIdentifier": "com.apple.mgmt.External.2f1c6c0e-8a55-4d1e-9d0b-6f0a4f3b9c17",
    })]);
    for certificate in certificates {
        store.put_single("deviceManagement/applePushNotificationCertificate", certificate);
    }
}

fn put_devices(store: &mut Store) {
    let identity = |id: &str, identifier: &str, kind: &str, description: &str| {
        json!({
            "id": id,
            "createdDateTime": days(-30),
            "description": description,
            "enrollmentState": "notContacted",
            "importedDeviceIdentifier": identifier,
            "importedDeviceIdentityType": kind,
            "lastContactedDateTime": days(-30),
            "lastModifiedDateTime": days(-30),
            "platform": "unknown",
        })
    };
    let identities = objects([
        identity("d0b9c8a7-1e2f-4a3b-8c4d-5e6f7a8b9c01", "490154203237518", "imei", "Scanner 1"),
        identity("d0b9c8a7-1e2f-4a3b-8c4d-5e6f7a8b9c02", "R58M12ABCDE", "serialNumber", "Tablet, reception"),
        identity("d0b9c8a7-1e2f-4a3b-8c4d-5e6f7a8b9c03", "R58M99ABCDE", "serialNumber", "Tablet, warehouse"),
    ]);
    store.put("deviceManagement/importedDeviceIdentities", identities);
    let windows = |id: &str, serial_number: &str, status: &str| {
        json!({
            "id": id,
            "groupTag": "Sales",
            "importId": "c1d2e3f4-a5b6-4c7d-8e9f-0a1b2c3d4e5f",
            "serialNumber": serial_number,
            "state": {
                "deviceImportStatus": status,
                "deviceErrorCode": 0,
                "deviceErrorName": "",
                "deviceRegistrationId": "",
            },
        })
    };
    let identities = objects([
        windows("7e6d5c4b-3a29-4180-9f7e-6d5c4b3a2901", "PF2ABCDE", "complete"),
        windows("7e6d5c4b-3a29-4180-9f7e-6d5c4b3a2902", "PF2FGHIJ", "pending"),
    ]);
    store.put("deviceManagement/importedWindowsAutopilotDeviceIdentities", identities);
    let settings = objects([json!({
        "id": "windowsAutopilotSettings",
        "lastManualSyncTriggerDateTime": days(-7),
        "lastSyncDateTime": days(-1),
        "syncStatus": "completed",
    })]);
    for settings in settings {
        store.put_single("deviceManagement/windowsAutopilotSettings", settings);
    }
}

fn objects<const N: usize>(entities: [Value; N]) -> Vec<Object> {
    entities
        .into_iter()
        .filter_map(|entity| if let Value::Object(entity) = entity { Some(entity) } else { None })
        .collect()
}

fn profile(id: &str, name: &str, mode: &str, created: &str) -> Value {
    json!({
        "id": id,
        "accountId": "72f9a1c4-5b1d-4d0c-8a3e-6a1b8f3c9d10",
        "configureWifi": false,
        "createdDateTime": created,
        "displayName": name,
        "enrolledDeviceCount": 37,
        "enrollmentMode": mode,
        "enrollmentTokenType": "default",
        "enrollmentTokenUsageCount": 0,
        "isTeamsDeviceProfile": false,
        "lastModifiedDateTime": created,
        "roleScopeTagIds": ["0"],
        "wifiHidden": false,
        "wifiSecurityType": "none",
    })
}

fn vpp_token(id: &str, organization: &str, account_type: &str, state: &str, expires: &str) -> Value {
    json!({
        "id": id,
        "appleDeviceAppDeliveryProtocolType": "default",
        "appleId": "apps@contoso.com",
        "automaticallyUpdateApps": false,
        "claimTokenManagementFromExternalMdm": false,
        "countryOrRegion": "us",
        "dataSharingConsentGranted": true,
        "displayName": format!("{organization} apps"),
        "expirationDateTime": expires,
        "lastModifiedDateTime": days(-65),
        "lastSyncDateTime": days(-4),
        "lastSyncStatus": "completed",
        "locationName": organization,
        "organizationName": organization,
        "roleScopeTagIds": ["0"],
        "state": state,
        "tokenActionResults": [],
        "vppTokenAccountType": account_type,
    })
}
