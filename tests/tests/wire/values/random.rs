//! Random values in every position, the same ones in each run.

use fastrand::Rng;
use graph_tests::server::{Request, Response, Server};
use http::{HeaderName, HeaderValue};

use super::{client, positions::Position};

/// Characters that mean something somewhere on the way; drawn more often than others.
const SPECIAL: &[char] = &[
    '\'', '/', '\\', '%', '?', '#', '&', '=', '+', ';', ':', '@', '$', '(', ')', ',', '.', '"', '<', '>', '{', '}',
    '*', ' ', '\t', '\r', '\n', '\0', '2', 'F', 'e', 'a', 'é', '\u{308}', '\u{200d}', '😀',
];

fn random_value(random: &mut Rng) -> String {
    let length = random.usize(..12);
    let one = |random: &mut Rng| match random.u8(..8) {
        0 => random.char(..),
        1 => random.alphanumeric(),
        _ => *random.choice(SPECIAL).expect("there are some"),
    };
    (0..length).map(|_| one(random)).collect()
}

#[tokio::test]
async fn a_random_value_that_can_be_sent_arrives_unchanged() {
    let random = &mut Rng::with_seed(7);
    for position in Position::ALL {
        let values: Vec<_> = (0..100).map(|_| random_value(random)).filter(|value| position.takes(value)).collect();
        let server = Server::start(vec![Response::empty(204); values.len()]).await;
        let client = client(&server);
        for value in &values {
            position.send(&client, value).await.unwrap_or_else(|error| panic!("{position:?} {value:?}: {error}"));
        }
        for (value, request) in values.iter().zip(server.requests()) {
            let given = if position == Position::Header { value.trim_matches([' ', '\t']) } else { value };
            assert_eq!(position.find(&request), given, "{position:?}: {}", request.target);
        }
    }
}

#[tokio::test]
async fn a_value_is_rejected_exactly_if_it_cannot_be_sent() {
    let server = Server::start([]).await;
    let client = client(&server);
    let random = &mut Rng::with_seed(11);
    for position in Position::ALL {
        for _ in 0..2_000 {
            let value = random_value(random);
            match position.prepare(&client, &value) {
                Ok(request) => {
                    assert!(position.takes(&value), "{position:?} {value:?} was not to be sent");
                    assert_eq!(position.find(&as_received(&request)), value, "{position:?}");
                }
                Err(error) => assert!(!position.takes(&value), "{position:?} {value:?}: {error}"),
            }
        }
    }
    assert_eq!(server.connections(), 0);
}

/// The request as a server would receive it.
fn as_received(request: &reqwest::Request) -> Request {
    let url = request.url();
    let text = |(name, value): (&HeaderName, &HeaderValue)| {
        (name.to_string(), value.to_str().expect("a header of visible characters").to_owned())
    };
    Request {
        method: request.method().to_string(),
        target: url[url::Position::BeforePath..].to_owned(),
        headers: request.headers().iter().map(text).collect(),
        body: request.body().and_then(|body| body.as_bytes()).unwrap_or_default().to_vec(),
        chunks: Vec::new(),
        raw: Vec::new(),
    }
}
