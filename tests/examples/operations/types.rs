//! The types of the operations.

use graph_runtime::{
    DateTimeOffset, graph_enum, graph_type,
    odata::{AdditionalProperties, Base64, Date, Flags, TimeOfDay},
};
use serde_json::Value;

#[graph_type]
#[derive(Debug, Default)]
pub struct Message {
    pub subject: Option<String>,
    pub body: Option<ItemBody>,
    pub to_recipients: Vec<Recipient>,
    pub attachments: Vec<FileAttachment>,
}

graph_enum! {
    pub enum BodyType {
        Text = "text",
        Html = "html",
    }
}

#[graph_type]
#[derive(Debug)]
pub struct ItemBody {
    pub content_type: BodyType,
    pub content: String,
}

#[graph_type]
#[derive(Debug)]
pub struct Recipient {
    pub email_address: EmailAddress,
}

#[graph_type]
#[derive(Debug, Default)]
pub struct EmailAddress {
    pub name: Option<String>,
    pub address: Option<String>,
}

#[graph_type("#microsoft.graph.fileAttachment")]
#[derive(Debug)]
pub struct FileAttachment {
    pub name: String,
    pub content_bytes: Base64,
}

#[graph_type]
#[derive(Default)]
pub struct Event {
    #[graph(read_only)]
    pub id: Option<String>,
    pub subject: Option<String>,
    pub body: Option<ItemBody>,
    pub start: Option<DateTimeTimeZone>,
    pub end: Option<DateTimeTimeZone>,
    pub attendees: Vec<Attendee>,
    pub recurrence: Option<PatternedRecurrence>,
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

#[graph_type]
#[derive(Debug)]
pub struct DateTimeTimeZone {
    pub date_time: String,
    pub time_zone: String,
}

graph_enum! {
    pub enum AttendeeType {
        Required = "required",
        Optional = "optional",
        Resource = "resource",
    }
}

#[graph_type]
#[derive(Debug)]
pub struct Attendee {
    pub r#type: Option<AttendeeType>,
    pub email_address: EmailAddress,
}

#[graph_type]
#[derive(Debug)]
pub struct PatternedRecurrence {
    pub pattern: RecurrencePattern,
    pub range: RecurrenceRange,
}

#[graph_type]
#[derive(Debug)]
pub struct RecurrencePattern {
    pub r#type: String,
    pub interval: u32,
    pub days_of_week: Vec<String>,
}

#[graph_type]
#[derive(Debug)]
pub struct RecurrenceRange {
    pub r#type: String,
    pub start_date: Date,
    pub end_date: Option<Date>,
}

#[graph_type]
pub struct User {
    pub id: Option<String>,
    pub display_name: Option<String>,
    pub user_principal_name: Option<String>,
    pub assigned_licenses: Vec<AssignedLicense>,
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

#[graph_type]
#[derive(Debug)]
pub struct GroupChange {
    pub id: String,
    pub display_name: Option<String>,
    #[graph(name = "@removed")]
    pub removed: Option<Removed>,
    #[graph(name = "members@delta")]
    pub members: Vec<MemberChange>,
}

#[graph_type]
#[derive(Debug)]
pub struct Removed {
    pub reason: Option<String>,
}

#[graph_type]
#[derive(Debug)]
pub struct MemberChange {
    #[graph(name = "@odata.type")]
    pub odata_type: Option<String>,
    pub id: String,
    #[graph(name = "@removed")]
    pub removed: Option<Removed>,
}

#[graph_type]
#[derive(Debug, Default)]
pub struct UploadableProperties {
    #[graph(name = "@microsoft.graph.conflictBehavior")]
    pub conflict_behavior: Option<String>,
    pub description: Option<String>,
}

#[graph_type]
pub struct UploadSession {
    #[graph(secret)]
    pub upload_url: String,
    pub expiration_date_time: Option<DateTimeOffset>,
    pub next_expected_ranges: Vec<String>,
}

#[graph_type]
#[derive(Debug, Default)]
pub struct AssignedLicense {
    pub disabled_plans: Vec<String>,
    pub sku_id: Option<String>,
}

#[graph_type]
#[derive(Debug)]
pub struct SearchRequest {
    pub entity_types: Vec<String>,
    pub query: SearchQuery,
    pub from: Option<u32>,
    pub size: Option<u32>,
}

#[graph_type]
#[derive(Debug)]
pub struct SearchQuery {
    pub query_string: String,
}

#[graph_type]
#[derive(Debug)]
pub struct SearchResponse {
    pub hits_containers: Vec<SearchHitsContainer>,
}

#[graph_type]
#[derive(Debug)]
pub struct SearchHitsContainer {
    pub total: Option<u64>,
    pub more_results_available: Option<bool>,
    pub hits: Vec<SearchHit>,
}

#[graph_type]
#[derive(Debug)]
pub struct SearchHit {
    pub hit_id: Option<String>,
    pub rank: Option<u32>,
    pub resource: Option<Resource>,
}

#[graph_type]
#[derive(Debug)]
pub enum Resource {
    #[graph("#microsoft.graph.driveItem")]
    DriveItem(DriveItem),
    #[graph(other)]
    Other(AdditionalProperties),
}

#[graph_type]
#[derive(Debug)]
pub struct DriveItem {
    pub id: Option<String>,
    pub name: Option<String>,
    pub web_url: String,
}

graph_enum! {
    pub flags enum ChangeType {
        Created = "created",
        Updated = "updated",
        Deleted = "deleted",
    }
}

#[graph_type]
#[derive(Debug)]
pub struct Subscription {
    pub id: String,
    pub change_type: Flags<ChangeType>,
    pub resource: String,
    pub expiration_date_time: DateTimeOffset,
}

#[graph_type]
#[derive(Debug, Default)]
pub struct WorkbookRange {
    #[graph(read_only)]
    pub address: Option<String>,
    pub values: Vec<Vec<Value>>,
    pub number_format: Vec<Vec<Value>>,
}

#[graph_type]
#[derive(Debug)]
pub enum EnrollmentProfile {
    #[graph("#microsoft.graph.depIOSEnrollmentProfile")]
    Ios(IosProfile),
    #[graph("#microsoft.graph.depMacOSEnrollmentProfile")]
    MacOs(MacOsProfile),
    #[graph(other)]
    Other(AdditionalProperties),
}

#[graph_type]
#[derive(Debug)]
pub struct IosProfile {
    pub id: Option<String>,
    pub display_name: Option<String>,
    pub supervised_mode_enabled: Option<bool>,
}

#[graph_type]
#[derive(Debug)]
pub struct MacOsProfile {
    pub id: Option<String>,
    pub display_name: Option<String>,
    pub registration_disabled: Option<bool>,
}

#[graph_type]
#[derive(Debug)]
pub struct MeetingTimes {
    pub empty_suggestions_reason: Option<String>,
    pub meeting_time_suggestions: Vec<MeetingTimeSuggestion>,
}

#[graph_type]
#[derive(Debug)]
pub struct MeetingTimeSuggestion {
    pub confidence: Option<f64>,
    pub meeting_time_slot: Option<TimeSlot>,
}

#[graph_type]
#[derive(Debug)]
pub struct TimeSlot {
    pub start: Option<DateTimeTimeZone>,
    pub end: Option<DateTimeTimeZone>,
}

#[graph_type]
#[derive(Debug, Default)]
pub struct MailboxSettings {
    pub time_zone: Option<String>,
    pub working_hours: Option<WorkingHours>,
}

#[graph_type]
#[derive(Debug, Default)]
pub struct WorkingHours {
    pub days_of_week: Vec<String>,
    pub start_time: Option<TimeOfDay>,
    pub end_time: Option<TimeOfDay>,
}
