//! An operation with its permissions, and where they come from.

use super::PermissionData;
use crate::description::{
    Access, Caller, Evidence, Operation, PermissionOrigin, Permissions, Source, SourceKind, Verdict,
};

impl PermissionData {
    /// Gives an operation the permissions that are published for it or can be inferred, and adds where they come from to
    /// its evidence. Permissions that are known already stay.
    pub fn complete(&self, operation: &mut Operation) {
        if operation.permissions.origin != PermissionOrigin::Unknown {
            return;
        }
        let found = self.of(operation.method, &operation.path.shown(&operation.parameters));
        let note = |subject: &str, statement: String, source: Source, verdict: Verdict| Evidence {
            subject: subject.to_owned(),
            statement,
            source,
            verdict,
        };
        match &found.origin {
            PermissionOrigin::Published => {
                let callers = Caller::ALL.into_iter().map(|caller| {
                    let subject = format!("permissions.{caller}");
                    note(&subject, statement(&found, caller), self.source.clone(), Verdict::Taken)
                });
                operation.evidence.extend(callers);
            }
            PermissionOrigin::Inferred { from } => {
                let missing = "nothing is published for the operation".to_owned();
                operation.evidence.push(note("permissions", missing, self.source.clone(), Verdict::Missing));
                let rule = Source { kind: SourceKind::Rule, name: format!("those of {from}"), date: None };
                let callers = Caller::ALL.into_iter().map(|caller| {
                    let subject = format!("permissions.{caller}");
                    note(&subject, statement(&found, caller), rule.clone(), Verdict::Inferred)
                });
                operation.evidence.extend(callers);
            }
            _ => {
                let missing = "nothing is published for the operation or for a related one".to_owned();
                operation.evidence.push(note("permissions", missing, self.source.clone(), Verdict::Missing));
            }
        }
        operation.permissions = found;
    }
}

/// Writes the permissions of a caller type: `A, or B and C`.
fn statement(permissions: &Permissions, caller: Caller) -> String {
    match permissions.of(caller) {
        Access::NotSupported => "not supported".into(),
        Access::NotNeeded => "not needed".into(),
        Access::AnyOf(alternatives) => {
            let alternatives: Vec<_> = alternatives.iter().map(|together| together.join(" and ")).collect();
            alternatives.join(", or ")
        }
    }
}
