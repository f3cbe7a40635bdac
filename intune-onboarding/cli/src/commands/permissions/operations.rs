//! Operations by name.

use graph_runtime::metadata::ActionMetadata;
use intune_onboarding::{ACTIONS, MODULES};

use crate::failure::Failure;

/// Returns the operations and groups with these names, each operation once, in the library's order; all operations if
/// there are no names.
///
/// Case, hyphens and underscores make no difference, so that `upload-dep-token` is `UploadDepToken`.
pub(super) fn named(names: Option<&[String]>) -> Result<Vec<&'static ActionMetadata>, Failure> {
    let Some(names) = names else {
        return Ok(ACTIONS.to_vec());
    };
    let mut chosen = Vec::new();
    for name in names {
        let folded = fold(name);
        if let Some((_, actions)) = MODULES.iter().find(|(module, _)| fold(module) == folded) {
            chosen.extend_from_slice(actions);
        } else if let Some(action) = ACTIONS.iter().find(|action| fold(action.name) == folded) {
            chosen.push(*action);
        } else {
            return Err(unknown(name));
        }
    }
    Ok(ACTIONS.iter().copied().filter(|action| chosen.contains(action)).collect())
}

/// Returns the names of operations.
pub(super) fn names(actions: &[&'static ActionMetadata]) -> Vec<&'static str> {
    actions.iter().map(|action| action.name).collect()
}

fn unknown(name: &str) -> Failure {
    if name.trim().is_empty() {
        return Failure::input("--for has an empty name: give operations or groups, separated by commas");
    }
    let groups: Vec<_> = MODULES.iter().map(|(module, _)| *module).collect();
    let all = groups.iter().copied().chain(ACTIONS.iter().map(|action| action.name));
    let near = all
        .map(|candidate| (strsim::damerau_levenshtein(&fold(name), &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= (name.chars().count() / 3).clamp(1, 6))
        .min();
    let shown: String = name.chars().take(80).collect();
    let hint = match near {
        Some((_, candidate)) => format!("did you mean {candidate}?"),
        None => format!("the groups are {}; `permissions` lists the operations", groups.join(", ")),
    };
    Failure::input(format!("--for: there is no operation or group {shown:?}; {hint}"))
}

fn fold(name: &str) -> String {
    name.trim().chars().filter(|character| !"-_".contains(*character)).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Result<Vec<&'static str>, String> {
        let given: Vec<_> = line.split(',').map(str::to_owned).collect();
        named(Some(&given)).map(|actions| names(&actions)).map_err(|failure| failure.to_string())
    }

    #[test]
    fn operations_and_groups_are_found_whatever_their_spelling_and_each_once() {
        assert_eq!(of("UploadDepToken"), Ok(vec!["UploadDepToken"]));
        assert_eq!(of("upload-dep-token, VPP").map(|names| names.len()), Ok(4));
        assert_eq!(of("vpp,UpdateVppToken,vpp"), Ok(vec!["UpdateVppToken", "ListVppTokens", "GetVppToken"]));
        assert_eq!(of("vpp,dep").map(|names| names[0]), Ok("UploadDepToken"));
        assert_eq!(named(None).map(|actions| actions.len()).ok(), Some(ACTIONS.len()));
    }

    #[test]
    fn an_unknown_one_is_named_with_what_may_be_meant() {
        for (line, message) in [
            ("vpn", "there is no operation or group \"vpn\"; did you mean vpp?"),
            ("UplaodDepToken", "did you mean UploadDepToken?"),
            ("dep,update-vpp-tokens", "did you mean UpdateVppToken?"),
            ("mail", "the groups are dep, android, vpp; `permissions` lists the operations"),
            ("", "--for has an empty name"),
            ("dep,,vpp", "--for has an empty name"),
        ] {
            let failure = of(line).expect_err(line);
            assert!(failure.contains(message), "{line}: {failure}");
        }
        assert!(of(&"x".repeat(5_000)).expect_err("unknown").len() < 200);
    }
}
