//! `graph-runtime/docs/traces.md` lists the span and the events of a call, with their levels and fields.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    fs,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use graph_runtime::{
    Error, GraphClient,
    auth::{AccessToken, TokenError},
    graph_action,
    limits::Limits,
    retry::{RetryBudget, RetryPolicy},
    testing::TestClock,
    upload::UploadSession,
};
use graph_tests::{
    fixtures::{CREATE, GET, POKE, THING, TOKEN, builder, quick},
    server::{Response, Server},
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

/// Level, message and fields of an event. Fields without a value are not among them.
type Seen = (String, String, BTreeSet<String>);

#[derive(Default)]
struct Kept {
    events: BTreeSet<Seen>,
    span_fields: BTreeSet<String>,
    other_spans: BTreeSet<String>,
}

/// Keeps what this crate traces.
#[derive(Clone, Default)]
struct Traces(Arc<Mutex<Kept>>);

struct Fields(BTreeMap<String, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl Subscriber for Traces {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("graph_runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut kept = self.0.lock().expect("no panic");
        let metadata = span.metadata();
        let shown = format!("{} {} {}", metadata.level(), metadata.target(), metadata.name());
        kept.other_spans.insert(shown);
        kept.span_fields.extend(metadata.fields().iter().map(|field| field.name().to_owned()));
        Id::from_u64(1)
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(BTreeMap::new());
        event.record(&mut fields);
        let message = fields.0.remove("message").expect("a message");
        assert_eq!(event.metadata().target(), "graph_runtime", "{message}");
        let names = event.metadata().fields().iter().map(|field| field.name().to_owned());
        let names = names.filter(|name| name != "message").collect();
        self.0.lock().expect("no panic").events.insert((event.metadata().level().to_string(), message, names));
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// The cells of the table under a heading of the page, without the heads of its columns.
fn table(heading: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../graph-runtime/docs/traces.md");
    let page = fs::read_to_string(path).expect("the page");
    let (_, section) = page.split_once(&format!("# {heading}\n")).expect("the heading");
    let section = section.split("\n# ").next().expect("a section");
    let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// The words in backticks.
fn names(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[graph_action(POST, "/drives/<drive>/createUploadSession", perms = "Files.ReadWrite.All", returns = UploadSession)]
struct OpenSession {
    drive: &'static str,
}

/// A client whose token expires in an hour, and whose provider fails once it has one.
fn with_one_token(server: &Server, clock: &TestClock) -> GraphClient {
    let requests = AtomicUsize::new(0);
    let provider = move |_| {
        let is_first = requests.fetch_add(1, Ordering::Relaxed) == 0;
        async move {
            if !is_first {
                return Err(TokenError::new("the sign-in service is not reachable"));
            }
            Ok(AccessToken::new(TOKEN).with_expiry(SystemTime::now() + Duration::from_hours(1)))
        }
    };
    builder(server).token_fn(provider).clock(clock.clone()).build().expect("a client")
}

/// Makes calls that trace everything that there is.
async fn everything() -> Result<(), Error> {
    let server = Server::start([
        Response::empty(429).header("Retry-After", "0"),
        Response::empty(503),
        Response::json(200, THING),
        Response::json(404, r#"{"error": {"code": "NotFound"}}"#),
    ])
    .await;
    let graph = builder(&server).build()?;
    graph.send(&GET).await?;
    graph.send(&CREATE).await.expect_err("404");

    let throttled = r#"{"responses": [{"id": "1", "status": 429}, {"id": "2", "status": 204}]}"#;
    let failed = r#"{"responses": [{"id": "1", "status": 503}]}"#;
    let rejected =
        r#"{"responses": [{"id": "1", "status": 401, "headers": {"WWW-Authenticate": "Bearer claims=\"e30=\""}}]}"#;
    let missing = r#"{"responses": [{"id": "1", "status": 404}]}"#;
    let server = Server::start([throttled, failed, rejected, missing].map(|body| Response::json(200, body))).await;
    let graph = with_fresh_tokens(&server);
    let mut batch = graph.batch();
    let _ = batch.add(&GET);
    let _ = batch.add(&POKE);
    let _ = batch.send().await?;

    let challenge = Response::empty(401).header("WWW-Authenticate", "Bearer claims=\"e30=\"");
    let server = Server::start([challenge, Response::json(200, THING)]).await;
    with_fresh_tokens(&server).send(&GET).await?;

    let server = Server::start([Response::empty(503)]).await;
    let policy = quick().budget(RetryBudget::new().capacity(0));
    builder(&server).retry(policy).build()?.send(&GET).await.expect_err("503");

    let server = Server::start([Response::json(200, THING), Response::json(200, THING)]).await;
    let clock = TestClock::new();
    let graph = with_one_token(&server, &clock);
    graph.send(&GET).await?;
    clock.advance(Duration::from_mins(58));
    graph.send(&GET).await?;

    let server = Server::start([Response::empty(204), Response::empty(204)]).await;
    let graph = builder(&server).limits(Limits::new().writes(1, Duration::from_secs(20))).build()?;
    graph.send(&POKE).await?;
    graph.send(&POKE).await?;

    let uploads = Server::start([Response::empty(404), Response::json(201, "{}")]).await;
    let session = format!(r#"{{"uploadUrl": "{}/1", "nextExpectedRanges": ["0-"]}}"#, uploads.url());
    let server = Server::start_with(move |_| Response::json(200, session.clone())).await;
    let graph = builder(&server).retry(RetryPolicy::none()).build()?;
    graph.upload(&OpenSession { drive: "d" }, "content").send::<()>().await.expect("uploaded");
    Ok(())
}

/// A client that gets another token each time.
fn with_fresh_tokens(server: &Server) -> GraphClient {
    let number = AtomicUsize::new(0);
    let provider = move |_| {
        let number = number.fetch_add(1, Ordering::Relaxed);
        async move { Ok::<_, TokenError>(AccessToken::new(format!("{TOKEN}{number}"))) }
    };
    builder(server).token_fn(provider).build().expect("a client")
}

#[tokio::test]
async fn the_page_lists_each_event_and_the_span_with_its_fields() {
    let traces = Traces::default();
    {
        let _guard = tracing::subscriber::set_default(traces.clone());
        everything().await.expect("no other error");
    }
    let kept = traces.0.lock().expect("no panic");
    assert_eq!(kept.other_spans, BTreeSet::from(["INFO graph_runtime graph_call".to_owned()]));
    let documented: BTreeSet<String> = table("The span").iter().flat_map(|row| names(&row[0])).collect();
    assert_eq!(kept.span_fields, documented);
    let documented: BTreeSet<Seen> =
        table("The events").iter().map(|row| (row[0].clone(), row[1].clone(), names(&row[2]))).collect();
    assert_eq!(kept.events, documented);
}
