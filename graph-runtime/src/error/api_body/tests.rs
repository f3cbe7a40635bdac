//! The formats of error bodies.

use serde_json::json;

use super::*;

fn read_json(body: &Value) -> Parsed {
    parse(body.to_string().as_bytes(), &KnownSecrets::default())
}

fn code_and_message(body: &Value) -> (Option<String>, Option<String>) {
    let parsed = read_json(body);
    (parsed.code, parsed.message)
}

fn both(code: &str, message: &str) -> (Option<String>, Option<String>) {
    (Some(code.to_owned()), Some(message.to_owned()))
}

/// Intune's JSON, as it appears inside the message of a Graph error.
fn intune(message: &str) -> String {
    json!({
        "_version": 3,
        "Message": message,
        "CustomApiErrorPhrase": "",
        "RetryAfter": null,
        "ErrorSourceService": "",
        "HttpHeaders": "{}",
    })
    .to_string()
}

#[test]
fn the_format_of_graph_is_parsed_completely() {
    let parsed = read_json(&json!({"error": {
        "code": "BadRequest",
        "message": "Two things are wrong.",
        "target": "appleId",
        "details": [
            {"code": "missing", "message": "It is missing.", "target": "depToken"},
            {"code": "tooLong"},
            "no detail",
        ],
        "innerError": {
            "code": "invalidRange",
            "date": "2026-01-02T03:04:05",
            "request-id": "r-1",
            "client-request-id": "c-1",
            "innererror": {"code": "cursor", "innerError": {"code": "deepest"}},
        },
    }}));
    assert_eq!(parsed.code.as_deref(), Some("BadRequest"));
    assert_eq!(parsed.target.as_deref(), Some("appleId"));
    assert_eq!(parsed.details.len(), 2);
    assert_eq!(parsed.details[0].target.as_deref(), Some("depToken"));
    assert_eq!(parsed.details[1], ErrorDetail { code: Some("tooLong".into()), ..ErrorDetail::default() });
    let codes: Vec<_> = parsed.inner_errors.iter().filter_map(|error| error.code.as_deref()).collect();
    assert_eq!(codes, ["invalidRange", "cursor", "deepest"]);
    assert_eq!(parsed.inner_errors[0].request_id.as_deref(), Some("r-1"));
    assert_eq!(parsed.inner_errors[0].client_request_id.as_deref(), Some("c-1"));
    assert_eq!(parsed.inner_errors[0].date.as_deref(), Some("2026-01-02T03:04:05"));
}

#[test]
fn json_of_intune_in_the_message_is_parsed() {
    let body = json!({"error": {"code": "BadRequest", "message": intune("The token is too old.")}});
    assert_eq!(code_and_message(&body), both("BadRequest", "The token is too old."));
}

#[test]
fn json_of_intune_that_is_nested_twice_under_unknown_error_is_parsed() {
    let nested = json!({"ErrorCode": "Forbidden", "Message": intune("No license."), "Target": null}).to_string();
    let body = json!({"error": {"code": "UnknownError", "message": nested}});
    assert_eq!(code_and_message(&body), both("Forbidden", "No license."));
}

#[test]
fn an_error_of_intune_at_the_top_level_is_parsed() {
    let body = json!({"ErrorCode": "NotFound", "Message": intune("No such setting."), "Target": "id", "Details": null});
    assert_eq!(code_and_message(&body), both("NotFound", "No such setting."));
    assert_eq!(read_json(&body).target.as_deref(), Some("id"));
}

#[test]
fn the_error_phrase_of_intune_replaces_a_missing_code_and_message() {
    let message = json!({"_version": 3, "Message": "", "CustomApiErrorPhrase": "TokenExpired"}).to_string();
    let body = json!({"error": {"code": "", "message": message}});
    assert_eq!(code_and_message(&body), both("TokenExpired", "TokenExpired"));
}

#[test]
fn only_a_placeholder_code_is_replaced_by_the_code_in_the_message() {
    let nested = json!({"ErrorCode": "Inner", "Message": "m"}).to_string();
    assert_eq!(code_and_message(&json!({"error": {"code": "Outer", "message": nested}})), both("Outer", "m"));
    let message = intune("m");
    assert_eq!(
        code_and_message(&json!({"error": {"code": "UnknownError", "message": message}})),
        both("UnknownError", "m")
    );
}

#[test]
fn other_json_in_the_message_is_kept() {
    for message in ["{}", r#"{"a": 1}"#, r#"{"_version": 3, "Mess"#, "{not JSON}"] {
        assert_eq!(code_and_message(&json!({"error": {"code": "c", "message": message}})), both("c", message));
    }
}

#[test]
fn the_formats_of_the_sign_in_service_and_of_odata_3_are_parsed() {
    let body = json!({"error": "invalid_grant", "error_description": "AADSTS70008: expired"});
    assert_eq!(code_and_message(&body), both("invalid_grant", "AADSTS70008: expired"));
    let body = json!({"odata.error": {"code": "c", "message": {"lang": "en-us", "value": "m"}}});
    assert_eq!(code_and_message(&body), both("c", "m"));
}

#[test]
fn properties_of_a_wrong_type_are_ignored() {
    let parsed = read_json(&json!({"error": {
        "code": 404, "message": null, "target": [], "details": {}, "innerError": "no object",
    }}));
    assert_eq!(parsed.code.as_deref(), Some("404"));
    assert_eq!((parsed.message, parsed.target, parsed.details.len()), (None, None, 0));
    assert!(parsed.inner_errors.is_empty());
}

#[test]
fn any_other_body_has_no_code_and_no_message() {
    let deep = "{\"error\":".repeat(100_000);
    let bodies: [&[u8]; 10] = [
        b"",
        b"<html><body>Bad gateway</body></html>",
        br#"{"error": {"code": "cut"#,
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b"\"text\"",
        b"{\"error\": null}",
        b"{}",
        deep.as_bytes(),
    ];
    for body in bodies {
        let parsed = parse(body, &KnownSecrets::default());
        assert_eq!((parsed.code, parsed.message, parsed.inner_errors.len()), (None, None, 0));
    }
}

#[test]
fn the_number_of_nested_messages_that_are_parsed_is_limited() {
    let mut message = "innermost".to_owned();
    for _ in 0..10 {
        message = json!({"Message": message}).to_string();
    }
    assert!(read_json(&json!({"error": {"message": message}})).message.is_some_and(|message| message.starts_with('{')));
}
