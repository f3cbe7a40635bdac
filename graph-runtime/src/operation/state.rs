//! What the service says about an operation.

use http::StatusCode;
use serde_json::{Map, Value};

use super::error::OperationFailure;

/// Statuses of an operation that has not ended, in lower case.
const RUNNING: [&str; 12] = [
    "accepted",
    "deletepending",
    "inprogress",
    "notstarted",
    "pending",
    "processing",
    "queued",
    "running",
    "submitted",
    "updating",
    "validating",
    "waiting",
];

/// Statuses of an operation that has failed.
const FAILED: [&str; 7] = ["aborted", "canceled", "cancelled", "deletefailed", "failed", "invalid", "submissionfailed"];

/// Properties with the result of an operation.
const RESULTS: [&str; 2] = ["resourceLocation", "targetResourceLocation"];

/// Properties with the progress in percent.
const PERCENT: [&str; 3] = ["percentageComplete", "percentComplete", "progress"];

/// The state of an operation.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct State {
    pub(super) phase: Phase,
    /// The status, as the service wrote it.
    pub(super) status: Option<String>,
    pub(super) percent: Option<f64>,
    /// The link of the result.
    pub(super) result: Option<String>,
}

#[derive(Debug, Default, Clone, PartialEq)]
pub(super) enum Phase {
    #[default]
    Running,
    Succeeded,
    Failed(OperationFailure),
}

impl State {
    /// Reads a response with this status and body. An operation that is known by no status has ended once the service does
    /// not respond with 202 anymore.
    pub(super) fn read(status: StatusCode, body: &[u8]) -> Self {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let properties: Map<String, Value> = serde_json::from_slice(body).unwrap_or_default();
        let text = |name: &str| properties.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let known = text("status").map(str::to_ascii_lowercase).unwrap_or_default();
        let phase = if FAILED.contains(&known.as_str()) {
            Phase::Failed(failure(&known, &properties))
        } else if status == StatusCode::ACCEPTED || RUNNING.contains(&known.as_str()) {
            Phase::Running
        } else {
            Phase::Succeeded
        };
        Self {
            phase,
            status: text("status").map(str::to_owned),
            percent: PERCENT.iter().find_map(|name| percent(properties.get(*name)?)),
            result: RESULTS.iter().find_map(|name| text(name)).map(str::to_owned),
        }
    }
}

fn percent(value: &Value) -> Option<f64> {
    let percent = value.as_f64().or_else(|| value.as_str()?.trim().trim_end_matches('%').parse().ok())?;
    percent.is_finite().then_some(percent)
}

fn failure(status: &str, properties: &Map<String, Value>) -> OperationFailure {
    let error = properties.get("error").and_then(Value::as_object);
    let text = |places: [Option<&Value>; 3]| {
        places.into_iter().flatten().find_map(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let of_error = |name: &str| error.and_then(|error| error.get(name));
    OperationFailure {
        status: status.to_owned(),
        code: text([of_error("code"), properties.get("errorCode"), None]),
        message: text([of_error("message"), properties.get("statusDetail"), properties.get("statusDescription")]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> State {
        State::read(StatusCode::from_u16(status).expect("a status"), body.as_bytes())
    }

    #[test]
    fn the_statuses_of_all_kinds_of_operations_are_understood() {
        for (status, body) in [
            (202, ""),
            (202, r#"{"status": "completed"}"#),
            (202, r#"{"status": "somethingNew"}"#),
            (200, r#"{"status": "inProgress"}"#),
            (200, r#"{"status": "NotStarted"}"#),
            (200, r#"{"status": "waiting", "percentageComplete": 27.8}"#),
        ] {
            assert_eq!(read(status, body).phase, Phase::Running, "{status} {body}");
        }
        for (status, body) in [
            (200, r#"{"status": "succeeded"}"#),
            (200, r#"{"status": "Completed"}"#),
            (200, r#"{"status": "partiallySucceeded"}"#),
            (200, r#"{"id": "7", "status": "online"}"#),
            (200, "not JSON"),
            (204, ""),
        ] {
            assert_eq!(read(status, body).phase, Phase::Succeeded, "{status} {body}");
        }
        for failed in [r#"{"status": "failed"}"#, r#"{"status": "Canceled"}"#, r#"{"status": "submissionFailed"}"#] {
            assert!(matches!(read(200, failed).phase, Phase::Failed(_)), "{failed}");
        }
    }

    #[test]
    fn progress_result_and_failure_are_read() {
        let state = read(200, r#"{"status": "running", "percentageComplete": 27.8, "resourceLocation": "/sites/7"}"#);
        assert_eq!((state.percent, state.result.as_deref()), (Some(27.8), Some("/sites/7")));
        assert_eq!(read(200, r#"{"percentComplete": "40 %"}"#).percent, None);
        assert_eq!(read(200, r#"{"percentComplete": "40%", "targetResourceLocation": ""}"#).percent, Some(40.0));
        let failed = r#"{"status": "failed", "error": {"code": "Busy", "message": "Locked.\nBy another."}}"#;
        let Phase::Failed(failure) = read(200, failed).phase else { panic!("it failed") };
        assert_eq!(failure.to_string(), "the operation ended with the status failed: Busy: Locked.");
        let Phase::Failed(failure) = read(202, r#"{"status": "failed", "statusDescription": "Why"}"#).phase else {
            panic!("it failed")
        };
        assert_eq!((failure.code, failure.message.as_deref()), (None, Some("Why")));
    }
}
