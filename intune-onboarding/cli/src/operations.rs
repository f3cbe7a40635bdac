//! Operations by name.

use graph_runtime::metadata::ActionMetadata;
use intune_onboarding::{ACTIONS, MODULES};

use crate::failure::Failure;

/// Returns the operations and groups with these names, each operation once, in the library's order; all operations if
/// there are no names.
///
/// Case, hyphens, underscores and colons make no difference, so that `upload-dep-token` is `UploadDepToken`.
pub(crate) fn named(names: Option<&[String]>) -> Result<Vec<&'static ActionMetadata>, Failure> {
    let Some(names) = names else {
        return Ok(ACTIONS.to_vec());
    };
    let mut chosen = Vec::new();
    for name in names {
        let folded = fold(name);
        // `dep` has `dep::profiles` and `dep::identities` as well.
        let is_group = |module: &str| {
            fold(module) == folded || module.split_once("::").is_some_and(|(group, _)| fold(group) == folded)
        };
        let group: Vec<_> = MODULES.iter().filter(|module| is_group(module.name)).collect();
        if !group.is_empty() {
            chosen.extend(group.into_iter().flat_map(|module| module.actions));
        } else if let Some(action) = operation(&folded) {
            chosen.push(action);
        } else {
            return Err(unknown(name));
        }
    }
    Ok(ACTIONS.iter().copied().filter(|action| chosen.contains(action)).collect())
}

/// Finds an operation by its name, or by that of its group and its own: `android-for-work::create-token`.
fn operation(folded: &str) -> Option<&'static ActionMetadata> {
    with_name(folded).next().map(|(_, action)| action)
}

/// Returns the operations with a name, each with its group.
fn with_name(folded: &str) -> impl Iterator<Item = (&'static str, &'static ActionMetadata)> {
    let all = MODULES.iter().flat_map(|module| module.actions.iter().map(|action| (module.name, *action)));
    all.filter(move |(module, action)| fold(action.name) == folded || fold(module) + &fold(action.name) == folded)
}

/// Returns the one operation with this name.
pub(crate) fn find(name: &str) -> Result<&'static ActionMetadata, Failure> {
    let folded = fold(name);
    let found: Vec<_> = with_name(&folded).collect();
    match found.as_slice() {
        [(_, action)] => Ok(action),
        [] => {
            let hint = match near(name, ACTIONS.iter().map(|action| action.name)) {
                Some(candidate) => format!("did you mean {candidate}?"),
                None => "`permissions` lists the operations".to_owned(),
            };
            Err(Failure::input(format!("there is no operation {:?}; {hint}", shown(name))))
        }
        several => {
            let names: Vec<_> = several.iter().map(|(module, action)| format!("{module}::{}", action.name)).collect();
            Err(Failure::input(format!("{} is the name of several operations: {}", shown(name), names.join(", "))))
        }
    }
}

/// Returns the names of operations.
pub(crate) fn names(actions: &[&'static ActionMetadata]) -> Vec<&'static str> {
    actions.iter().map(|action| action.name).collect()
}

fn unknown(name: &str) -> Failure {
    if name.trim().is_empty() {
        return Failure::input("--for has an empty name: give operations or groups, separated by commas");
    }
    let groups: Vec<_> = MODULES.iter().map(|module| module.name).collect();
    let all = groups.iter().copied().chain(ACTIONS.iter().map(|action| action.name));
    let hint = match near(name, all) {
        Some(candidate) => format!("did you mean {candidate}?"),
        None => format!("the groups are {}; `permissions` lists the operations", groups.join(", ")),
    };
    Failure::input(format!("--for: there is no operation or group {:?}; {hint}", shown(name)))
}

/// Returns the name that may be meant.
fn near<'n>(name: &str, all: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let folded = fold(name);
    all.map(|candidate| (strsim::damerau_levenshtein(&folded, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= (name.chars().count() / 3).clamp(1, 6))
        .min()
        .map(|(_, candidate)| candidate)
}

fn shown(name: &str) -> String {
    name.chars().take(80).collect()
}

/// Returns a name in the form in which two spellings of it are equal.
pub(crate) fn fold(name: &str) -> String {
    name.trim().chars().filter(|character| !"-_:".contains(*character)).collect::<String>().to_lowercase()
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
        let group = |name: &str| of(name).expect(name);
        assert_eq!(of("upload-dep-token, VPP").map(|names| names.len()), Ok(1 + group("vpp").len()));
        assert_eq!(group("vpp,UpdateVppToken,vpp"), group("vpp"));
        assert!(group("dep").len() > group("dep-profiles").len() + group("dep::identities").len());
        let path = |name: &str| named(Some(&[name.to_owned()])).expect(name)[0].path.as_str();
        assert!(path("create-token").contains("/androidDeviceOwnerEnrollmentProfiles/"));
        assert!(path("android-for-work::create-token").contains("/androidForWorkEnrollmentProfiles/"));
        assert_eq!(of("vpp,dep").map(|names| names[0]), Ok("UploadDepToken"));
        assert_eq!(named(None).map(|actions| actions.len()).ok(), Some(ACTIONS.len()));
    }

    #[test]
    fn one_operation_is_found_unless_several_have_its_name() {
        assert_eq!(find("upload-dep-token").expect("declared").name, "UploadDepToken");
        assert!(find("android_for_work::CreateToken").expect("declared").path.as_str().contains("ForWork"));
        let failure = |name: &str| find(name).expect_err(name).to_string();
        let several =
            "CreateToken is the name of several operations: android::CreateToken, android_for_work::CreateToken";
        assert_eq!(failure("CreateToken"), several);
        assert!(failure("UplaodDepToken").ends_with("did you mean UploadDepToken?"));
        assert!(failure("mail").ends_with("`permissions` lists the operations"));
    }

    #[test]
    fn an_unknown_one_is_named_with_what_may_be_meant() {
        for (line, message) in [
            ("vpn", "there is no operation or group \"vpn\"; did you mean vpp?"),
            ("UplaodDepToken", "did you mean UploadDepToken?"),
            ("dep,update-vpp-tokens", "did you mean UpdateVppToken?"),
            ("mail", "identities, autopilot; `permissions` lists the operations"),
            ("", "--for has an empty name"),
            ("dep,,vpp", "--for has an empty name"),
        ] {
            let failure = of(line).expect_err(line);
            assert!(failure.contains(message), "{line}: {failure}");
        }
        assert!(of(&"x".repeat(5_000)).expect_err("unknown").len() < 400);
    }
}
