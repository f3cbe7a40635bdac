//! The entity that is measured: what `#[graph_type]` makes of it.

use graph_runtime::{DateTimeOffset, graph_type, odata::AdditionalProperties};

/// An entity with ten properties.
#[graph_type]
pub struct Device {
    /// Key of the device.
    pub id: String,
    /// Its name.
    pub display_name: Option<String>,
    /// What the administrator wrote.
    pub description: Option<String>,
    /// When it was created.
    pub created_date_time: Option<DateTimeOffset>,
    /// How many are enrolled.
    pub enrolled_device_count: Option<i32>,
    /// Whether it can be used.
    pub is_enabled: Option<bool>,
    /// The scope tags.
    pub role_scope_tag_ids: Vec<String>,
    /// The state.
    pub status: Option<String>,
    /// The version.
    pub version: Option<i64>,
    /// Whose it is.
    pub owner_name: Option<String>,
}

/// The same, which keeps what has no field.
#[graph_type]
pub struct OpenDevice {
    /// Key of the device.
    pub id: String,
    /// Its name.
    pub display_name: Option<String>,
    /// What the administrator wrote.
    pub description: Option<String>,
    /// When it was created.
    pub created_date_time: Option<DateTimeOffset>,
    /// How many are enrolled.
    pub enrolled_device_count: Option<i32>,
    /// Whether it can be used.
    pub is_enabled: Option<bool>,
    /// The scope tags.
    pub role_scope_tag_ids: Vec<String>,
    /// The state.
    pub status: Option<String>,
    /// The version.
    pub version: Option<i64>,
    /// Whose it is.
    pub owner_name: Option<String>,
    /// Everything else.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}
