//! The types of enrollment profiles of Apple devices.

use graph_runtime::{Secret, graph_enum, graph_type, odata::AdditionalProperties};

/// An enrollment profile, by its platform.
#[graph_type]
#[derive(Debug, Clone, PartialEq)]
pub enum EnrollmentProfile {
    /// What all of them have in common, without a platform.
    #[graph("#microsoft.graph.depEnrollmentBaseProfile")]
    Dep(Box<DepEnrollmentBaseProfile>),
    /// For iPhones and iPads.
    #[graph("#microsoft.graph.depIOSEnrollmentProfile")]
    Ios(Box<DepIosEnrollmentProfile>),
    /// For Macs.
    #[graph("#microsoft.graph.depMacOSEnrollmentProfile")]
    MacOs(Box<DepMacOsEnrollmentProfile>),
    /// For Apple TV.
    #[graph("#microsoft.graph.depTvOSEnrollmentProfile")]
    TvOs(DepTvOsEnrollmentProfile),
    /// For Apple Vision Pro.
    #[graph("#microsoft.graph.depVisionOSEnrollmentProfile")]
    VisionOs(DepVisionOsEnrollmentProfile),
    /// Any other type, whole.
    #[graph(other)]
    Other(AdditionalProperties),
}

/// What the enrollment profiles of Apple devices have in common.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DepEnrollmentBaseProfile {
    /// Key of the depEnrollmentBaseProfile.
    #[graph(read_only)]
    pub id: Option<String>,
    /// The address at which Apple Configurator enrolls devices.
    pub configuration_endpoint_url: Option<String>,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// The name.
    pub display_name: Option<String>,
    /// Whether users sign in with Company Portal instead of Setup Assistant.
    pub enable_authentication_via_company_portal: Option<bool>,
    /// Whether devices that enroll in Setup Assistant need Company Portal.
    pub require_company_portal_on_setup_assistant_enrolled_devices: Option<bool>,
    /// Whether users have to sign in to enroll.
    pub requires_user_authentication: Option<bool>,
    /// Whether Setup Assistant skips the sign-in with an Apple ID.
    pub apple_id_disabled: Option<bool>,
    /// Whether Setup Assistant skips Apple Pay.
    pub apple_pay_disabled: Option<bool>,
    /// Whether users sign in on a web page during setup.
    pub configuration_web_url: Option<bool>,
    /// The template of the names of devices.
    pub device_name_template: Option<String>,
    /// Whether Setup Assistant skips the screen for diagnostics.
    pub diagnostics_disabled: Option<bool>,
    /// Whether Setup Assistant skips the screen for the tone of the display.
    pub display_tone_setup_disabled: Option<bool>,
    /// The screens of Setup Assistant that are skipped, by Apple's names.
    pub enabled_skip_keys: Option<Vec<String>>,
    /// The IDs of the groups whose members devices become when they enroll.
    pub enrollment_time_azure_ad_group_ids: Option<Vec<String>>,
    /// Whether new devices get the profile. The action [`SetDefaultProfile`](super::SetDefaultProfile) sets it.
    pub is_default: Option<bool>,
    /// Whether users cannot skip the enrollment.
    pub is_mandatory: Option<bool>,
    /// Whether Setup Assistant skips the screen for location services.
    pub location_disabled: Option<bool>,
    /// Whether Setup Assistant skips the screen for privacy.
    pub privacy_pane_disabled: Option<bool>,
    /// Whether users cannot remove the management profile.
    pub profile_removal_disabled: Option<bool>,
    /// Whether Setup Assistant does not offer to restore a backup.
    pub restore_blocked: Option<bool>,
    /// Whether Setup Assistant skips Screen Time.
    pub screen_time_screen_disabled: Option<bool>,
    /// Whether Setup Assistant skips Siri.
    pub siri_disabled: Option<bool>,
    /// Whether devices are supervised.
    pub supervised_mode_enabled: Option<bool>,
    /// The department that users can ask for support.
    pub support_department: Option<String>,
    /// The telephone number that users can call for support.
    pub support_phone_number: Option<String>,
    /// Whether Setup Assistant skips the terms and conditions.
    pub terms_and_conditions_disabled: Option<bool>,
    /// Whether Setup Assistant skips Touch ID and Face ID.
    pub touch_id_disabled: Option<bool>,
    /// Whether the device waits in Setup Assistant until it is configured.
    pub wait_for_device_configured_confirmation: Option<bool>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// An enrollment profile for iPhones and iPads.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DepIosEnrollmentProfile {
    /// Key of the depIOSEnrollmentProfile.
    #[graph(read_only)]
    pub id: Option<String>,
    /// The address at which Apple Configurator enrolls devices.
    pub configuration_endpoint_url: Option<String>,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// The name.
    pub display_name: Option<String>,
    /// Whether users sign in with Company Portal instead of Setup Assistant.
    pub enable_authentication_via_company_portal: Option<bool>,
    /// Whether devices that enroll in Setup Assistant need Company Portal.
    pub require_company_portal_on_setup_assistant_enrolled_devices: Option<bool>,
    /// Whether users have to sign in to enroll.
    pub requires_user_authentication: Option<bool>,
    /// Whether Setup Assistant skips the sign-in with an Apple ID.
    pub apple_id_disabled: Option<bool>,
    /// Whether Setup Assistant skips Apple Pay.
    pub apple_pay_disabled: Option<bool>,
    /// Whether users sign in on a web page during setup.
    pub configuration_web_url: Option<bool>,
    /// The template of the names of devices.
    pub device_name_template: Option<String>,
    /// Whether Setup Assistant skips the screen for diagnostics.
    pub diagnostics_disabled: Option<bool>,
    /// Whether Setup Assistant skips the screen for the tone of the display.
    pub display_tone_setup_disabled: Option<bool>,
    /// The screens of Setup Assistant that are skipped, by Apple's names.
    pub enabled_skip_keys: Option<Vec<String>>,
    /// The IDs of the groups whose members devices become when they enroll.
    pub enrollment_time_azure_ad_group_ids: Option<Vec<String>>,
    /// Whether new devices get the profile. The action [`SetDefaultProfile`](super::SetDefaultProfile) sets it.
    pub is_default: Option<bool>,
    /// Whether users cannot skip the enrollment.
    pub is_mandatory: Option<bool>,
    /// Whether Setup Assistant skips the screen for location services.
    pub location_disabled: Option<bool>,
    /// Whether Setup Assistant skips the screen for privacy.
    pub privacy_pane_disabled: Option<bool>,
    /// Whether users cannot remove the management profile.
    pub profile_removal_disabled: Option<bool>,
    /// Whether Setup Assistant does not offer to restore a backup.
    pub restore_blocked: Option<bool>,
    /// Whether Setup Assistant skips Screen Time.
    pub screen_time_screen_disabled: Option<bool>,
    /// Whether Setup Assistant skips Siri.
    pub siri_disabled: Option<bool>,
    /// Whether devices are supervised.
    pub supervised_mode_enabled: Option<bool>,
    /// The department that users can ask for support.
    pub support_department: Option<String>,
    /// The telephone number that users can call for support.
    pub support_phone_number: Option<String>,
    /// Whether Setup Assistant skips the terms and conditions.
    pub terms_and_conditions_disabled: Option<bool>,
    /// Whether Setup Assistant skips Touch ID and Face ID.
    pub touch_id_disabled: Option<bool>,
    /// Whether the device waits in Setup Assistant until it is configured.
    pub wait_for_device_configured_confirmation: Option<bool>,
    /// Whether Setup Assistant skips the screen for light and dark appearance.
    pub appearance_screen_disabled: Option<bool>,
    /// Whether the device waits in Setup Assistant until it is configured.
    pub await_device_configured_confirmation: Option<bool>,
    /// The address of the carrier's server that activates an eSIM.
    pub carrier_activation_url: Option<String>,
    /// Key of the vppToken whose license installs Company Portal.
    pub company_portal_vpp_token_id: Option<String>,
    /// Whether Setup Assistant skips the migration from another device.
    pub device_to_device_migration_disabled: Option<bool>,
    /// Whether iPads are shared by several users.
    pub enable_shared_i_pad: Option<bool>,
    /// Whether the device shows nothing but Company Portal until the user has signed in.
    pub enable_single_app_enrollment_mode: Option<bool>,
    /// Whether Setup Assistant skips the express setup of languages.
    pub express_language_screen_disabled: Option<bool>,
    /// Whether a shared iPad allows only temporary sessions.
    pub force_temporary_session: Option<bool>,
    /// Whether Setup Assistant skips the screen for the home button.
    pub home_button_screen_disabled: Option<bool>,
    /// Whether Setup Assistant skips the screen for iMessage and FaceTime.
    #[graph(name = "iMessageAndFaceTimeScreenDisabled")]
    pub imessage_and_face_time_screen_disabled: Option<bool>,
    /// Whether the device can be paired with a computer.
    #[graph(name = "iTunesPairingMode")]
    pub itunes_pairing_mode: Option<ItunesPairingMode>,
    /// The certificates with which a computer can manage the device.
    pub management_certificates: Option<Vec<ManagementCertificateWithThumbprint>>,
    /// Whether Setup Assistant skips the introduction.
    pub on_boarding_screen_disabled: Option<bool>,
    /// Whether Setup Assistant skips the passcode.
    pub pass_code_disabled: Option<bool>,
    /// For how many seconds a locked shared iPad can be unlocked without a passcode.
    pub passcode_lock_grace_period_in_seconds: Option<i32>,
    /// Whether Setup Assistant skips the choice of languages.
    pub preferred_language_screen_disabled: Option<bool>,
    /// Whether Setup Assistant skips the screen after a restore.
    pub restore_completed_screen_disabled: Option<bool>,
    /// Whether Setup Assistant does not offer to move data from Android.
    pub restore_from_android_disabled: Option<bool>,
    /// How many users a shared iPad keeps.
    pub shared_i_pad_maximum_user_count: Option<i32>,
    /// Whether Setup Assistant skips the setup of a cellular plan.
    pub sim_setup_screen_disabled: Option<bool>,
    /// Whether Setup Assistant skips the screen for software updates.
    pub software_update_screen_disabled: Option<bool>,
    /// After how many seconds without activity a temporary session ends.
    pub temporary_session_timeout_in_seconds: Option<i32>,
    /// Whether Setup Assistant skips the screen after an update.
    pub update_complete_screen_disabled: Option<bool>,
    /// After how many seconds without activity the session of a user ends.
    pub user_session_timeout_in_seconds: Option<i32>,
    /// Whether devices without a user are shared with sign-in to Microsoft Entra ID.
    pub userless_shared_aad_mode_enabled: Option<bool>,
    /// Whether Setup Assistant skips the migration of an Apple Watch.
    pub watch_migration_screen_disabled: Option<bool>,
    /// Whether Setup Assistant skips the welcome screen.
    pub welcome_screen_disabled: Option<bool>,
    /// Whether Setup Assistant skips the screen for zoomed display.
    pub zoom_disabled: Option<bool>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// An enrollment profile for Macs.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DepMacOsEnrollmentProfile {
    /// Key of the depMacOSEnrollmentProfile.
    #[graph(read_only)]
    pub id: Option<String>,
    /// The address at which Apple Configurator enrolls devices.
    pub configuration_endpoint_url: Option<String>,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// The name.
    pub display_name: Option<String>,
    /// Whether users sign in with Company Portal instead of Setup Assistant.
    pub enable_authentication_via_company_portal: Option<bool>,
    /// Whether devices that enroll in Setup Assistant need Company Portal.
    pub require_company_portal_on_setup_assistant_enrolled_devices: Option<bool>,
    /// Whether users have to sign in to enroll.
    pub requires_user_authentication: Option<bool>,
    /// Whether Setup Assistant skips the sign-in with an Apple ID.
    pub apple_id_disabled: Option<bool>,
    /// Whether Setup Assistant skips Apple Pay.
    pub apple_pay_disabled: Option<bool>,
    /// Whether users sign in on a web page during setup.
    pub configuration_web_url: Option<bool>,
    /// The template of the names of devices.
    pub device_name_template: Option<String>,
    /// Whether Setup Assistant skips the screen for diagnostics.
    pub diagnostics_disabled: Option<bool>,
    /// Whether Setup Assistant skips the screen for the tone of the display.
    pub display_tone_setup_disabled: Option<bool>,
    /// The screens of Setup Assistant that are skipped, by Apple's names.
    pub enabled_skip_keys: Option<Vec<String>>,
    /// The IDs of the groups whose members devices become when they enroll.
    pub enrollment_time_azure_ad_group_ids: Option<Vec<String>>,
    /// Whether new devices get the profile. The action [`SetDefaultProfile`](super::SetDefaultProfile) sets it.
    pub is_default: Option<bool>,
    /// Whether users cannot skip the enrollment.
    pub is_mandatory: Option<bool>,
    /// Whether Setup Assistant skips the screen for location services.
    pub location_disabled: Option<bool>,
    /// Whether Setup Assistant skips the screen for privacy.
    pub privacy_pane_disabled: Option<bool>,
    /// Whether users cannot remove the management profile.
    pub profile_removal_disabled: Option<bool>,
    /// Whether Setup Assistant does not offer to restore a backup.
    pub restore_blocked: Option<bool>,
    /// Whether Setup Assistant skips Screen Time.
    pub screen_time_screen_disabled: Option<bool>,
    /// Whether Setup Assistant skips Siri.
    pub siri_disabled: Option<bool>,
    /// Whether devices are supervised.
    pub supervised_mode_enabled: Option<bool>,
    /// The department that users can ask for support.
    pub support_department: Option<String>,
    /// The telephone number that users can call for support.
    pub support_phone_number: Option<String>,
    /// Whether Setup Assistant skips the terms and conditions.
    pub terms_and_conditions_disabled: Option<bool>,
    /// Whether Setup Assistant skips Touch ID and Face ID.
    pub touch_id_disabled: Option<bool>,
    /// Whether the device waits in Setup Assistant until it is configured.
    pub wait_for_device_configured_confirmation: Option<bool>,
    /// Whether Setup Assistant skips the screen for accessibility.
    pub accessibility_screen_disabled: Option<bool>,
    /// The full name of the local administrator account.
    pub admin_account_full_name: Option<String>,
    /// The password of the local administrator account. The service accepts it, but does not return it.
    pub admin_account_password: Option<Secret<String>>,
    /// The user name of the local administrator account.
    pub admin_account_user_name: Option<String>,
    /// Whether Setup Assistant advances through all screens by itself, for devices in Ethernet.
    pub auto_advance_setup_enabled: Option<bool>,
    /// Whether Setup Assistant skips unlocking with an Apple Watch.
    pub auto_unlock_with_watch_disabled: Option<bool>,
    /// Whether Setup Assistant skips the screen for the lock screen.
    pub choose_your_lock_screen_disabled: Option<bool>,
    /// How the password of the local administrator account is changed.
    pub dep_profile_admin_account_password_rotation_setting: Option<DepProfileAdminAccountPasswordRotationSetting>,
    /// Whether the names of the primary account are left for the user to enter.
    pub dont_auto_populate_primary_account_info: Option<bool>,
    /// Whether users cannot change the names of the primary account.
    pub enable_restrict_editing: Option<bool>,
    /// Whether Setup Assistant skips FileVault.
    pub file_vault_disabled: Option<bool>,
    /// Whether the local administrator account is hidden.
    pub hide_admin_account: Option<bool>,
    /// Whether Setup Assistant skips the screen for the diagnostics of iCloud.
    #[graph(name = "iCloudDiagnosticsDisabled")]
    pub icloud_diagnostics_disabled: Option<bool>,
    /// Whether Setup Assistant skips the screen for storage in iCloud.
    #[graph(name = "iCloudStorageDisabled")]
    pub icloud_storage_disabled: Option<bool>,
    /// Whether Setup Assistant skips the passcode.
    pub pass_code_disabled: Option<bool>,
    /// The full name of the primary account.
    pub primary_account_full_name: Option<String>,
    /// The user name of the primary account.
    pub primary_account_user_name: Option<String>,
    /// Whether Setup Assistant skips the registration.
    pub registration_disabled: Option<bool>,
    /// Whether the profile is fetched only while the device has a wired network.
    pub request_requires_network_tether: Option<bool>,
    /// Whether the primary account is that of a standard user.
    pub set_primary_setup_account_as_regular_user: Option<bool>,
    /// Whether no primary account is created.
    pub skip_primary_setup_account_creation: Option<bool>,
    /// Whether users sign in with single sign-on of the platform during setup.
    #[graph(name = "usePlatformSSODuringSetupAssistant")]
    pub use_platform_sso_during_setup_assistant: Option<bool>,
    /// Whether Setup Assistant skips the screen for zoomed display.
    pub zoom_disabled: Option<bool>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// An enrollment profile for Apple TV.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DepTvOsEnrollmentProfile {
    /// Key of the depTvOSEnrollmentProfile.
    #[graph(read_only)]
    pub id: Option<String>,
    /// The address at which Apple Configurator enrolls devices.
    pub configuration_endpoint_url: Option<String>,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// The name.
    pub display_name: Option<String>,
    /// Whether users sign in with Company Portal instead of Setup Assistant.
    pub enable_authentication_via_company_portal: Option<bool>,
    /// Whether devices that enroll in Setup Assistant need Company Portal.
    pub require_company_portal_on_setup_assistant_enrolled_devices: Option<bool>,
    /// Whether users have to sign in to enroll.
    pub requires_user_authentication: Option<bool>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// An enrollment profile for Apple Vision Pro.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DepVisionOsEnrollmentProfile {
    /// Key of the depVisionOSEnrollmentProfile.
    #[graph(read_only)]
    pub id: Option<String>,
    /// The address at which Apple Configurator enrolls devices.
    pub configuration_endpoint_url: Option<String>,
    /// The description that an administrator has written.
    pub description: Option<String>,
    /// The name.
    pub display_name: Option<String>,
    /// Whether users sign in with Company Portal instead of Setup Assistant.
    pub enable_authentication_via_company_portal: Option<bool>,
    /// Whether devices that enroll in Setup Assistant need Company Portal.
    pub require_company_portal_on_setup_assistant_enrolled_devices: Option<bool>,
    /// Whether users have to sign in to enroll.
    pub requires_user_authentication: Option<bool>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// A certificate with which a computer can manage devices.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ManagementCertificateWithThumbprint {
    /// The certificate, in base64.
    pub certificate: Option<String>,
    /// The thumbprint of the certificate.
    pub thumbprint: Option<String>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// How the password of the local administrator account is changed.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DepProfileAdminAccountPasswordRotationSetting {
    /// After how many days the password is changed.
    pub auto_rotation_period_in_days: Option<i32>,
    /// Whether and when the password is changed after somebody has read it.
    pub dep_profile_delay_auto_rotation_setting: Option<DepProfileDelayAutoRotationSetting>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The change of a password after somebody has read it.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DepProfileDelayAutoRotationSetting {
    /// Whether the password is changed after somebody has read it.
    pub on_retrieval_auto_rotate_password_enabled: Option<bool>,
    /// After how many hours.
    pub on_retrieval_delay_auto_rotate_password_in_hours: Option<i32>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// Whether a device can be paired with a computer.
    pub enum ItunesPairingMode {
        /// It cannot be paired.
        Disallow = "disallow",
        /// It can be paired.
        Allow = "allow",
        /// It can be paired with a computer that has one of the certificates.
        RequiresCertificate = "requiresCertificate",
    }
}
