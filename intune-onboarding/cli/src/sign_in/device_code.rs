//! Signing in as a user, with a code that is entered in a browser on any device.

use std::{
    io::{self, Write},
    time::Duration,
};

use oauth2::{
    DeviceCodeErrorResponseType, RequestTokenError, Scope, StandardDeviceAuthorizationResponse, StandardErrorResponse,
};

use super::oauth::{Application, HttpError, Tokens, describe, scopes, send};
use crate::output::plain;

/// Shows a code, and waits until the user has entered it.
pub(crate) async fn request(application: &Application, for_scopes: &[String], keeps: bool) -> Result<Tokens, String> {
    request_with(application, for_scopes, keeps, tokio::time::sleep).await
}

async fn request_with<F: Future<Output = ()>>(
    application: &Application,
    for_scopes: &[String],
    keeps: bool,
    pause: impl Fn(Duration) -> F,
) -> Result<Tokens, String> {
    let client = application.client()?;
    let mut wanted = scopes(for_scopes);
    if keeps {
        wanted.push(Scope::new("offline_access".to_owned()));
    }
    let code: StandardDeviceAuthorizationResponse = client
        .exchange_device_code()
        .add_scopes(wanted)
        .request_async(&send)
        .await
        .map_err(|error| describe(&error))?;
    let (url, user_code) = (code.verification_uri().as_str(), code.user_code().secret());
    let _ = writeln!(io::stderr(), "To sign in, open {} and enter the code {}", plain(url), plain(user_code));
    // The library waits as long as the service says, longer after `slow_down`, and until the code has expired.
    let response = client.exchange_device_access_token(&code).request_async(&send, pause, None).await;
    Ok(Tokens::from(&response.map_err(|error| outcome(&error))?))
}

/// Describes why nobody has signed in.
fn outcome(error: &RequestTokenError<HttpError, StandardErrorResponse<DeviceCodeErrorResponseType>>) -> String {
    if let RequestTokenError::ServerResponse(response) = error {
        match response.error().to_string().as_str() {
            "expired_token" => return "the code has expired before it was entered: try again".to_owned(),
            "access_denied" | "authorization_declined" => return "the sign-in was declined in the browser".to_owned(),
            _ => {}
        }
    }
    describe(error)
}

#[cfg(test)]
mod tests {
    use std::{
        cell::RefCell,
        future::ready,
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    use super::{super::oauth::Authority, *};

    /// Responds on its connections in turn.
    fn authority(responses: &'static [(&str, &str)]) -> Authority {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        thread::spawn(move || {
            for (status, body) in responses {
                let Ok((mut connection, _)) = listener.accept() else { return };
                let _ = connection.read(&mut [0; 8192]);
                let length = body.len();
                let head = "content-type: application/json\r\nconnection: close";
                let _ = write!(connection, "HTTP/1.1 {status}\r\n{head}\r\ncontent-length: {length}\r\n\r\n{body}");
            }
        });
        Authority::parse(&url).expect("a URL")
    }

    #[tokio::test]
    async fn the_program_waits_as_long_as_the_service_says() {
        const PENDING: (&str, &str) = ("400 Bad Request", r#"{"error":"authorization_pending"}"#);
        let authority = authority(&[
            (
                "200 OK",
                r#"{"device_code":"d","user_code":"u","verification_uri":"https://a.example","expires_in":900,"interval":7}"#,
            ),
            PENDING,
            ("400 Bad Request", r#"{"error":"slow_down"}"#),
            PENDING,
            ("200 OK", r#"{"access_token":"eyJ0","token_type":"Bearer","expires_in":60}"#),
        ]);
        let application = Application::new(authority, "contoso".to_owned(), "1".to_owned());
        let pauses = RefCell::new(Vec::new());
        let pause = |duration: Duration| {
            pauses.borrow_mut().push(duration.as_secs());
            ready(())
        };
        let tokens = request_with(&application, &["scope".to_owned()], false, pause).await.expect("signed in");
        assert_eq!(tokens.access_token.secret().expose(), "eyJ0");
        assert_eq!(*pauses.borrow(), [7, 12, 12], "`slow_down` adds five seconds");
    }
}
