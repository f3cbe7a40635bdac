//! What the author of a declaration should know and the declaration does not say.

use std::fmt;

use crate::description::{Caller, Difference, Version};

/// A remark about what was written, for the author's eye. Its text is one line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// A field is marked as secret because of its name.
    Secret {
        /// The item.
        item: String,
        /// The field.
        field: String,
    },
    /// An item has another name than its operation suggests, because that one is taken.
    Renamed {
        /// The name that was taken.
        wanted: String,
        /// The name that was chosen.
        chosen: String,
        /// What it is the name of: an operation, or a type.
        what: String,
    },
    /// The permissions are those of a related operation.
    InferredPermissions {
        /// The item.
        item: String,
        /// The operation whose permissions they are.
        from: String,
    },
    /// No permissions are known.
    UnknownPermissions {
        /// The item.
        item: String,
    },
    /// A permission is newer than the catalog, and is written `unchecked(…)`.
    UncheckedPermission {
        /// The item.
        item: String,
        /// The permission.
        permission: String,
    },
    /// A permission does not exist for a caller type that a source states it for, and is left out.
    PermissionLeftOut {
        /// The item.
        item: String,
        /// The permission.
        permission: String,
        /// The caller type.
        caller: Caller,
    },
    /// Callers of one type need no permission, which the language can state only for all of them.
    NoPermissionNeeded {
        /// The item.
        item: String,
        /// The caller type.
        caller: Caller,
    },
    /// The sources disagree.
    Disagreement {
        /// The item.
        item: String,
        /// The part of the operation.
        subject: String,
        /// What the source says that was not taken, or not taken as it is.
        statement: String,
        /// The source.
        source: String,
    },
    /// Another version of Graph has parts otherwise.
    OtherVersion {
        /// The item, or what several items have in common.
        item: String,
        /// The other version.
        version: Version,
        /// What is different there.
        differences: Differences,
        /// The source that says so.
        source: String,
    },
    /// A type is used that no source describes.
    UnknownType {
        /// The item.
        item: String,
        /// The type.
        ty: String,
    },
    /// The declaring crate needs another dependency.
    NeedsCrate {
        /// The name of the crate.
        name: &'static str,
    },
    /// A navigation property or derived type that was asked for does not exist.
    NotFound {
        /// What was asked for.
        what: String,
    },
    /// The compiler will not accept what was written.
    Unsound {
        /// The item.
        item: String,
        /// What the compiler will say.
        message: String,
    },
}

/// What is different in another version, each by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// What is only there.
    pub added: Vec<String>,
    /// What is not there.
    pub missing: Vec<String>,
    /// What is there in another form, with that form.
    pub changed: Vec<(String, String)>,
}

impl Differences {
    /// Adds a part; `statement` says which form it has there.
    pub fn add(&mut self, name: &str, difference: Difference, statement: &str) {
        match difference {
            Difference::Added => self.added.push(name.to_owned()),
            Difference::Missing => self.missing.push(name.to_owned()),
            Difference::Changed => self.changed.push((name.to_owned(), statement.to_owned())),
        }
    }
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let mut parts = Vec::new();
        if !self.added.is_empty() {
            parts.push(format!("also has {}", quoted(&self.added)));
        }
        if !self.missing.is_empty() {
            parts.push(format!("does not have {}", quoted(&self.missing)));
        }
        if !self.changed.is_empty() {
            let changed = self.changed.iter().map(|(name, form)| format!("`{name}` ({form})"));
            parts.push(format!("has otherwise {}", changed.collect::<Vec<_>>().join(", ")));
        }
        f.write_str(&parts.join("; "))
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret { item, field } => write!(f, "{item}: `{field}` is marked as secret"),
            Self::Renamed { wanted, chosen, what } => write!(f, "{chosen}: `{wanted}` is taken; chosen for {what}"),
            Self::InferredPermissions { item, from } => {
                write!(f, "{item}: the permissions are inferred from those of {from}")
            }
            Self::UnknownPermissions { item } => {
                write!(f, "{item}: no permissions are known; write them in `perms`")
            }
            Self::UncheckedPermission { item, permission } => {
                write!(f, "{item}: `{permission}` is not in the catalog of permissions; written as `unchecked(…)`")
            }
            Self::PermissionLeftOut { item, permission, caller } => {
                write!(f, "{item}: `{permission}` does not exist for {caller} callers; left out")
            }
            Self::NoPermissionNeeded { item, caller } => {
                write!(f, "{item}: {caller} callers need no permission, which `perms` cannot state for one caller type")
            }
            Self::Disagreement { item, subject, statement, source } => {
                write!(f, "{item}: {subject}: {source} says {statement}")
            }
            Self::OtherVersion { item, version, differences, source } => {
                write!(f, "{item}: {} {differences} [{source}]", version.as_str())
            }
            Self::UnknownType { item, ty } => write!(f, "{item}: no source describes the type `{ty}`"),
            Self::NeedsCrate { name } => write!(f, "the crate needs the dependency `{name}`"),
            Self::NotFound { what } => write!(f, "there is no {what}"),
            Self::Unsound { item, message } => write!(f, "{item}: this will not compile: {message}"),
        }
    }
}
