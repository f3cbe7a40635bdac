//! One request of each operation.

use std::{error::Error, time::Duration};

use graph_runtime::{DateTimeOffset, GraphAction, GraphClient, QueryOptions, client::Preview};
use serde_json::json;

use crate::{
    declarations::{
        AddMember, AssignLicense, CreateEvent, CreateUploadSession, FindMeetingTimes, GetPhoto, GroupDelta,
        ListEnrollmentProfiles, Search, SearchUsers, SendMail, Subscribe, TeamsUserActivity, UpdateMailboxSettings,
        UpdateRange, UpdateUser,
    },
    types::{
        AssignedLicense, Attendee, AttendeeType, BodyType, ChangeType, DateTimeTimeZone, EmailAddress, Event,
        FileAttachment, ItemBody, MailboxSettings, Message, PatternedRecurrence, Recipient, RecurrencePattern,
        RecurrenceRange, SearchQuery, SearchRequest, UploadableProperties, WorkbookRange, WorkingHours,
    },
};

/// Returns the requests with their secrets replaced.
pub(crate) fn all(graph: &GraphClient) -> Result<Vec<Preview>, Box<dyn Error>> {
    Ok(vec![
        preview(graph, &send_mail())?,
        preview(graph, &create_event()?)?,
        preview(graph, &search_users())?,
        preview(graph, &GroupDelta::builder().options(QueryOptions::new().select(["id", "members"])).build())?,
        preview(graph, &create_upload_session())?,
        preview(graph, &GetPhoto::builder().id("ada@contoso.com").build())?,
        preview(graph, &TeamsUserActivity::builder().period("D7").build())?,
        preview(graph, &add_member())?,
        preview(graph, &UpdateUser::builder().id("ada@contoso.com").display_name("Ada").clear_job_title().build())?,
        preview(graph, &assign_license())?,
        preview(graph, &search())?,
        preview(graph, &subscribe()?)?,
        preview(graph, &update_range())?,
        preview(graph, &ListEnrollmentProfiles::builder().id("54fa").build())?,
        preview(graph, &find_meeting_times())?,
        preview(graph, &update_mailbox_settings()?)?,
    ])
}

fn preview<A: GraphAction>(graph: &GraphClient, action: &A) -> Result<Preview, graph_runtime::Error> {
    graph.call(action).preview()
}

fn address(address: &str) -> EmailAddress {
    EmailAddress { address: Some(address.into()), ..EmailAddress::default() }
}

fn send_mail() -> SendMail {
    let message = Message {
        subject: Some("Menu".into()),
        body: Some(ItemBody { content_type: BodyType::Text, content: "Soup".into() }),
        to_recipients: vec![Recipient { email_address: address("ada@contoso.com") }],
        attachments: vec![FileAttachment { name: "menu.txt".into(), content_bytes: b"soup".as_slice().into() }],
    };
    SendMail::builder().message(message).save_to_sent_items(false).build()
}

fn create_event() -> Result<CreateEvent, Box<dyn Error>> {
    let at = |date_time: &str| Some(DateTimeTimeZone { date_time: date_time.into(), time_zone: "UTC".into() });
    let recurrence = PatternedRecurrence {
        pattern: RecurrencePattern { r#type: "weekly".into(), interval: 1, days_of_week: vec!["monday".into()] },
        range: RecurrenceRange { r#type: "noEnd".into(), start_date: "2026-11-30".parse()?, end_date: None },
    };
    let ada = Attendee { r#type: Some(AttendeeType::Required), email_address: address("ada@contoso.com") };
    let event = Event {
        subject: Some("Lunch".into()),
        start: at("2026-11-30T12:00:00"),
        end: at("2026-11-30T13:00:00"),
        attendees: vec![ada],
        recurrence: Some(recurrence),
        ..Event::default()
    };
    Ok(CreateEvent::builder().event(event).build())
}

fn search_users() -> SearchUsers {
    SearchUsers::builder().search(r#""displayName:ada""#).select(["id", "displayName"]).build()
}

fn create_upload_session() -> CreateUploadSession {
    let item = UploadableProperties { conflict_behavior: Some("rename".into()), ..UploadableProperties::default() };
    CreateUploadSession::builder().drive("b!t18F8y").folder("01NKDM").name("disk.img").item(item).build()
}

fn add_member() -> AddMember {
    let member = "https://graph.microsoft.com/v1.0/directoryObjects/25caf6a2";
    AddMember::builder().group("02bd9fd6").member(member).build()
}

fn assign_license() -> AssignLicense {
    let license = AssignedLicense { sku_id: Some("45715bb8".into()), ..AssignedLicense::default() };
    AssignLicense::builder().id("ada@contoso.com").add_licenses([license]).remove_licenses([""; 0]).build()
}

fn search() -> Search {
    let query = SearchQuery { query_string: "contoso".into() };
    let request = SearchRequest { entity_types: vec!["driveItem".into()], query, from: None, size: Some(25) };
    Search::builder().requests([request]).build()
}

fn subscribe() -> Result<Subscribe, Box<dyn Error>> {
    Ok(Subscribe::builder()
        .change_type(ChangeType::Created | ChangeType::Updated)
        .notification_url("https://contoso.com/notify")
        .resource("/me/messages")
        .expiration_date_time("2026-12-01T00:00:00Z".parse::<DateTimeOffset>()?)
        .client_state("8c51")
        .build())
}

fn update_range() -> UpdateRange {
    let range = WorkbookRange { values: vec![vec![json!("Q1"), json!(7)]], ..WorkbookRange::default() };
    UpdateRange::builder().item("01NKDM").sheet("Q1").address("A1:B1").session("cluster=1").range(range).build()
}

fn find_meeting_times() -> FindMeetingTimes {
    let ada = Attendee { r#type: None, email_address: address("ada@contoso.com") };
    FindMeetingTimes::builder().attendees([ada]).meeting_duration(Duration::from_hours(1)).build()
}

fn update_mailbox_settings() -> Result<UpdateMailboxSettings, Box<dyn Error>> {
    let hours = WorkingHours {
        days_of_week: vec!["monday".into()],
        start_time: Some("08:30:00".parse()?),
        end_time: Some("17:00:00".parse()?),
    };
    let settings = MailboxSettings { working_hours: Some(hours), ..MailboxSettings::default() };
    Ok(UpdateMailboxSettings::builder().settings(settings).build())
}
