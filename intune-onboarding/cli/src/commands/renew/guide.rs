//! The steps of a renewal, for somebody who has not done it before.

use serde_json::{Value, json};

use super::state::State;
use crate::{failure::Failure, output::Output};

/// A step: what to do, and the command for it if it is one of this program.
pub(super) struct Step {
    pub(super) text: String,
    pub(super) command: Option<String>,
}

impl Step {
    /// Something to do elsewhere.
    pub(super) fn elsewhere(text: impl Into<String>) -> Self {
        Self { text: text.into(), command: None }
    }

    /// A command of this program; `arguments` follow its name.
    pub(super) fn command(text: impl Into<String>, arguments: impl AsRef<str>) -> Self {
        Self { text: text.into(), command: Some(format!("intune-onboarding {}", arguments.as_ref())) }
    }
}

/// Shows what there is, and the steps that renew it.
pub(super) fn show(
    kind: &str,
    state: &State,
    steps: &[Step],
    calls: &[Value],
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    if output.is_json() {
        let mut result = state.to_json(kind);
        result["steps"] =
            steps.iter().map(|step| json!({"text": step.text, "command": step.command})).collect::<Vec<_>>().into();
        return Ok(output.result(calls, &result)?);
    }
    output.pair("kind", kind)?;
    state.show(output)?;
    output.line("\nTo renew it:")?;
    for (number, step) in steps.iter().enumerate() {
        output.line(format_args!("{}. {}", number + 1, step.text))?;
        if let Some(command) = &step.command {
            output.line(format_args!("     {command}"))?;
        }
    }
    Ok(())
}
