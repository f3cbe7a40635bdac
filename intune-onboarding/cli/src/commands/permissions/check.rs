//! `permissions --check`: compares what operations need with the permissions of the access token.

use std::time::SystemTime;

use graph_runtime::permissions::{ActionSet, Comparison, GrantedPermissions, Permission};
use serde_json::{Value, json};

use super::{key, least::permission_json};
use crate::{
    claims::{self, Claims},
    failure::Failure,
    operations::names,
    options::GlobalOptions,
    output::{Output, cell},
    sign_in,
};

/// Compares what the operations need with the permissions of the access token. A check that cannot be made fails.
pub(super) async fn run(set: ActionSet<'_>, options: &GlobalOptions, output: &mut Output<'_>) -> Result<(), Failure> {
    let sign_in = sign_in::choose(&options.sign_in, options.cloud.map(Into::into))?;
    let token = sign_in.access_token().await?;
    let claims = claims::read(token.expose()).map_err(unreadable)?;
    claims.check(SystemTime::now())?;
    let Some(granted) = GrantedPermissions::from_token(token.expose()) else {
        return Err(unreadable("it names no permissions, or not as Microsoft documents it"));
    };
    let comparison = set.compare(&granted);
    let report = report(&comparison, &claims);
    let shown = if !output.is_json() {
        show(&comparison, &claims, output)
    } else if comparison.is_sufficient() {
        output.json(&json!({"ok": true, "check": report})).map_err(Failure::from)
    } else {
        Ok(())
    };
    match shown {
        // The verdict does not depend on whether somebody reads the whole output.
        Err(failure) if !failure.is_closed_pipe() || comparison.is_sufficient() => Err(failure),
        _ if comparison.is_sufficient() => Ok(()),
        _ => Err(insufficient(&comparison).with_details("check", report)),
    }
}

fn unreadable(reason: &str) -> Failure {
    Failure::not_understood(format!("the permissions of the access token cannot be read: {reason}"))
}

fn show(comparison: &Comparison, claims: &Claims, output: &mut Output<'_>) -> Result<(), Failure> {
    output.pair("caller", key(comparison.caller()))?;
    output.pair("expires", cell(Some(&claims.expires())))?;
    let permissions = |permissions: &[Permission]| permissions.iter().map(|named| named.name.to_owned()).collect();
    let not_supported = names(comparison.not_supported()).into_iter().map(str::to_owned).collect();
    let lists: [(&str, Vec<String>); 4] = [
        ("missing", permissions(comparison.missing())),
        ("not supported", not_supported),
        ("excess", comparison.excess().to_vec()),
        ("replaceable", permissions(comparison.replaceable())),
    ];
    for (title, names) in lists {
        let is_always_shown = title == "missing" || title == "excess";
        if names.is_empty() && is_always_shown {
            output.pair(title, "-")?;
        }
        for (number, name) in names.iter().enumerate() {
            output.pair(if number == 0 { title } else { "" }, name)?;
        }
    }
    Ok(())
}

fn insufficient(comparison: &Comparison) -> Failure {
    let mut reasons = Vec::new();
    if !comparison.missing().is_empty() {
        let missing: Vec<_> = comparison.missing().iter().map(|permission| permission.name).collect();
        reasons.push(format!("the token lacks {} ({})", missing.join(", "), key(comparison.caller())));
    }
    if !comparison.not_supported().is_empty() {
        let cannot = names(comparison.not_supported()).join(", ");
        reasons.push(format!("{cannot} cannot be called by this caller type ({})", key(comparison.caller())));
    }
    Failure::rejected(reasons.join("; "))
}

fn report(comparison: &Comparison, claims: &Claims) -> Value {
    let caller = comparison.caller();
    let permissions = |permissions: &[Permission]| {
        permissions.iter().map(|permission| permission_json(permission, caller)).collect::<Vec<_>>()
    };
    json!({
        "caller": key(caller),
        "expires": claims.expires(),
        "sufficient": comparison.is_sufficient(),
        "missing": permissions(comparison.missing()),
        "notSupported": names(comparison.not_supported()),
        "excess": comparison.excess(),
        "replaceable": permissions(comparison.replaceable()),
    })
}
