//! Every action of a crate is listed without being named, under the strictest lints.

#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, clippy::all, clippy::pedantic, unused_qualifications, unreachable_pub)]

use graph_runtime::{
    GraphAction, crate_actions, graph_action,
    metadata::{CollectedAction, actions, actions_of},
};

/// An action without fields.
#[graph_action(GET, "/me", perms(delegated = "User.Read"))]
#[derive(Debug)]
pub struct GetMe;

mod groups {
    //! Actions in a module.

    use graph_runtime::{__private::serde::Serialize, graph_action};

    /// One with lifetimes, and bounds on them.
    #[graph_action(POST, "/groups/<id>", perms = "Group.ReadWrite.All")]
    #[derive(Debug)]
    pub(crate) struct Borrows<'a, 'b: 'a>
    where
        'b: 'a,
    {
        pub(crate) id: &'a str,
        pub(crate) description: &'b str,
    }

    /// One that nobody uses.
    #[graph_action(DELETE, "/groups/<id>", perms = "Group.ReadWrite.All")]
    struct Unused {
        id: String,
    }

    /// One with fields under a condition, which a derive expands.
    #[graph_action(PATCH, "/groups/<id>", perms = "Group.ReadWrite.All")]
    struct Conditional {
        id: String,
        #[cfg(any())]
        never: String,
    }

    /// One that is not there.
    #[cfg(any())]
    #[graph_action(GET, "/groups/<id>", perms = "Group.ReadWrite.All")]
    struct Absent {
        id: String,
    }

    /// One that the condition after the attribute leaves out.
    #[graph_action(GET, "/groups/<id>/photo", perms = "Group.ReadWrite.All")]
    #[cfg(any())]
    struct AbsentToo {
        id: String,
    }

    /// One for any type.
    #[graph_action(PUT, "/groups/<id>", perms = "Group.ReadWrite.All")]
    #[derive(Debug)]
    pub(crate) struct Generic<T: Serialize> {
        pub(crate) id: String,
        #[graph(body)]
        pub(crate) group: T,
    }

    /// One for any number.
    #[graph_action(PUT, "/groups/<id>/photo/$value", perms = "Group.ReadWrite.All")]
    #[derive(Debug)]
    pub(crate) struct Sized<const N: usize> {
        pub(crate) id: String,
        pub(crate) bytes: Vec<u16>,
    }
}

macro_rules! declare {
    ($name:ident) => {
        #[graph_action(GET, "/declared", perms(delegated = "User.Read"))]
        struct $name;
    };
}

declare!(FromMacroRules);

fn listed(actions: &[CollectedAction]) -> Vec<(&'static str, &'static str)> {
    actions.iter().map(|action| (action.module, action.metadata.name)).collect()
}

#[test]
fn every_action_is_listed_once_by_module_and_name() {
    #[graph_action(GET, "/inside", perms(delegated = "User.Read"))]
    struct InsideAFunction;

    let expected = [
        ("collection", "FromMacroRules"),
        ("collection", "GetMe"),
        ("collection", "InsideAFunction"),
        ("collection::groups", "Borrows"),
        ("collection::groups", "Conditional"),
        ("collection::groups", "Unused"),
    ];
    assert_eq!(listed(&crate_actions!()), expected);
    assert_eq!(listed(&actions()), expected, "no other crate declares any here");
    assert_eq!(InsideAFunction::METADATA.name, "InsideAFunction");
}

#[test]
fn what_is_listed_is_the_metadata_of_the_action() {
    let actions = actions();
    let found = actions.iter().find(|action| action.metadata.name == "GetMe").expect("listed");
    assert_eq!(found.metadata, GetMe::METADATA);
    assert_eq!(found.crate_name(), "collection");
}

#[test]
fn another_crate_has_none_of_them() {
    for name in ["groups", "collection::groups", "collectio", "collections", ""] {
        assert_eq!(listed(&actions_of(name)), [], "{name}");
    }
    assert_eq!(actions_of("collection").len(), 6);
}

#[test]
fn a_generic_action_is_not_listed_and_works() {
    let generic = groups::Generic { id: "1".to_owned(), group: 7 };
    let sized = groups::Sized::<2> { id: "1".to_owned(), bytes: vec![1, 2] };
    let borrows = groups::Borrows { id: "1", description: "x" };
    let shown = format!("{generic:?} {sized:?} {borrows:?} {GetMe:?}");
    assert!(shown.contains("Generic") && shown.contains("Sized"), "{shown}");
    assert_eq!((generic.group, sized.bytes.len(), borrows.id.len() + borrows.description.len()), (7, 2, 2));
    assert_eq!(generic.id, sized.id);
}
