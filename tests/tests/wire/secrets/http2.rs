//! HTTP/2 over TLS, as Microsoft Graph speaks it: what h2, rustls and the others trace of it.

use std::sync::Arc;

use graph_runtime::{GraphClient, reqwest};
use graph_tests::capture;
use h2::server::SendResponse;
use http::{Request, Response};
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::{
    READABLE_TOKEN,
    shown::assert_debug_is_clean,
    vault::{open, read},
};

/// What the server found in the `Authorization` headers.
type Tokens = tokio::sync::mpsc::UnboundedReceiver<String>;

/// A server that opens every vault. Gives its address, its certificate, and the tokens that it is sent.
async fn serve() -> (String, reqwest::Certificate, Tokens) {
    let rcgen::CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der()).into();
    let mut tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("a version")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a certificate");
    tls.alpn_protocols = vec![b"h2".to_vec()];
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("https://localhost:{}", listener.local_addr().expect("an address").port());
    let (sender, tokens) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(tls));
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(stream) = acceptor.accept(stream).await else { continue };
            let mut connection = h2::server::handshake(stream).await.expect("HTTP/2");
            while let Some(Ok((mut request, respond))) = connection.accept().await {
                let token = request.headers()["authorization"].to_str().expect("text").to_owned();
                let sender = sender.clone();
                tokio::spawn(async move {
                    while let Some(Ok(chunk)) = request.body_mut().data().await {
                        let _ = request.body_mut().flow_control().release_capacity(chunk.len());
                    }
                    let _ = sender.send(token);
                    response(&request, respond);
                });
            }
        }
    });
    (url, reqwest::Certificate::from_der(cert.der()).expect("a certificate"), tokens)
}

fn response(request: &Request<h2::RecvStream>, mut respond: SendResponse<bytes::Bytes>) {
    let is_get = request.method() == http::Method::GET;
    let response =
        Response::builder().status(if is_get { 403 } else { 200 }).header("content-type", "application/json");
    let mut body = respond.send_response(response.body(()).expect("a response"), false).expect("sent");
    body.send_data(r#"{"content": "hunter2"}"#.into(), true).expect("sent");
}

#[tokio::test]
async fn nothing_of_http_2_shows_a_secret() {
    capture::install();
    let (url, certificate, mut tokens) = serve().await;
    // Made first, since it sets the process up for TLS.
    drop(GraphClient::builder().build().expect("a client"));
    let http = reqwest::Client::builder().no_proxy().tls_certs_only([certificate]).build().expect("a client");
    let client =
        GraphClient::builder().base_url(url).token(READABLE_TOKEN).http_client(http).build().expect("a client");
    for _ in 0..2 {
        assert_debug_is_clean(&client.send(&open()).await.expect("opened"));
        assert_debug_is_clean(&client.send(&read()).await.expect_err("403"));
    }
    for _ in 0..4 {
        assert_eq!(tokens.recv().await, Some(format!("Bearer {READABLE_TOKEN}")));
    }
    let lines = capture::lines();
    for target in ["h2::", "rustls::"] {
        assert!(lines.iter().any(|line| line.contains(target)), "nothing of {target}");
    }
}
