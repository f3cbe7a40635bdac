//! The entity that is measured: what serde's derives alone make of it.

use graph_runtime::{DateTimeOffset, odata::AdditionalProperties};
use serde::{Deserialize, Serialize};

/// An entity with ten properties.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    /// Key of the device.
    pub id: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What the administrator wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_date_time: Option<DateTimeOffset>,
    /// How many are enrolled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enrolled_device_count: Option<i32>,
    /// Whether it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_enabled: Option<bool>,
    /// The scope tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub role_scope_tag_ids: Vec<String>,
    /// The state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_name: Option<String>,
}

/// The same, which keeps what has no field.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenDevice {
    /// Key of the device.
    pub id: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What the administrator wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_date_time: Option<DateTimeOffset>,
    /// How many are enrolled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enrolled_device_count: Option<i32>,
    /// Whether it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_enabled: Option<bool>,
    /// The scope tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub role_scope_tag_ids: Vec<String>,
    /// The state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner_name: Option<String>,
    /// Everything else.
    #[serde(flatten)]
    pub additional: AdditionalProperties,
}
