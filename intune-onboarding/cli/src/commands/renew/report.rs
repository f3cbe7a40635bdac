//! What came of a renewal.

use serde_json::{Value, json};

use super::{
    flow::{Ended, Outcome, Renewal},
    state::with_days,
};
use crate::{failure::Failure, output::Output};

pub(super) fn show<R: Renewal>(outcome: &Outcome, output: &mut Output<'_>) -> Result<(), Failure> {
    let Outcome { before, after, calls, overridden, ended } = outcome;
    if output.is_json() {
        let mut result = after.to_json(R::KIND);
        result["previousExpirationDateTime"] =
            before.expires.as_ref().map_or(Value::Null, |date| date.to_string().into());
        result["outcome"] = match ended {
            Ended::Renewed => "renewed",
            Ended::Uploaded => "uploaded",
            Ended::Unchanged => "unchanged",
        }
        .into();
        result["overridden"] = json!(overridden);
        return Ok(output.result(calls, &result)?);
    }
    let kind = R::KIND;
    output.line(match ended {
        Ended::Renewed => format!("The {kind} is renewed."),
        Ended::Uploaded => format!("The {kind} is uploaded; `status` shows the new date when Intune has it."),
        Ended::Unchanged => format!("Intune has this {kind} already; nothing was uploaded."),
    })?;
    after.show(output)?;
    if *ended != Ended::Unchanged {
        output.pair("before", before.expires.as_ref().map_or_else(|| "-".to_owned(), with_days))?;
    }
    for problem in overridden {
        output.pair("forced", problem)?;
    }
    Ok(())
}
