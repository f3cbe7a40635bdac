use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::Mutex,
};

use super::*;

/// Starts a server that responds with the path of the request, and does what some paths ask for.
fn start() -> Server {
    Listener::bind().expect("a free port").start(8, Arc::new(|request| Box::pin(handle(request)))).expect("a thread")
}

async fn handle(request: Request<Bytes>) -> Option<Response<Bytes>> {
    match request.uri().path() {
        "/close" => return None,
        "/panic" => panic!("cannot handle {}", request.uri()),
        "/slow" => sleep(Duration::from_millis(50)).await,
        "/long" => sleep(PATIENCE + PATIENCE / 2).await,
        _ => {}
    }
    Some(Response::new(request.uri().path().to_owned().into()))
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.url().trim_start_matches("http://")).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a time-out");
    stream
}

fn send(stream: &mut TcpStream, target: &str, body: &str) {
    let length = body.len();
    let request = format!("POST {target} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).expect("sent");
}

/// Reads a response: its status and its body.
fn receive(stream: &mut TcpStream) -> (String, String) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("a whole head");
        head.extend(byte);
    }
    let head = String::from_utf8(head).expect("text");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
    let mut body = vec![0; length.parse().expect("a number")];
    stream.read_exact(&mut body).expect("a whole body");
    let status = head.strip_prefix("HTTP/1.1 ").expect("HTTP/1.1")[..3].to_owned();
    (status, String::from_utf8(body).expect("text"))
}

fn exchange(stream: &mut TcpStream, target: &str, body: &str) -> (String, String) {
    send(stream, target, body);
    receive(stream)
}

/// Whether the other end closes the connection without another byte.
fn is_closed(stream: &mut TcpStream) -> bool {
    matches!(stream.read(&mut [0]), Ok(0))
}

#[test]
fn a_connection_is_kept_open() {
    let server = start();
    let mut stream = connect(&server);
    for target in ["/a", "/b", "/c"] {
        assert_eq!(exchange(&mut stream, target, "body"), ("200".into(), target.into()));
    }
}

#[test]
fn a_handler_can_close_the_connection() {
    let server = start();
    let mut stream = connect(&server);
    exchange(&mut stream, "/a", "");
    send(&mut stream, "/close", "body");
    assert!(is_closed(&mut stream));
}

#[test]
fn a_handler_that_panics_does_not_take_the_connection_with_it() {
    let server = start();
    let mut stream = connect(&server);
    let (status, body) = exchange(&mut stream, "/panic", "");
    assert_eq!((status.as_str(), body.as_str()), ("500", "the handler panicked: cannot handle /panic"));
    assert_eq!(exchange(&mut stream, "/a", ""), ("200".into(), "/a".into()));
}

#[test]
fn a_body_beyond_the_limit_does_not_reach_the_handler() {
    let server = start();
    assert_eq!(exchange(&mut connect(&server), "/a", "12345678").0, "200");
    let (status, body) = exchange(&mut connect(&server), "/panic", "123456789");
    assert_eq!((status.as_str(), body.as_str()), ("413", "the request body exceeds 8 bytes"));
}

#[test]
fn a_request_that_breaks_off_does_not_reach_the_handler() {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let noted = Arc::clone(&seen);
    let server = Listener::bind().expect("a free port").serve(move |request| {
        noted.lock().expect("no panic").push(request.uri().to_string());
        async { Some(Response::default()) }
    });
    let server = server.expect("a thread");
    let mut stream = connect(&server);
    stream.write_all(b"POST /half HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n12").expect("sent");
    stream.shutdown(std::net::Shutdown::Write).expect("shut down");
    assert!(is_closed(&mut stream));
    exchange(&mut connect(&server), "/whole", "1234");
    assert_eq!(*seen.lock().expect("no panic"), ["/whole"]);
}

#[tokio::test]
async fn a_server_that_stops_completes_what_it_has_begun() {
    let server = start();
    let (mut unused, mut idle, mut busy) = (connect(&server), connect(&server), connect(&server));
    exchange(&mut idle, "/a", "");
    exchange(&mut busy, "/a", "");
    send(&mut busy, "/slow", "");
    // When this request, which is sent later, has its response, the other one is in progress.
    exchange(&mut idle, "/a", "");
    let address = server.url().trim_start_matches("http://").to_owned();
    server.stop().await;
    assert!(is_closed(&mut unused) && is_closed(&mut idle));
    assert_eq!(receive(&mut busy), ("200".into(), "/slow".into()));
    assert!(is_closed(&mut busy));
    assert!(TcpStream::connect(address).is_err());
}

#[tokio::test]
async fn half_a_request_does_not_keep_a_server_from_stopping() {
    let server = start();
    let (mut head, mut body, mut busy) = (connect(&server), connect(&server), connect(&server));
    head.write_all(b"POST /half HTTP/1.1\r\nHost: ").expect("sent");
    body.write_all(b"POST /half HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n12").expect("sent");
    exchange(&mut busy, "/a", "");
    send(&mut busy, "/long", "");
    exchange(&mut connect(&server), "/a", "");
    timeout(Duration::from_secs(20), server.stop()).await.expect("it stops");
    assert!(is_closed(&mut head) && is_closed(&mut body));
    assert_eq!(receive(&mut busy), ("200".into(), "/long".into()), "what is in progress is completed, however long");
}

#[test]
fn a_server_that_is_dropped_stops() {
    let server = start();
    let mut stream = connect(&server);
    exchange(&mut stream, "/a", "");
    drop(server);
    assert!(is_closed(&mut stream));
}
