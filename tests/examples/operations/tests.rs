//! What the operations send, and what they read.

use graph_runtime::{GraphAction, GraphClient, testing::GraphMock};
use serde_json::{Value, json};

use super::{
    declarations::{CreateEvent, CreateUploadSession, GroupDelta, ListEnrollmentProfiles},
    requests,
    types::{EnrollmentProfile, Event},
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[test]
fn every_operation_is_sent_as_its_page_shows() -> Outcome {
    let graph = GraphClient::builder().build()?;
    let requests = requests::all(&graph)?;
    let sent: Vec<_> = requests
        .iter()
        .map(|request| {
            let url = request.url().trim_start_matches("https://graph.microsoft.com");
            let body = request.body().map_or(Ok(Value::Null), serde_json::from_str)?;
            Ok((format!("{} {url}", request.method()), body))
        })
        .collect::<Result<_, serde_json::Error>>()?;
    let ada = json!({"address": "ada@contoso.com"});
    let at = |time: &str| json!({"dateTime": format!("2026-11-30T{time}:00"), "timeZone": "UTC"});
    let expected = [
        (
            "POST /v1.0/me/sendMail",
            json!({
                "message": {
                    "subject": "Menu",
                    "body": {"contentType": "text", "content": "Soup"},
                    "toRecipients": [{"emailAddress": ada}],
                    "attachments": [{
                        "@odata.type": "#microsoft.graph.fileAttachment",
                        "name": "menu.txt",
                        "contentBytes": "c291cA==",
                    }],
                },
                "saveToSentItems": false,
            }),
        ),
        (
            "POST /v1.0/me/events",
            json!({
                "subject": "Lunch",
                "start": at("12:00"),
                "end": at("13:00"),
                "attendees": [{"type": "required", "emailAddress": ada}],
                "recurrence": {
                    "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"]},
                    "range": {"type": "noEnd", "startDate": "2026-11-30"},
                },
            }),
        ),
        ("GET /v1.0/users?$search=%22displayName:ada%22&$select=id,displayName&$count=true", Value::Null),
        ("GET /v1.0/groups/delta?$select=id,members", Value::Null),
        (
            "POST /v1.0/drives/b!t18F8y/items/01NKDM:/disk.img:/createUploadSession",
            json!({"item": {"@microsoft.graph.conflictBehavior": "rename"}}),
        ),
        ("GET /v1.0/users/ada@contoso.com/photo/$value", Value::Null),
        ("GET /v1.0/reports/getTeamsUserActivityUserDetail(period='D7')", Value::Null),
        (
            "POST /v1.0/groups/02bd9fd6/members/$ref",
            json!({"@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/25caf6a2"}),
        ),
        ("PATCH /v1.0/users/ada@contoso.com", json!({"displayName": "Ada", "jobTitle": null})),
        (
            "POST /v1.0/users/ada@contoso.com/assignLicense",
            json!({"addLicenses": [{"skuId": "45715bb8"}], "removeLicenses": []}),
        ),
        (
            "POST /v1.0/search/query",
            json!({"requests": [{"entityTypes": ["driveItem"], "query": {"queryString": "contoso"}, "size": 25}]}),
        ),
        (
            "POST /v1.0/subscriptions",
            json!({
                "changeType": "created,updated",
                "notificationUrl": "https://contoso.com/notify",
                "resource": "/me/messages",
                "expirationDateTime": "2026-12-01T00:00:00Z",
                "clientState": "[redacted]",
            }),
        ),
        (
            "PATCH /v1.0/me/drive/items/01NKDM/workbook/worksheets/Q1/range(address='A1:B1')",
            json!({"values": [["Q1", 7]]}),
        ),
        ("GET /beta/deviceManagement/depOnboardingSettings/54fa/enrollmentProfiles", Value::Null),
        ("POST /v1.0/me/findMeetingTimes", json!({"attendees": [{"emailAddress": ada}], "meetingDuration": "PT1H"})),
        (
            "PATCH /v1.0/me/mailboxSettings",
            json!({"workingHours": {"daysOfWeek": ["monday"], "startTime": "08:30:00", "endTime": "17:00:00"}}),
        ),
    ];
    assert_eq!(sent, expected.map(|(request, body)| (request.to_owned(), body)));
    Ok(())
}

#[test]
fn constants_are_headers() -> Outcome {
    let graph = GraphClient::builder().build()?;
    let requests = requests::all(&graph)?;
    let header = |index: usize, name: &str| {
        let mut headers = requests[index].headers();
        headers.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
    };
    assert_eq!(header(2, "consistencylevel").as_deref(), Some("eventual"));
    assert_eq!(header(14, "prefer").as_deref(), Some("outlook.timezone=\"UTC\""));
    assert_eq!(header(12, "workbook-session-id").as_deref(), Some("cluster=1"));
    Ok(())
}

/// Returns what an operation reads from a JSON response.
async fn read<A: GraphAction>(action: &A, response: Value) -> Result<A::Response, graph_runtime::Error> {
    let mock = GraphMock::start();
    mock.expect::<A>().respond(response);
    mock.client().send(action).await
}

#[tokio::test]
async fn derived_types_are_read_and_unknown_ones_are_kept() -> Outcome {
    let list = ListEnrollmentProfiles::builder().id("54fa").build();
    let profiles = json!([
        {"id": "1", "@odata.type": "#microsoft.graph.depIOSEnrollmentProfile", "supervisedModeEnabled": true},
        {"@odata.type": "#microsoft.graph.depTvOSEnrollmentProfile", "displayName": "Lobby"},
    ]);
    let page = read(&list, json!({"value": profiles})).await?;
    let [EnrollmentProfile::Ios(ios), EnrollmentProfile::Other(other)] = page.value.as_slice() else {
        panic!("{page:?}");
    };
    assert_eq!((ios.id.as_deref(), ios.supervised_mode_enabled), (Some("1"), Some(true)));
    assert_eq!(other["displayName"], "Lobby");
    Ok(())
}

#[tokio::test]
async fn changes_of_groups_are_read_with_their_members() -> Outcome {
    let removed = json!({"id": "2", "@odata.type": "#microsoft.graph.user", "@removed": {"reason": "deleted"}});
    let page = read(
        &GroupDelta::builder().build(),
        json!({
            "value": [{"id": "1", "displayName": "Sales", "members@delta": [removed]}, {"id": "3", "@removed": {}}],
            "@odata.deltaLink": "https://graph.microsoft.com/v1.0/groups/delta?$deltatoken=x",
        }),
    )
    .await?;
    let [sales, gone] = page.value.as_slice() else { panic!("{page:?}") };
    assert_eq!(sales.members[0].removed.as_ref().and_then(|removed| removed.reason.as_deref()), Some("deleted"));
    assert!(gone.removed.is_some() && gone.members.is_empty());
    assert!(page.delta_link.is_some());
    Ok(())
}

#[tokio::test]
async fn an_event_that_was_read_can_be_sent_back() -> Outcome {
    let json = json!({
        "id": "AAMk", "subject": "Lunch", "attendees": null, "isOnlineMeeting": true,
        "recurrence": {
            "pattern": {"type": "daily", "interval": 1},
            "range": {"type": "endDate", "startDate": "2026-11-30", "endDate": "2026-12-24"},
        },
    });
    let create = CreateEvent::builder().event(Event::default()).build();
    let event = read(&create, json.clone()).await?;
    assert_eq!(event.id.as_deref(), Some("AAMk"));
    let mut expected = json;
    for name in ["id", "attendees"] {
        expected.as_object_mut().expect("an object").remove(name);
    }
    assert_eq!(serde_json::to_value(&event)?, expected);
    Ok(())
}

#[tokio::test]
async fn an_upload_session_does_not_show_its_url() -> Outcome {
    let create = CreateUploadSession::builder().drive("d").folder("f").name("n").build();
    let session = json!({"uploadUrl": "https://sn3302.up.1drv.com/up/fe6987", "nextExpectedRanges": ["0-"]});
    let session = read(&create, session).await?;
    assert_eq!(session.upload_url, "https://sn3302.up.1drv.com/up/fe6987");
    assert!(!format!("{session:?}").contains("fe6987"));
    Ok(())
}
