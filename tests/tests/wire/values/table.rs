//! Every value in every position.

use graph_tests::server::{Response, Server};

use super::{client, positions::Position};

/// Values that something on the way could take for something else.
const VALUES: &[&str] = &[
    "plain",
    "O'Brien",
    "'",
    "''",
    "')/delete(x='",
    "a/b",
    "a\\b",
    "100%",
    "%2F",
    "%2e%2e",
    "%",
    "%%",
    "%zz",
    "ünïcode",
    "u\u{308}",
    "日本語",
    "😀",
    "👩‍👩‍👧‍👦",
    "\u{feff}mark",
    "\u{202e}right to left",
    "a b+c&d=e",
    "?",
    "a?b=c",
    "#",
    "a#b",
    ";",
    "a;b=c",
    ":",
    "a:b",
    "@x",
    "$count",
    "a$count",
    "$RECYCLE.BIN",
    "%24count",
    "root:",
    "delta()",
    "getByIds",
    "','",
    "a','b",
    "..a",
    "a..",
    "...",
    ".a",
    "~",
    "\"double\"",
    "`back`",
    "<tag>",
    "{id}",
    "[0]",
    "a|b^c",
    "(a,b)=c!*",
    "*/*",
    "null",
    "-7",
    "\t",
    "a\nb",
    "a\r\nX-Admin: 1",
    "nul\0byte",
    "\u{1}\u{1b}\u{7f}\u{80}",
    "\u{2028}",
    "\u{10ffff}",
    "c2VjcmV0/w==",
    "W/\"1\"",
    "https://graph.microsoft.com/v1.0/users/1?a=b&c=d#e",
];

/// The table above, and long values.
fn values() -> Vec<String> {
    let mut values: Vec<_> = VALUES.iter().map(|value| (*value).to_owned()).collect();
    values.extend(["a".repeat(2_000), "'".repeat(2_000), "😀".repeat(2_000), "a/b".repeat(700)]);
    values
}

#[tokio::test]
async fn every_value_arrives_unchanged_in_every_position() {
    for position in Position::ALL {
        let values: Vec<_> = values().into_iter().filter(|value| position.takes(value)).collect();
        let server = Server::start(vec![Response::empty(204); values.len()]).await;
        let client = client(&server);
        for value in &values {
            position.send(&client, value).await.unwrap_or_else(|error| panic!("{position:?} {value:?}: {error}"));
        }
        let requests = server.requests();
        assert_eq!(requests.len(), values.len(), "{position:?}");
        for (value, request) in values.iter().zip(&requests) {
            // HTTP has no spaces around the value of a header.
            let given = if position == Position::Header { value.trim_matches([' ', '\t']) } else { value };
            assert!(position.find(request) == given, "{position:?}: {value:?} arrived as {}", request.target);
        }
    }
}

#[test]
fn the_table_has_enough_for_every_position() {
    for position in Position::ALL {
        let taken = values().iter().filter(|value| position.takes(value)).count();
        let least = if matches!(position, Position::Bare | Position::BareList) { 8 } else { 40 };
        assert!(taken >= least, "{position:?} takes {taken} values");
    }
}
