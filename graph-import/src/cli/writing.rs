//! The options of what is written.

use clap::Args;
use graph_import::{
    description::{Access, Caller, Operation, PermissionOrigin, Permissions, TypeName, Version},
    page::Language,
    write::{self, Layout},
};

use super::failure::Failure;

/// The options of `show` and `add`.
#[derive(Debug, Args)]
#[command(next_help_heading = "What is written")]
pub(crate) struct WritingOptions {
    /// Write for this version, v1.0 or beta [default: v1.0 if it has the operation]
    #[arg(long, value_name = "VERSION", value_parser = version)]
    pub(crate) api_version: Option<Version>,

    /// Write only a part: `action` leaves out the types
    #[arg(long, value_name = "PART", value_parser = ["action"])]
    only: Option<String>,

    /// Write these navigation properties as fields, too
    #[arg(long, value_name = "PROPERTY", value_delimiter = ',')]
    with: Vec<String>,

    /// Write this base type as an enum of the types that derive from it
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    derived: Vec<String>,

    /// Write these permissions instead of the published ones
    ///
    /// Alternatives are separated by commas, the least privileged first; `+` joins those that are needed together:
    /// `User.Read.All,Directory.Read.All+Group.Read.All`. `delegated=…`, `personal=…` and `application=…`, once each,
    /// are for one kind of caller. `none` says that no permission is needed.
    #[arg(long, value_name = "PERMISSIONS")]
    perms: Vec<String>,

    /// Leave out Microsoft's descriptions, for words of your own
    #[arg(long)]
    no_descriptions: bool,

    /// Take only this operation of a page, counted from 1
    #[arg(long, value_name = "NUMBER")]
    pub(crate) operation: Option<usize>,

    /// Read the original sentences of a page that has two languages
    #[arg(long)]
    original: bool,
}

impl WritingOptions {
    pub(crate) fn language(&self) -> Language {
        if self.original { Language::Original } else { Language::Translated }
    }

    /// Returns the options of the writer.
    pub(crate) fn options(&self, layout: Layout) -> write::Options {
        let derived = self.derived.iter().map(|name| {
            TypeName::new(if name.contains('.') { name.clone() } else { format!("microsoft.graph.{name}") })
        });
        write::Options {
            layout,
            descriptions: !self.no_descriptions,
            only_action: self.only.is_some(),
            with: self.with.clone(),
            derived: derived.collect(),
            ..write::Options::default()
        }
    }

    /// Gives the operations the permissions of `--perms`.
    pub(crate) fn override_permissions(&self, operations: &mut [Operation]) -> Result<(), Failure> {
        if let Some(permissions) = permissions(&self.perms)? {
            for operation in operations {
                operation.permissions = permissions.clone();
            }
        }
        Ok(())
    }
}

fn version(text: &str) -> Result<Version, String> {
    Version::find(text).ok_or_else(|| "the versions are v1.0 and beta".into())
}

/// Reads `--perms`. `None` if it is not given.
fn permissions(given: &[String]) -> Result<Option<Permissions>, Failure> {
    if given.is_empty() {
        return Ok(None);
    }
    let mut permissions = Permissions { origin: PermissionOrigin::Given, ..Permissions::UNKNOWN };
    for text in given {
        let caller = text.split_once('=').map(|(name, list)| {
            let caller = Caller::ALL.into_iter().find(|caller| caller.as_str() == name.trim());
            let expected = || Failure::new(format!("--perms {name}=…: expected delegated, personal or application"));
            caller.ok_or_else(expected).map(|caller| (caller, list))
        });
        match caller.transpose()? {
            Some((caller, "none")) => permissions.access[caller as usize] = Access::NotSupported,
            Some((caller, list)) => permissions.access[caller as usize] = alternatives(list)?,
            None if text == "none" => permissions.access = [Access::NotNeeded, Access::NotNeeded, Access::NotNeeded],
            None => {
                let access = alternatives(text)?;
                permissions.access[Caller::Delegated as usize] = access.clone();
                permissions.access[Caller::Application as usize] = access;
            }
        }
    }
    Ok(Some(permissions))
}

fn alternatives(list: &str) -> Result<Access, Failure> {
    let names = |together: &str| together.split('+').map(|name| name.trim().to_owned()).collect::<Vec<_>>();
    let alternatives: Vec<_> = list.split(',').map(names).collect();
    if alternatives.iter().flatten().any(String::is_empty) {
        return Err(Failure::new(format!("--perms {list}: expected names of permissions, separated by `,` and `+`")));
    }
    Ok(Access::AnyOf(alternatives))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(given: &[&str], caller: Caller) -> Result<Access, String> {
        let given: Vec<_> = given.iter().map(|&text| text.to_owned()).collect();
        let permissions = permissions(&given).map_err(|failure| failure.to_string())?;
        Ok(permissions.expect("they are given").of(caller).clone())
    }

    fn any(alternatives: &[&[&str]]) -> Access {
        let owned = |names: &&[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Access::AnyOf(alternatives.iter().map(owned).collect())
    }

    #[test]
    fn alternatives_are_separated_by_commas_and_joined_by_plus() {
        let given = ["A.Read, B.Read+C.Read"];
        assert_eq!(of(&given, Caller::Delegated), Ok(any(&[&["A.Read"], &["B.Read", "C.Read"]])));
        assert_eq!(of(&given, Caller::Application), of(&given, Caller::Delegated));
        assert_eq!(of(&given, Caller::Personal), Ok(Access::NotSupported));
    }

    #[test]
    fn each_kind_of_caller_may_have_its_own() {
        let given = ["delegated=A", "application=none"];
        assert_eq!(of(&given, Caller::Delegated), Ok(any(&[&["A"]])));
        assert_eq!(of(&given, Caller::Application), Ok(Access::NotSupported));
        assert_eq!(of(&["none"], Caller::Personal), Ok(Access::NotNeeded));
    }

    #[test]
    fn a_mistake_in_permissions_is_told() {
        assert!(of(&["robot=A"], Caller::Delegated).is_err_and(|message| message.contains("expected delegated")));
        assert!(of(&["A,,B"], Caller::Delegated).is_err_and(|message| message.contains("expected names")));
        assert!(of(&[""], Caller::Delegated).is_err());
    }
}
