//! A sign-in service on loopback.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::json;

/// What the service responds with.
#[derive(Clone)]
pub(super) struct Reply {
    status: &'static str,
    body: String,
}

impl Reply {
    /// An access token.
    pub(super) fn token(token: &str) -> Self {
        // As a number and as the time: each kind of endpoint has its own.
        let body = json!({
            "token_type": "Bearer", "access_token": token, "expires_in": 3599, "expires_on": "4102444800", "resource": "x"
        });
        Self { status: "200 OK", body: body.to_string() }
    }

    /// An access token and a refresh token.
    pub(super) fn tokens(token: &str, refresh_token: &str) -> Self {
        let body = json!({
            "token_type": "Bearer", "access_token": token, "expires_in": 3599, "refresh_token": refresh_token
        });
        Self { status: "200 OK", body: body.to_string() }
    }

    /// A device code, for which the service wants to be requested again without delay.
    pub(super) fn device_code(expires_in: u64) -> Self {
        let body = json!({
            "device_code": "device-code-1", "user_code": "ABCD-EFGH", "verification_uri": "https://microsoft.com/devicelogin",
            "expires_in": expires_in, "interval": 0, "message": "To sign in"
        });
        Self { status: "200 OK", body: body.to_string() }
    }

    /// An error of OAuth 2.0.
    pub(super) fn error(code: &str, description: &str) -> Self {
        let body = json!({"error": code, "error_description": description, "error_codes": [7_000_215]});
        Self { status: "400 Bad Request", body: body.to_string() }
    }

    /// Something else.
    pub(super) fn other(status: &'static str, body: &str) -> Self {
        Self { status, body: body.to_owned() }
    }
}

/// The service, and what it was sent.
pub(super) struct Authority {
    pub(super) url: String,
    received: Arc<Mutex<Vec<String>>>,
}

impl Authority {
    pub(super) fn start(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let received = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&received);
        thread::spawn(move || {
            let mut number = 0;
            while let Ok((connection, _)) = listener.accept() {
                let Some(request) = read(&connection) else { continue };
                log.lock().expect("no panic").push(request);
                let Reply { status, body } = &replies[number.min(replies.len() - 1)];
                number += 1;
                let head = "content-type: application/json\r\nconnection: close";
                let length = body.len();
                let _ = write!(&connection, "HTTP/1.1 {status}\r\n{head}\r\ncontent-length: {length}\r\n\r\n{body}");
            }
        });
        Self { url, received }
    }

    /// The requests: the first line, the headers and the body of each.
    pub(super) fn received(&self) -> Vec<String> {
        self.received.lock().expect("no panic").clone()
    }

    /// The only request.
    #[track_caller]
    pub(super) fn one(&self) -> String {
        let received = self.received();
        assert_eq!(received.len(), 1, "{received:?}");
        received[0].clone()
    }
}

fn read(connection: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(connection);
    let (mut request, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        request.push_str(&line);
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(request + &String::from_utf8_lossy(&body))
}
