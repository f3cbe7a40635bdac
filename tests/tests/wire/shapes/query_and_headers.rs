//! What is sent beside path and body: query, headers, and the version.

use graph_runtime::{ApiVersion, DateTimeOffset, Page, QueryOptions, graph_action, graph_enum};
use graph_tests::server::{Response, Server};

use super::{client, own_part, received};

graph_enum! {
    /// How much of a body is wanted.
    enum BodyType { Text = "text", Html = "html" }
}

#[graph_action(
    GET, "/me/calendarView",
    perms(delegated = "Calendars.Read", personal = "Calendars.Read"),
    returns = Page<serde_json::Value>
)]
struct CalendarView {
    #[graph(query)]
    start_date_time: DateTimeOffset,
    #[graph(query)]
    end_date_time: DateTimeOffset,
    #[graph(query_options)]
    options: QueryOptions,
    #[graph(query)]
    body_type: Option<BodyType>,
    #[graph(header = "Prefer")]
    prefer: Option<String>,
}

fn date(text: &str) -> DateTimeOffset {
    text.parse().expect("a date")
}

#[tokio::test]
async fn required_parameters_are_sent_and_the_others_only_when_they_are_set() {
    let view = || {
        CalendarView::builder()
            .start_date_time(date("2026-01-01T19:00:00.0000000-08:00"))
            .end_date_time(date("2026-01-02T19:00:00+01:00"))
    };
    assert_eq!(
        received(&view().build()).await,
        "GET /v1.0/me/calendarView\
         ?startDateTime=2026-01-01T19:00:00.0000000-08:00&endDateTime=2026-01-02T19:00:00%2B01:00\n\
         accept: application/json\n\n"
    );
    let view = view()
        .options(QueryOptions::new().select(["subject", "start"]).filter("isAllDay eq false").top(10))
        .body_type(BodyType::Html)
        .prefer("outlook.timezone=\"Pacific Standard Time\"");
    assert_eq!(
        received(&view.build()).await,
        "GET /v1.0/me/calendarView\
         ?startDateTime=2026-01-01T19:00:00.0000000-08:00&endDateTime=2026-01-02T19:00:00%2B01:00\
         &$select=subject,start&$filter=isAllDay%20eq%20false&$top=10&bodyType=html\n\
         prefer: outlook.timezone=\"Pacific Standard Time\"\n\
         accept: application/json\n\n"
    );
}

#[graph_action(GET, "/users", perms = "User.Read.All", returns = Page<serde_json::Value>)]
struct ListUsers {
    #[graph(query_options)]
    options: Option<QueryOptions>,
    #[graph(header = "ConsistencyLevel")]
    consistency_level: Option<&'static str>,
}

#[tokio::test]
async fn every_system_option_is_sent_under_its_name() {
    let options = QueryOptions::new()
        .select(["id", "displayName"])
        .expand(["manager($select=id,displayName;$levels=max)"])
        .filter("startsWith(displayName,'O''Brien') and userType ne 'Guest'")
        .search("\"displayName:wa\" AND \"mail:#1\"")
        .orderby(["displayName desc", "id"])
        .top(999)
        .skip(20)
        .count(true);
    assert_eq!(
        received(&ListUsers { options: Some(options), consistency_level: Some("eventual") }).await,
        "GET /v1.0/users?$select=id,displayName\
         &$expand=manager($select%3Did,displayName%3B$levels%3Dmax)\
         &$filter=startsWith(displayName,%27O%27%27Brien%27)%20and%20userType%20ne%20%27Guest%27\
         &$search=%22displayName:wa%22%20AND%20%22mail:%231%22\
         &$orderby=displayName%20desc,id&$top=999&$skip=20&$count=true\n\
         consistencylevel: eventual\n\
         accept: application/json\n\n"
    );
    let without = "GET /v1.0/users\naccept: application/json\n\n";
    assert_eq!(received(&ListUsers { options: None, consistency_level: None }).await, without);
    assert_eq!(received(&ListUsers { options: Some(QueryOptions::new()), consistency_level: None }).await, without);
}

#[graph_action(GET, "/users", perms = "User.Read.All", returns = Page<serde_json::Value>)]
struct FirstUsers {
    #[graph(query = "$top")]
    top: Option<u16>,
    #[graph(query = "$orderby")]
    order: &'static str,
}

#[tokio::test]
async fn a_single_option_is_a_parameter_like_any_other() {
    assert_eq!(
        received(&FirstUsers { top: Some(5), order: "displayName desc" }).await,
        "GET /v1.0/users?$top=5&$orderby=displayName%20desc\naccept: application/json\n\n"
    );
    assert_eq!(
        received(&FirstUsers { top: None, order: "" }).await,
        "GET /v1.0/users?$orderby=\naccept: application/json\n\n"
    );
}

#[graph_action(
    PATCH,
    "/me/drive/items/<item>/workbook/worksheets/<sheet>/range(address='<address>')",
    perms(delegated = "Files.ReadWrite")
)]
struct UpdateRange<'a> {
    item: &'a str,
    sheet: &'a str,
    address: &'a str,
    #[graph(header = "Workbook-Session-Id")]
    session: Option<&'a str>,
    #[graph(header = "If-Match")]
    etag: &'a str,
    #[graph(header = "Accept")]
    accept: Option<&'a str>,
    values: Vec<Vec<&'a str>>,
}

#[tokio::test]
async fn headers_are_sent_with_the_value_that_was_given() {
    let update = UpdateRange {
        item: "01N",
        sheet: "Q1",
        address: "A1",
        session: Some("cluster=1&session=2;x=\"3\""),
        etag: "W/\"JzEtVGFzayAg\"",
        accept: Some("application/json;odata.metadata=none"),
        values: vec![vec!["7"]],
    };
    assert_eq!(
        received(&update).await,
        "PATCH /v1.0/me/drive/items/01N/workbook/worksheets/Q1/range(address='A1')\n\
         workbook-session-id: cluster=1&session=2;x=\"3\"\n\
         if-match: W/\"JzEtVGFzayAg\"\n\
         accept: application/json;odata.metadata=none\n\
         content-type: application/json\n\
         content-length: 18\n\n\
         {\"values\":[[\"7\"]]}"
    );
}

#[graph_action(GET, "/deviceAppManagement/vppTokens", version = ["v1.0", "beta"], perms = "Directory.Read.All")]
struct ListVppTokens;

#[tokio::test]
async fn the_first_version_is_called_unless_another_is_given() {
    let server = Server::start([Response::empty(204), Response::empty(204), Response::empty(204)]).await;
    let client = client(&server);
    client.send(&ListVppTokens).await.expect("a success");
    client.call(&ListVppTokens).version(ApiVersion::Beta).send().await.expect("a success");
    client.call(&ListVppTokens).version(ApiVersion::V1_0).header("Prefer", "x").send().await.expect("a success");
    let received: Vec<_> = server.requests().iter().map(|request| own_part(&server, request)).collect();
    assert_eq!(
        received,
        [
            "GET /v1.0/deviceAppManagement/vppTokens\naccept: application/json\n\n",
            "GET /beta/deviceAppManagement/vppTokens\naccept: application/json\n\n",
            "GET /v1.0/deviceAppManagement/vppTokens\nprefer: x\naccept: application/json\n\n",
        ]
    );
}
