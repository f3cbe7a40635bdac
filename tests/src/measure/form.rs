//! The three forms of the action that is measured.

#[expect(missing_debug_implementations, reason = "it has what is measured alone")]
pub mod action;
#[expect(missing_debug_implementations, reason = "it has what is measured alone")]
pub mod bon;
#[expect(missing_debug_implementations, reason = "it has what is measured alone")]
pub mod derive;

use std::fmt::Write as _;

/// What makes the code of a struct.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// `#[derive(serde::Serialize)]`.
    Derive,
    /// That, and `bon::Builder`.
    Bon,
    /// `#[graph_action]`.
    Action,
}

impl Form {
    /// All of them, from the least to the most that is brought.
    pub const ALL: [Self; 3] = [Self::Derive, Self::Bon, Self::Action];

    /// Its name, in a table and of a crate.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Derive => "derive",
            Self::Bon => "bon",
            Self::Action => "action",
        }
    }

    /// The struct, with its attributes and what it imports.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::Derive => include_str!("form/derive.rs"),
            Self::Bon => include_str!("form/bon.rs"),
            Self::Action => include_str!("form/action.rs"),
        }
    }

    /// A crate's only file, with so many structs, which differ in their names. Without any, it still has the imports, so
    /// that the compiler loads what it would load for one.
    ///
    /// # Panics
    ///
    /// If [the source](Self::source) is not as expected.
    #[must_use]
    pub fn library(self, structs: usize) -> String {
        let (head, declaration) = self.source().split_once("\n/// ").expect("a struct with a doc comment");
        let (title, imports) = head.split_once("\n\n").expect("imports");
        let mut library = format!("{title}\n#![allow(unused_imports)]\n\n{imports}\n");
        for number in 0..structs {
            let declaration = declaration.replace(NAME, &format!("{NAME}{number}"));
            let _ = write!(library, "\n/// {declaration}");
        }
        library
    }
}

/// The name of the struct.
pub(super) const NAME: &str = "CreateChannel";
