//! Sixteen operations of different kinds.

use graph_runtime::{
    Bytes, DateTimeOffset, Page, Patch, QueryOptions, graph_action,
    odata::{Duration, Flags, ODataValue},
};

use crate::types::{
    AssignedLicense, Attendee, ChangeType, EnrollmentProfile, Event, GroupChange, MailboxSettings, MeetingTimes,
    Message, SearchRequest, SearchResponse, Subscription, UploadSession, UploadableProperties, User, WorkbookRange,
};

/// Sends a message.
#[graph_action(POST, "/me/sendMail", perms(delegated = "Mail.Send", personal = "Mail.Send"))]
#[derive(Debug)]
pub struct SendMail {
    pub message: Message,
    pub save_to_sent_items: Option<bool>,
}

/// Creates an event.
#[graph_action(
    POST, "/me/events",
    perms(delegated = "Calendars.ReadWrite", personal = "Calendars.ReadWrite"),
    returns = Event,
)]
#[derive(Debug)]
pub struct CreateEvent {
    #[graph(body)]
    pub event: Event,
}

/// Searches users, and counts them.
#[graph_action(
    GET, "/users",
    perms = ["User.ReadBasic.All", "User.Read.All"],
    header("ConsistencyLevel" = "eventual"),
    query("$count" = "true"),
    returns = Page<User>,
)]
#[derive(Debug)]
pub struct SearchUsers {
    #[graph(query = "$search")]
    pub search: String,
    #[graph(query = "$select")]
    pub select: Option<Vec<String>>,
}

/// Lists the groups that were added, changed or deleted.
#[graph_action(GET, "/groups/delta", perms = "GroupMember.Read.All", returns = Page<GroupChange>)]
#[derive(Debug)]
pub struct GroupDelta {
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Starts the upload of a large file.
#[graph_action(
    POST, "/drives/<drive>/items/<folder>:/<name>:/createUploadSession",
    perms(
        delegated = ["Files.ReadWrite", "Files.ReadWrite.All"],
        personal = ["Files.ReadWrite", "Files.ReadWrite.All"],
        application = "Files.ReadWrite.All",
    ),
    returns = UploadSession,
)]
#[derive(Debug)]
pub struct CreateUploadSession {
    pub drive: String,
    pub folder: String,
    pub name: String,
    pub item: Option<UploadableProperties>,
}

/// Reads the photo of a user.
#[graph_action(GET, "/users/<id>/photo/$value", perms = "ProfilePhoto.Read.All", returns = Bytes)]
#[derive(Debug)]
pub struct GetPhoto {
    pub id: String,
}

/// Reads the activity of the users of Teams as CSV, which is on another host.
#[graph_action(
    GET, "/reports/getTeamsUserActivityUserDetail(period='<period>')",
    perms = "Reports.Read.All",
    redirects = true,
    returns = Bytes,
)]
#[derive(Debug)]
pub struct TeamsUserActivity {
    /// `D7`, `D30`, `D90` or `D180`.
    pub period: String,
}

/// Adds a member to a group.
#[graph_action(POST, "/groups/<group>/members/$ref", perms = "GroupMember.ReadWrite.All")]
#[derive(Debug)]
pub struct AddMember {
    pub group: String,
    #[graph(name = "@odata.id")]
    pub member: String,
}

/// Updates a user.
#[graph_action(PATCH, "/users/<id>", perms = "User.ReadWrite.All")]
#[derive(Debug)]
pub struct UpdateUser {
    pub id: String,
    pub display_name: Option<String>,
    pub job_title: Patch<String>,
    pub birthday: Patch<DateTimeOffset>,
    pub business_phones: Patch<Vec<String>>,
}

/// Changes the licenses of a user.
#[graph_action(POST, "/users/<id>/assignLicense", perms = "LicenseAssignment.ReadWrite.All", returns = User)]
#[derive(Debug)]
pub struct AssignLicense {
    pub id: String,
    pub add_licenses: Vec<AssignedLicense>,
    pub remove_licenses: Vec<String>,
}

/// Searches content.
#[graph_action(
    POST, "/search/query",
    perms(delegated = ["Files.Read.All", "Sites.Read.All"]),
    returns = ODataValue<Vec<SearchResponse>>,
)]
#[derive(Debug)]
pub struct Search {
    pub requests: Vec<SearchRequest>,
}

/// Subscribes to changes.
#[graph_action(
    POST, "/subscriptions",
    perms(delegated = "Mail.ReadBasic", personal = "Mail.ReadBasic", application = "Mail.Read"),
    returns = Subscription,
)]
pub struct Subscribe {
    pub change_type: Flags<ChangeType>,
    pub notification_url: String,
    pub resource: String,
    pub expiration_date_time: DateTimeOffset,
    #[graph(secret)]
    pub client_state: Option<String>,
}

/// Writes a range of a worksheet.
#[graph_action(
    PATCH, "/me/drive/items/<item>/workbook/worksheets/<sheet>/range(address='<address>')",
    perms(delegated = "Files.ReadWrite"),
    returns = WorkbookRange,
)]
#[derive(Debug)]
pub struct UpdateRange {
    pub item: String,
    pub sheet: String,
    pub address: String,
    #[graph(header = "Workbook-Session-Id")]
    pub session: Option<String>,
    #[graph(body)]
    pub range: WorkbookRange,
}

/// Lists the enrollment profiles of an Apple enrollment token.
#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<id>/enrollmentProfiles",
    version = "beta",
    perms = "DeviceManagementServiceConfig.Read.All",
    returns = Page<EnrollmentProfile>,
)]
#[derive(Debug)]
pub struct ListEnrollmentProfiles {
    pub id: String,
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Suggests times for a meeting.
#[graph_action(
    POST, "/me/findMeetingTimes",
    perms(delegated = "Calendars.Read.Shared"),
    header("Prefer" = "outlook.timezone=\"UTC\""),
    returns = MeetingTimes,
)]
#[derive(Debug)]
pub struct FindMeetingTimes {
    pub attendees: Vec<Attendee>,
    pub meeting_duration: Option<Duration>,
}

/// Changes the settings of a mailbox.
#[graph_action(
    PATCH, "/me/mailboxSettings",
    perms(delegated = "MailboxSettings.ReadWrite", personal = "MailboxSettings.ReadWrite"),
    returns = Option<MailboxSettings>,
)]
#[derive(Debug)]
pub struct UpdateMailboxSettings {
    #[graph(body)]
    pub settings: MailboxSettings,
}
