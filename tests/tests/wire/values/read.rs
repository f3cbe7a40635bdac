//! What Graph sends is read, whatever its annotations and its precision, and written back as it was.

use graph_runtime::{
    DateTimeOffset, Page, graph_action, graph_enum,
    odata::{Base64, Date, Duration, Flags, ODataValue, TimeOfDay, double},
};
use graph_tests::server::{Response, Server};
use serde::{Deserialize, Serialize};

use super::client;

graph_enum! {
    /// A day on which something happens.
    flags enum Day { Monday = "monday", Tuesday = "tuesday" }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Thing {
    content: Base64,
    day: Date,
    start: TimeOfDay,
    wait: Duration,
    end: DateTimeOffset,
    days: Flags<Day>,
    #[serde(with = "double")]
    ratio: f64,
    #[serde(with = "double")]
    ratios: Vec<Option<f32>>,
}

#[graph_action(GET, "/things", perms = none, returns = Page<Thing>)]
struct ListThings;

#[graph_action(GET, "/things/1", perms = none, returns = Thing)]
struct GetThing;

#[graph_action(PUT, "/things/1", perms = none)]
struct PutThing {
    #[graph(body)]
    thing: Thing,
}

#[graph_action(GET, "/things/f()", perms = none, returns = ODataValue<Option<Vec<Date>>>)]
struct GetDates;

const THINGS: [&str; 2] = [
    concat!(
        r#"{"content":"+/+/AQ==","day":"2026-11-28","start":"11:59:09.3130000","wait":"-PT3M22.1587532S","#,
        r#""end":"2017-01-01T00:02:49.3205976-08:00","days":"monday,tuesday","ratio":1.5,"ratios":[0.5,"-INF",null]}"#,
    ),
    concat!(
        r#"{"content":"","day":"0001-01-01","start":"08:30","wait":"P1Y2M","end":"2026-11-28T08:30","#,
        r#""days":"someday","ratio":"INF","ratios":[]}"#,
    ),
];

#[tokio::test]
async fn what_is_read_is_sent_back_unchanged() {
    for text in THINGS {
        let server = Server::start([Response::json(200, text), Response::empty(204)]).await;
        let client = client(&server);
        let thing = client.send(&GetThing).await.expect("a thing");
        client.send(&PutThing { thing }).await.expect("a success");
        assert_eq!(server.requests()[1].text(), text);
    }
}

#[tokio::test]
async fn text_that_is_not_written_as_the_standard_says_is_read() {
    let sloppy = concat!(
        r#"{"content":"-_-_AQ","day":"2026-11-28T00:00:00Z","start":"11:59:09.313","wait":"P2W","#,
        r#""end":"2017-01-01T00:02:49","days":" tuesday, monday ","ratio":"Infinity","ratios":["1.5"]}"#,
    );
    let server = Server::start([Response::json(200, sloppy)]).await;
    let thing = client(&server).send(&GetThing).await.expect("a thing");
    let expected = Thing {
        content: b"\xfb\xff\xbf\x01".into(),
        day: Date::new(2026, 11, 28).expect("a date"),
        start: "11:59:09.3130000".parse().expect("a time"),
        wait: "P14D".parse().expect("a duration"),
        end: "2017-01-01T00:02:49Z".parse().expect("a date and time"),
        days: Day::Monday | Day::Tuesday,
        ratio: f64::INFINITY,
        ratios: vec![Some(1.5)],
    };
    assert_eq!(thing, expected);
}

#[tokio::test]
async fn no_annotation_costs_the_items_of_a_page() {
    let [first, second] = THINGS;
    for annotations in [
        r#""@odata.count":-1"#,
        r#""@odata.count":"2""#,
        r#""@odata.count":{}"#,
        r#""@odata.count":null,"@odata.nextLink":null"#,
        r#""@odata.nextLink":"","@odata.deltaLink":"""#,
        r##""@odata.context":"c#d","value@odata.type":"#x","@microsoft.graph.tips":[{"a":1}],"later":null"##,
        r#""@odata.count":1,"@odata.count":2"#,
    ] {
        for body in [
            format!(r#"{{{annotations},"value":[{first},{second}]}}"#),
            format!(r#"{{"value":[{first},{second}],{annotations}}}"#),
        ] {
            let server = Server::start([Response::json(200, body.clone())]).await;
            let page = client(&server).send(&ListThings).await.unwrap_or_else(|error| panic!("{body}: {error}"));
            assert_eq!((page.value.len(), page.next_link, page.delta_link), (2, None, None), "{body}");
            let count = body.contains('2').then_some(2).filter(|_| annotations.contains('2'));
            assert_eq!(page.count, count, "{body}");
        }
    }
}

#[tokio::test]
async fn pages_end_at_an_empty_link_and_a_page_without_items_is_empty() {
    let server = Server::start([Response::json(200, r#"{"@odata.nextLink":"","value":null}"#)]).await;
    let mut items = ListThings::builder().items(&client(&server));
    assert!(items.next().await.is_none());
    assert_eq!(server.request_count(), 1);
}

#[tokio::test]
async fn a_value_is_read_beside_annotations_and_null_is_none() {
    for (body, expected) in [
        (r#"{"@odata.context":"c","value":["2026-11-28"],"@odata.count":-1}"#, Some(1)),
        (r#"{"value":null,"x":{}}"#, None),
    ] {
        let server = Server::start([Response::json(200, body)]).await;
        let value = client(&server).send(&GetDates).await.expect("a value").into_inner();
        assert_eq!(value.map(|dates| dates.len()), expected, "{body}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error_that_says_where() {
    let [first, _] = THINGS;
    let server =
        Server::start([Response::json(200, format!(r#"{{"value":[{first},{}]}}"#, first.replace("-PT", "-XT")))]).await;
    let error = client(&server).send(&ListThings).await.expect_err("no duration").to_string();
    assert!(error.contains("expected a duration, such as `P1DT2H` at value[1].wait"), "{error}");
    assert!(!error.contains("22.1587532"), "{error}");
}
