//! Names of Rust for names of Graph.

use std::collections::BTreeSet;

use graph_macros_core::{model::BUILDER_METHODS, names::lower_camel_case};

use crate::{
    casing::words,
    keyword::{KEYWORDS, RESERVED},
};

/// A field, and the name that is not its own in lowerCamelCase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldName {
    /// The name as it is written: `dep_token`, `r#type`.
    pub(super) ident: String,
    /// The name in JSON, if the attribute has to state it.
    pub(super) rename: Option<String>,
}

/// The names of the fields of one struct.
#[derive(Debug, Default)]
pub(super) struct Fields {
    taken: BTreeSet<String>,
    builder: bool,
}

impl Fields {
    /// The fields of an action, whose builder has methods of its own.
    pub(super) fn of_action() -> Self {
        Self { builder: true, ..Self::default() }
    }

    /// Returns a free name for a property, or for whatever else is sent under a name.
    pub(super) fn name(&mut self, wire: &str) -> FieldName {
        let ident = self.free(&snake(wire));
        let rename = (lower_camel_case(&ident) != wire).then(|| wire.to_owned());
        FieldName { ident: raw(&ident), rename }
    }

    /// Returns a free name that is as close as possible to the one that is wanted.
    pub(super) fn free(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        if self.is_taken(&name) {
            let one = name.strip_suffix('s').filter(|_| self.builder && BUILDER_METHODS.contains(&name.as_str()));
            name = one.map_or_else(|| format!("{wanted}_value"), |one| format!("{one}_list"));
        }
        let first = name.clone();
        for number in 2.. {
            if !self.is_taken(&name) {
                break;
            }
            name = format!("{first}_{number}");
        }
        self.taken.insert(name.clone());
        name
    }

    /// Whether there is a field of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    fn is_taken(&self, name: &str) -> bool {
        let is_method = self.builder && (BUILDER_METHODS.contains(&name) || clears(name, &self.taken));
        is_method || self.taken.contains(name)
    }
}

/// Whether the name is that of a method that clears a field, or a field would be cleared by the method of that name.
fn clears(name: &str, taken: &BTreeSet<String>) -> bool {
    name.strip_prefix("clear_").is_some_and(|cleared| taken.contains(cleared))
        || taken.contains(&format!("clear_{name}"))
}

/// Returns the name as an identifier: `r#type`.
pub(super) fn raw(name: &str) -> String {
    if KEYWORDS.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}

/// Returns the name of a field: `claimTokenManagementFromExternalMDM` is `claim_token_management_from_external_mdm`.
pub(super) fn snake(name: &str) -> String {
    let words: Vec<_> = words(name).iter().map(|word| word.to_lowercase()).collect();
    match words.join("_") {
        name if name.is_empty() => String::from("value"),
        name if name.starts_with(|c: char| c.is_numeric()) => format!("_{name}"),
        name if RESERVED.contains(&name.as_str()) => format!("{name}_"),
        name => name,
    }
}

/// Returns the name of a type or a member: `depIOSEnrollmentProfile` is `DepIosEnrollmentProfile`, `v10_0` is `V10_0`.
pub(super) fn pascal(name: &str) -> String {
    from_words(&words(name))
}

/// Joins words to the name of a type.
pub(super) fn from_words<S: AsRef<str>>(words: &[S]) -> String {
    let mut pascal = String::new();
    for word in words {
        let word = word.as_ref().to_lowercase();
        if pascal.ends_with(|c: char| c.is_numeric()) && word.starts_with(|c: char| c.is_numeric()) {
            pascal.push('_');
        }
        let mut chars = word.chars();
        pascal.extend(chars.next().map(|first| first.to_uppercase().to_string()));
        pascal.push_str(chars.as_str());
    }
    match pascal {
        name if name.is_empty() => String::from("Value"),
        name if name.starts_with(|c: char| c.is_numeric()) => format!("N{name}"),
        name if RESERVED.contains(&name.as_str()) => format!("{name}Value"),
        name => name,
    }
}

/// Returns the singular of a noun in its last word: `policies` is `policy`.
pub(super) fn singular(noun: &str) -> String {
    for (plural, one) in [("people", "person"), ("People", "Person"), ("children", "child"), ("Children", "Child")] {
        if let Some(before) = noun.strip_suffix(plural) {
            return format!("{before}{one}");
        }
    }
    let ends = |ends: &[&str]| ends.iter().any(|end| noun.ends_with(end));
    if ends(&["ss", "us", "is", "news", "News", "series", "Series", "ias"]) || !noun.ends_with('s') || noun.len() < 3 {
        noun.to_owned()
    } else if let Some(stem) = noun.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        format!("{stem}y")
    } else if ends(&["sses", "xes", "ches", "shes", "statuses", "Statuses"]) {
        noun[..noun.len() - 2].to_owned()
    } else {
        noun[..noun.len() - 1].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_the_words_that_people_read() {
        for (name, snake_case, pascal_case) in [
            ("qrCodeContent", "qr_code_content", "QrCodeContent"),
            ("depIOSEnrollmentProfile", "dep_ios_enrollment_profile", "DepIosEnrollmentProfile"),
            ("depMacOSEnrollmentProfile", "dep_mac_os_enrollment_profile", "DepMacOsEnrollmentProfile"),
            ("assignedToExternalMDM", "assigned_to_external_mdm", "AssignedToExternalMdm"),
            ("iOSVersion", "ios_version", "IosVersion"),
            ("skuIDs", "sku_ids", "SkuIds"),
            ("isO365User", "is_o365_user", "IsO365User"),
            ("v10_0_3", "v10_0_3", "V10_0_3"),
            ("@odata.id", "odata_id", "OdataId"),
            ("self", "self_", "SelfValue"),
            ("32bit", "_32bit", "N32bit"),
            ("", "value", "Value"),
        ] {
            assert_eq!((snake(name).as_str(), pascal(name).as_str()), (snake_case, pascal_case), "{name}");
        }
    }

    #[test]
    fn a_field_states_the_name_that_its_own_does_not_give() {
        let mut fields = Fields::of_action();
        for (wire, ident, rename) in [
            ("depToken", "dep_token", None),
            ("externalMDM", "external_mdm", Some("externalMDM")),
            ("type", "r#type", None),
            ("crate", "crate_", None),
            ("items", "item_list", Some("items")),
            ("build", "build_value", Some("build")),
            ("clearDepToken", "clear_dep_token_value", Some("clearDepToken")),
            ("DepToken", "dep_token_value_2", Some("DepToken")),
            ("@odata.id", "odata_id", Some("@odata.id")),
        ] {
            let expected = FieldName { ident: ident.to_owned(), rename: rename.map(str::to_owned) };
            assert_eq!(fields.name(wire), expected, "{wire}");
        }
    }

    #[test]
    fn plurals_have_a_singular() {
        for (plural, one) in [
            ("vppTokens", "vppToken"),
            ("policies", "policy"),
            ("people", "person"),
            ("children", "child"),
            ("accesses", "access"),
            ("mailboxes", "mailbox"),
            ("status", "status"),
            ("me", "me"),
            ("devices", "device"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}
