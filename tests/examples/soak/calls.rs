//! The calls of the soak.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};

use futures_util::stream;
use graph_runtime::{
    Bytes, Error, GraphClient, Page,
    auth::{AccessToken, TokenError},
    graph_action, graph_type,
    metadata::Method,
    retry::{RetryBudget, RetryPolicy},
    upload::UploadBody,
};
use serde_json::{Value, json};

use crate::service::TOKEN;

/// The time-out of the calls. A response that stalls takes this long.
const TIMEOUT: Duration = Duration::from_millis(100);

/// The most pages that are read of a collection, whose pages may never end.
const MAX_PAGES: usize = 20;

#[graph_type]
struct Thing {
    id: Option<String>,
}

#[graph_action(GET, "/things/<id>", perms = none, returns = Thing)]
struct GetThing {
    id: u32,
}

#[graph_action(POST, "/things", perms = none, returns = Thing)]
struct CreateThing {
    name: u64,
    #[graph(secret)]
    password: &'static str,
}

#[graph_action(PATCH, "/things/<id>", perms = none, returns = Option<Thing>)]
struct UpdateThing {
    id: u32,
    name: &'static str,
}

#[graph_action(GET, "/groups/<id>/members", perms = none, returns = Page<String>)]
struct ListMembers {
    id: u32,
}

#[graph_action(GET, "/drives/<id>/content", perms = none, returns = Bytes, redirects = true)]
struct Download {
    id: u32,
}

#[graph_action(PUT, "/drives/<id>/content", perms = none)]
struct Upload {
    id: u32,
    #[graph(raw_body = "application/octet-stream")]
    content: UploadBody,
}

/// Returns a token that is valid for a second, at times late, and at times not at all.
async fn token() -> Result<AccessToken, TokenError> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    // Three failures in a row are rare, because the client then asks only after a pause.
    match fastrand::u8(..50) {
        0 => return Err(TokenError::new("the provider fails")),
        1 => tokio::time::sleep(TIMEOUT * 2).await,
        2..12 => tokio::time::sleep(Duration::from_millis(5)).await,
        _ => {}
    }
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let expires = SystemTime::now() + Duration::from_secs(1);
    Ok(AccessToken::new(format!("{TOKEN}{number}")).with_expiry(expires))
}

/// Two clients: with the default retry budget, which such a service soon uses up, and with one that does not end.
pub(crate) fn clients(url: &str) -> Result<[GraphClient; 2], Error> {
    let build = |budget| {
        let policy = RetryPolicy::new().base_delay(Duration::from_millis(1)).max_total_time(Duration::from_secs(2));
        let client = GraphClient::builder().base_url(url).token_fn(|_| token()).timeout(TIMEOUT);
        client.retry(policy.budget(budget)).build()
    };
    Ok([build(RetryBudget::new())?, build(RetryBudget::unlimited())?])
}

/// Returns a thing that no other call creates.
fn new_thing() -> CreateThing {
    static NAME: AtomicU64 = AtomicU64::new(0);
    CreateThing { name: NAME.fetch_add(1, Ordering::Relaxed), password: "soak-password" }
}

/// Makes one of the calls.
pub(crate) async fn call(client: &GraphClient) -> Result<(), Error> {
    let id = fastrand::u32(..100);
    match fastrand::u8(..12) {
        0 | 1 => client.send(&GetThing { id }).await.map(drop),
        2 | 3 => client.send(&new_thing()).await.map(drop),
        4 => client.send(&UpdateThing { id, name: "x" }).await.map(drop),
        5 | 6 => batch(client, id).await,
        7 => pages(client, id).await,
        8 => client.send(&Download { id }).await.map(drop),
        9 => {
            let mut body = client.call(&Download { id }).stream().await?;
            while body.chunk().await?.is_some() {}
            Ok(())
        }
        10 => {
            let chunks = || stream::iter(["a", "b", "c"].map(Ok::<_, std::convert::Infallible>));
            let content = UploadBody::repeatable(chunks);
            client.send(&Upload { id, content }).await
        }
        _ => {
            let request = client.request(Method::Post, "/things").json(&json!({"name": new_thing().name}));
            request.send_json::<Value>().await.map(drop)
        }
    }
}

async fn batch(client: &GraphClient, id: u32) -> Result<(), Error> {
    let mut batch = client.batch();
    let read = [batch.add(&GetThing { id }), batch.add(&GetThing { id })];
    let created = batch.add(&new_thing());
    let after = batch.item(&new_thing()).depends_on(&created).add();
    let mut responses = batch.send().await?;
    let read = read.map(|item| responses.take(item));
    let created = [responses.take(created), responses.take(after)];
    read.into_iter().chain(created).try_for_each(|outcome| outcome.map(drop))
}

async fn pages(client: &GraphClient, id: u32) -> Result<(), Error> {
    let list = ListMembers { id };
    let mut pages = client.call(&list).pages().max_pages(MAX_PAGES);
    while let Some(page) = pages.next().await {
        page?;
    }
    Ok(())
}
