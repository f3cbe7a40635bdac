//! Calls of which nothing but their success is shown.

use graph_runtime::GraphAction;
use serde::Serialize;
use serde_json::Value;

use crate::{
    failure::Failure,
    output::Output,
    service::{Service, call_json},
};

/// Calls an operation, and says what is done: `done` is a sentence without a period, and `pairs` follow it.
pub(super) async fn call<A: GraphAction<Response: Serialize>>(
    service: &Service,
    action: &A,
    done: &str,
    pairs: &[(&str, &str)],
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let response = service.call(action).await?;
    let call = call_json::<A>(&response);
    let request_id = response.request_id().unwrap_or("-");
    show(call, request_id, done, pairs, output)
        .map_err(|failure| failure.after_confirmed(A::METADATA.name, &format!("{done}, but this cannot be shown")))
}

fn show(
    call: Value,
    request_id: &str,
    done: &str,
    pairs: &[(&str, &str)],
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    if output.is_json() {
        return Ok(output.result(&[call], &Value::Null)?);
    }
    output.line(format_args!("{}{}.", done[..1].to_uppercase(), &done[1..]))?;
    for (name, value) in pairs {
        output.pair(name, value)?;
    }
    output.pair("request-id", request_id)?;
    Ok(())
}
