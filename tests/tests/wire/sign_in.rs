//! Where the client's tokens come from, how long it keeps them, and what it does when the service rejects one.

use std::{
    error::Error as _,
    future::poll_fn,
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use graph_runtime::{
    ApiError, Bytes, Error, GraphClient, Page,
    auth::{AccessToken, TokenError, TokenRequest},
    client::GraphClientBuilder,
    graph_action,
    retry::RetryPolicy,
};
use graph_tests::{
    extent::extent,
    fixtures::{CREATE, GET, THING, TOKEN, builder, quick},
    server::{Gate, Request, Response, Server},
    time::until,
};
use tokio::sync::Notify;

/// What a provider was asked for, each time.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<Vec<TokenRequest>>>);

impl Asked {
    /// Notes a request, and gives its number, from 1.
    fn note(&self, request: TokenRequest) -> usize {
        let mut asked = self.0.lock().expect("no panic");
        asked.push(request);
        asked.len()
    }

    fn count(&self) -> usize {
        self.0.lock().expect("no panic").len()
    }

    fn claims(&self) -> Vec<Option<String>> {
        self.0.lock().expect("no panic").iter().map(|request| request.claims.clone()).collect()
    }
}

/// A client whose tokens are numbered, and live for an hour.
fn numbered(server: &Server) -> (GraphClientBuilder, Asked) {
    let asked = Asked::default();
    let noted = asked.clone();
    let builder = builder(server).token_fn(move |request| {
        let number = noted.note(request);
        async move { Ok(token(number, Duration::from_hours(1))) }
    });
    (builder, asked)
}

fn token(number: usize, life: Duration) -> AccessToken {
    AccessToken::new(format!("{TOKEN}-{number}")).with_expiry(SystemTime::now() + life)
}

/// The numbers of the tokens that were sent.
fn sent(requests: &[Request]) -> Vec<usize> {
    let number = |request: &Request| {
        let value = request.header("authorization")?.strip_prefix(&format!("Bearer {TOKEN}-"))?;
        value.parse().ok()
    };
    requests.iter().map(|request| number(request).unwrap_or_else(|| panic!("{request:?}"))).collect()
}

fn api_error(error: Error) -> Box<ApiError> {
    match error {
        Error::Api(error) => error,
        other => panic!("{other:?}"),
    }
}

/// Whether nothing that an error shows holds a token.
#[track_caller]
fn assert_hidden(error: &Error) {
    let causes: Vec<_> = std::iter::successors(error.source(), |&cause| cause.source()).collect();
    let causes = format!("{causes:?}") + &causes.iter().map(ToString::to_string).collect::<String>();
    let shown = format!("{error} {error:?} {error:#?} {causes}");
    assert!(!shown.contains(TOKEN), "{shown}");
    assert!(!error.to_string().contains('\n'), "{error}");
}

#[tokio::test]
async fn a_token_is_requested_once_and_cached() {
    let server = Server::start(vec![Response::json(200, THING); 3]).await;
    let (builder, asked) = numbered(&server);
    let client = builder.build().expect("a client");
    assert_eq!(asked.count(), 0, "no token is needed yet");
    for client in [&client, &client, &client.clone()] {
        client.send(&GET).await.expect("a thing");
    }
    assert_eq!((sent(&server.requests()), asked.count()), (vec![1, 1, 1], 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_calls_wait_for_one_token() {
    let count = extent("calls wait for one token", 100, 500);
    let server = Server::start(vec![Response::json(200, THING); 500]).await;
    let (asked, gate) = (Asked::default(), Arc::new(Notify::new()));
    let (noted, opened) = (asked.clone(), Arc::clone(&gate));
    let client = builder(&server).token_fn(move |request| {
        let number = noted.note(request);
        let opened = Arc::clone(&opened);
        async move {
            opened.notified().await;
            Ok(token(number, Duration::from_hours(1)))
        }
    });
    let client = client.build().expect("a client");
    let waiting = Arc::new(AtomicUsize::new(0));
    let call = || {
        let (call, waiting) = (client.send(&GET), Arc::clone(&waiting));
        tokio::spawn(async move {
            let (mut call, mut is_first) = (pin!(call), true);
            poll_fn(|context| {
                let polled = call.as_mut().poll(context);
                waiting.fetch_add(usize::from(std::mem::take(&mut is_first)), Ordering::SeqCst);
                polled
            })
            .await
        })
    };
    let calls: Vec<_> = (0..count).map(|_| call()).collect();
    until("every call has begun", || waiting.load(Ordering::SeqCst) == count).await;
    assert_eq!((server.connections(), asked.count()), (0, 1));
    gate.notify_one();
    for call in calls {
        call.await.expect("no panic").expect("a thing");
    }
    assert_eq!((server.requests().len(), asked.count()), (count, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_rejected_for_many_calls_is_replaced_once() {
    const CALLS: usize = 50;
    let gate = Gate::closed();
    let unauthorized = Response::empty(401).behind(&gate);
    let server = Server::start([Response::json(200, THING)].into_iter().chain(vec![unauthorized; CALLS])).await;
    let (builder, asked) = numbered(&server);
    let client = builder.build().expect("a client");
    client.send(&GET).await.expect("a thing");
    // The script ends, so that the retries get a 418, which no other request does.
    let calls: Vec<_> = (0..CALLS).map(|_| tokio::spawn(client.send(&GET))).collect();
    until("all are sent with the old token", || server.request_count() == 1 + CALLS).await;
    gate.open();
    for call in calls {
        let error = api_error(call.await.expect("no panic").expect_err("418 or 401"));
        assert!([401, 418].contains(&error.status().as_u16()), "{error}");
    }
    assert_eq!(asked.count(), 2);
}

#[tokio::test]
async fn a_token_that_expires_between_calls_is_replaced_before_it_is_sent() {
    let server = Server::start(vec![Response::json(200, THING); 3]).await;
    let asked = Asked::default();
    let noted = asked.clone();
    let client = builder(&server).token_fn(move |request| {
        let number = noted.note(request);
        // The first has expired when it is returned, as if it had been kept for long.
        let token = token(number, Duration::from_mins(2));
        async move { Ok(if number == 1 { token.with_expiry(SystemTime::UNIX_EPOCH) } else { token }) }
    });
    let client = client.build().expect("a client");
    for _ in 0..3 {
        client.send(&GET).await.expect("a thing");
    }
    assert_eq!((sent(&server.requests()), asked.count()), (vec![1, 2, 2], 2));
}

#[tokio::test]
async fn a_post_whose_token_is_rejected_is_retried_with_a_fresh_one() {
    let thing = || Response::json(201, THING);
    let server = Server::start([thing(), Response::empty(401), thing(), thing()]).await;
    let (builder, asked) = numbered(&server);
    // It is no retry in the sense of the policy.
    let client = builder.retry(RetryPolicy::none()).build().expect("a client");
    for _ in 0..3 {
        client.send(&CREATE).await.expect("a thing");
    }
    let requests = server.requests();
    assert_eq!((sent(&requests), asked.count()), (vec![1, 1, 2, 2], 2));
    let (rejected, retried) = (&requests[1], &requests[2]);
    assert_eq!((rejected.target.as_str(), &rejected.body), (retried.target.as_str(), &retried.body));
    assert_eq!(rejected.header("client-request-id"), retried.header("client-request-id"));
    assert_eq!(retried.header("retry-attempt"), None);
    assert_eq!(asked.claims(), [None, None]);
}

#[tokio::test]
async fn a_second_401_ends_the_call() {
    let server = Server::start([Response::json(200, THING), Response::empty(401), Response::empty(401)]).await;
    let (builder, asked) = numbered(&server);
    let client = builder.build().expect("a client");
    client.send(&GET).await.expect("a thing");
    let error = client.send(&GET).await.expect_err("401");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!((sent(&server.requests()), asked.count()), (vec![1, 1, 2], 2));
    assert_hidden(&error);
}

#[tokio::test]
async fn a_fresh_token_is_not_replaced_without_a_reason() {
    let server = Server::start([Response::empty(401), Response::json(200, THING)]).await;
    let (builder, asked) = numbered(&server);
    let error = builder.build().expect("a client").send(&GET).await.expect_err("401");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!((server.requests().len(), asked.count()), (1, 1));
}

#[tokio::test]
async fn a_token_is_replaced_at_most_once_per_call() {
    let script = [200, 401, 503, 401].map(|status| Response::json(status, THING));
    let server = Server::start(script).await;
    let (builder, asked) = numbered(&server);
    let client = builder.retry(quick()).build().expect("a client");
    client.send(&GET).await.expect("a thing");
    let error = client.send(&GET).await.expect_err("401");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    let requests = server.requests();
    assert_eq!((sent(&requests), asked.count()), (vec![1, 1, 2, 2], 2));
    let numbers: Vec<_> = requests.iter().map(|request| request.header("retry-attempt")).collect();
    assert_eq!(numbers, [None, None, None, Some("1")]);
}

/// `{"access_token":{"nbf":{"essential":true,"value":"1"}}}`
const CLAIMS: &str = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxIn19fQ==";

/// A claims challenge in the two forms that are seen: as documented, and as Graph sends it.
fn challenges() -> [Response; 2] {
    let unauthorized = |value: String| Response::empty(401).header("WWW-Authenticate", &value);
    let address = "https://login.microsoftonline.com/common/oauth2/authorize";
    [
        unauthorized(format!(
            r#"Bearer realm="", authorization_uri="{address}", error="insufficient_claims", claims="{CLAIMS}""#
        )),
        unauthorized(format!(
            r#"Bearer realm="", authorization_uri={address}, client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims", claims="{CLAIMS}", errorDescription="Continuous access evaluation resulted in claims challenge, with result: InteractionRequired""#
        )),
    ]
}

#[tokio::test]
async fn a_claims_challenge_is_met_with_a_token_that_has_the_claims() {
    for challenge in challenges() {
        let server = Server::start([challenge, Response::json(201, THING), Response::json(200, THING)]).await;
        let (builder, asked) = numbered(&server);
        let client = builder.retry(RetryPolicy::none()).build().expect("a client");
        client.send(&CREATE).await.expect("a thing");
        client.send(&GET).await.expect("a thing");
        let json = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#.to_owned();
        assert_eq!(asked.claims(), [None, Some(json)]);
        assert_eq!(sent(&server.requests()), [1, 2, 2], "and the token is kept");
    }
}

#[tokio::test]
async fn a_second_challenge_ends_the_call() {
    let [first, second] = challenges();
    let server = Server::start([first, second, Response::json(200, THING)]).await;
    let (builder, asked) = numbered(&server);
    let error = builder.build().expect("a client").send(&GET).await.expect_err("401");
    assert!(api_error(error).headers().contains_key("www-authenticate"), "the caller can read it");
    assert_eq!((server.requests().len(), asked.count()), (2, 2));
}

#[tokio::test]
async fn a_static_token_is_not_sent_twice() {
    for challenge in [Response::empty(401), challenges()[0].clone()] {
        let script = [Response::json(200, THING), challenge, Response::json(200, THING)];
        let server = Server::start(script).await;
        let client = builder(&server).build().expect("a client");
        client.send(&GET).await.expect("a thing");
        let error = client.send(&GET).await.expect_err("401");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        assert_eq!(server.requests().len(), 2);
        client.send(&GET).await.expect("the service has changed its mind");
    }
}

#[tokio::test]
async fn without_a_fresh_token_the_error_says_why() {
    let server = Server::start([challenges()[0].clone(), Response::json(200, THING)]).await;
    let client = builder(&server).token_fn(|request| async move {
        match request.claims {
            None => Ok(AccessToken::new(format!("{TOKEN}-1"))),
            Some(_) => {
                Err(TokenError::new("sign in again with a second factor\nsecond line").with_source("AADSTS50076"))
            }
        }
    });
    let error = client.build().expect("a client").send(&GET).await.expect_err("401");
    assert_eq!(
        error.to_string(),
        "GetThing: 401 Unauthorized; no fresh token: sign in again with a second factor second line"
    );
    assert_hidden(&error);
    let causes: Vec<_> =
        std::iter::successors(error.source(), |&cause| cause.source()).map(ToString::to_string).collect();
    assert_eq!(causes, ["no access token: sign in again with a second factor second line", "AADSTS50076"]);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_provider_that_fails_or_panics_is_an_error_and_the_next_call_asks_again() {
    for panics in [false, true] {
        let server = Server::start([Response::json(200, THING)]).await;
        let asked = Asked::default();
        let noted = asked.clone();
        let client = builder(&server).token_fn(move |request| {
            let number = noted.note(request);
            async move {
                match number {
                    3 => Ok(token(number, Duration::from_hours(1))),
                    _ if panics => panic!("{TOKEN}"),
                    _ => Err(TokenError::new("signed out")),
                }
            }
        });
        let client = client.build().expect("a client");
        for _ in 0..2 {
            let error = client.send(&GET).await.expect_err("no token");
            let expected = if panics { "the token provider panicked" } else { "signed out" };
            assert_eq!(error.to_string(), format!("no access token: {expected}"));
            assert!(matches!(error, Error::Token(_)) && !error.is_retryable());
            assert_hidden(&error);
        }
        assert_eq!((server.connections(), asked.count()), (0, 2), "it is not retried");
        client.send(&GET).await.expect("a thing");
    }
}

#[tokio::test]
async fn a_call_that_is_canceled_while_it_requests_a_token_leaves_no_other_waiting() {
    let server = Server::start(vec![Response::json(200, THING); 3]).await;
    let (asked, gate) = (Asked::default(), Arc::new(Notify::new()));
    let (noted, opened) = (asked.clone(), Arc::clone(&gate));
    let client = builder(&server).token_fn(move |request| {
        let number = noted.note(request);
        let opened = Arc::clone(&opened);
        async move {
            opened.notified().await;
            Ok(token(number, Duration::from_hours(1)))
        }
    });
    let client = client.build().expect("a client");
    let canceled = tokio::spawn(client.send(&GET));
    while asked.count() == 0 {
        tokio::task::yield_now().await;
    }
    let others = [tokio::spawn(client.send(&GET)), tokio::spawn(client.send(&GET))];
    tokio::select! {
        biased;
        response = client.send(&GET) => panic!("it waits as well: {response:?}"),
        () = tokio::task::yield_now() => {}
    }
    canceled.abort();
    gate.notify_one();
    for other in others {
        other.await.expect("no panic").expect("a thing");
    }
    client.send(&GET).await.expect("a thing");
    assert_eq!((sent(&server.requests()), asked.count()), (vec![1, 1, 1], 1), "the others go on with the request");
}

#[tokio::test]
async fn a_call_that_is_not_polled_while_it_requests_a_token_holds_up_no_other() {
    let server = Server::start(vec![Response::json(200, THING); 2]).await;
    let (asked, gate) = (Asked::default(), Arc::new(Notify::new()));
    let (noted, opened) = (asked.clone(), Arc::clone(&gate));
    let client = builder(&server).token_fn(move |request| {
        let number = noted.note(request);
        let opened = Arc::clone(&opened);
        async move {
            opened.notified().await;
            Ok(token(number, Duration::from_hours(1)))
        }
    });
    let client = client.build().expect("a client");
    let mut stopped = pin!(client.send(&GET));
    tokio::select! {
        biased;
        response = &mut stopped => panic!("there is no token: {response:?}"),
        () = tokio::task::yield_now() => {}
    }
    gate.notify_one();
    client.send(&GET).await.expect("a thing, although the other call is not polled");
    stopped.await.expect("a thing");
    assert_eq!((sent(&server.requests()), asked.count()), (vec![1, 1], 1));
}

#[tokio::test]
async fn a_call_that_is_canceled_after_a_401_leaves_no_other_waiting() {
    let server = Server::start([200, 401, 200].map(|status| Response::json(status, THING))).await;
    let (asked, gate) = (Asked::default(), Arc::new(Notify::new()));
    let (noted, opened) = (asked.clone(), Arc::clone(&gate));
    let client = builder(&server).token_fn(move |request| {
        let number = noted.note(request);
        let opened = Arc::clone(&opened);
        async move {
            if number == 2 {
                opened.notified().await;
            }
            Ok(token(number, Duration::from_hours(1)))
        }
    });
    let client = client.build().expect("a client");
    client.send(&GET).await.expect("a thing");
    let canceled = tokio::spawn(client.send(&GET));
    while asked.count() == 1 {
        tokio::task::yield_now().await;
    }
    canceled.abort();
    gate.notify_one();
    client.send(&GET).await.expect("a thing");
    assert_eq!((sent(&server.requests()), asked.count()), (vec![1, 1, 2], 2));
}

#[graph_action(GET, "/groups/<id>/members", returns = Page<String>, perms = "GroupMember.Read.All")]
struct ListMembers {
    id: String,
}

#[tokio::test]
async fn a_token_that_is_revoked_while_paging_is_replaced_and_paging_continues() {
    let address = graph_tests::server::unused_address().await;
    let next = |page: u32| format!(r#"{{"value": ["{page}"], "@odata.nextLink": "http://{address}/v1.0/p{page}"}}"#);
    let script = [
        Response::json(200, next(1)),
        Response::empty(401),
        Response::json(200, next(2)),
        Response::empty(401),
        Response::json(200, r#"{"value": ["3"]}"#),
    ];
    let server = Server::start_on(address, script).await;
    let (builder, asked) = numbered(&server);
    let client = builder.build().expect("a client");
    let mut items = ListMembers::builder().id("1").items(&client);
    let mut members = Vec::new();
    while let Some(member) = items.next().await {
        members.push(member.expect("a member"));
    }
    assert_eq!(members, ["1", "2", "3"]);
    assert_eq!((sent(&server.requests()), asked.count()), (vec![1, 1, 2, 2, 3], 3));
}

#[graph_action(GET, "/drives/<id>/content", returns = Bytes, perms = "Files.Read.All")]
struct Download {
    id: String,
}

#[tokio::test]
async fn a_streamed_response_gets_a_fresh_token_too() {
    let server = Server::start([challenges()[1].clone(), Response::body(200, "content")]).await;
    let (builder, asked) = numbered(&server);
    let client = builder.build().expect("a client");
    let mut body = client.call(&Download { id: "1".to_owned() }).stream().await.expect("a body");
    assert_eq!(body.chunk().await.expect("a chunk").as_deref(), Some(b"content".as_slice()));
    assert_eq!((sent(&server.requests()), asked.count()), (vec![1, 2], 2));
}

#[tokio::test]
async fn neither_builder_nor_client_shows_the_contents_of_a_closure() {
    let secret = TOKEN.to_owned();
    let builder = GraphClient::builder().token_fn(move |_| std::future::ready(Ok(AccessToken::new(secret.clone()))));
    assert!(format!("{builder:?}").contains("has_token: true"));
    let client = builder.build().expect("a client");
    assert!(!format!("{client:?} {client:#?}").contains(TOKEN));
}

/// An error response that repeats the token of the request in its body and its headers.
fn repeating(request: &Request) -> Response {
    let token = request.header("authorization").expect("a token");
    let error =
        format!(r#"{{"error": {{"code": "InvalidRequest", "message": "The header `{token}` is not valid."}}}}"#);
    let (status, body) = if request.target.ends_with("/$batch") {
        (200, format!(r#"{{"responses": [{{"id": "1", "status": 400, "body": {error}}}]}}"#))
    } else {
        (400, error)
    };
    Response::json(status, body).header("X-Debug", token)
}

#[tokio::test]
async fn a_token_that_the_service_repeats_is_not_shown() {
    let server = Server::start_with(repeating).await;
    let client = builder(&server).build().expect("a client");
    let mut batch = client.batch();
    let item = batch.add(&GET);
    let errors = [
        client.send(&GET).await.map(|_| ()),
        client.call(&Download { id: "1".to_owned() }).stream().await.map(|_| ()),
        batch.send().await.expect("responses").take(item).map(|_| ()),
    ];
    for error in errors.map(|outcome| outcome.expect_err("400")) {
        assert_hidden(&error);
        let error = api_error(error);
        assert_eq!(error.message(), Some("The header `Bearer [redacted]` is not valid."));
        assert!(!format!("{:?} {:?}", error.headers(), error.body()).contains(TOKEN), "{error:?}");
    }
}
