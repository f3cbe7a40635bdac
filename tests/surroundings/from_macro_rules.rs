//! Declarations that `macro_rules!` produces, with every kind of fragment.
#![deny(warnings)]

use graph_runtime::{GraphAction, Patch, graph_action};

/// Each part comes as a fragment; rustc hands those to an attribute in invisible groups.
macro_rules! action {
    (
        $(#[$attribute:meta])*
        $method:ident $path:literal, $version:literal, $permission:expr, $returns:ty =>
        $visibility:vis $name:ident { $($(#[$of_field:meta])* $field:ident: $ty:ty,)* }
    ) => {
        $(#[$attribute])*
        #[graph_action($method, $path, version = $version, perms = $permission, returns = $returns)]
        $visibility struct $name {
            $($(#[$of_field])* $visibility $field: $ty,)*
        }
    };
}

action! {
    /// Changes a user.
    #[derive(Clone, Debug, Default)]
    PATCH "/users/<id>", "beta", "User.ReadWrite.All", Vec<u16> => pub Change {
        /// Which one.
        id: String,
        /// What it is called.
        display_name: Option<String>,
        /// Where it works.
        office: Patch<String>,
        #[graph(query = "$select")]
        select: core::option::Option<&'static str>,
        #[serde(rename = "Other", skip_serializing_if = "Vec::is_empty")]
        other: Vec<u16>,
        r#type: (u8, u8),
    }
}

/// The name of a field, and of its placeholder, is made of one token.
macro_rules! get_by {
    ($name:ident, $key:ident: $ty:ty, $template:expr) => {
        #[graph_action(GET, $template, perms = none)]
        struct $name {
            $key: $ty,
        }
    };
}

get_by!(ByMail, mail: &'static str, "/users(mail='<mail>')");

/// The whole struct is one fragment.
macro_rules! whole {
    ($arguments:tt $item:item) => {
        graph_item! { $arguments $item }
    };
}

macro_rules! graph_item {
    (($($arguments:tt)*) $item:item) => {
        #[graph_action($($arguments)*)]
        $item
    };
}

whole! {
    (POST, "/x/<id>", perms = none)
    struct Whole<'a, T: serde::Serialize, const N: usize> {
        id: &'a str,
        #[serde(skip)]
        list: [u16; N],
        content: Option<T>,
    }
}

/// A type in a fragment, in a fragment, in parentheses.
macro_rules! nested {
    (inner $name:ident $ty:ty) => {
        #[graph_action(POST, "/x", perms = none)]
        struct $name {
            optional: ($ty),
            #[cfg(all())]
            other: $ty,
        }
    };
    ($name:ident $ty:ty) => {
        nested!(inner $name $ty);
    };
}

#[allow(unused_parens)]
mod parentheses {
    use graph_runtime::graph_action;

    nested!(Nested Option<String>);

    pub(super) fn check() {
        let action = Nested::builder().build();
        assert!(action.optional.is_none() && action.other.is_none());
    }
}

/// What an attribute says comes from outside, too.
macro_rules! with_names {
    ($name:ident, $wire:literal, $header:literal, $text:expr) => {
        #[graph_action(POST, "/x", perms(delegated = all($text, "User.Read")), odata_type = $wire)]
        struct $name {
            #[doc = $text]
            #[graph(header = $header)]
            tag: String,
            #[graph(name = $header, secret)]
            secret: u8,
        }
    };
}

with_names!(Named, "#microsoft.graph.named", "If-Match", "Group.Read.All");

fn main() {
    // What has `Option` or `Patch` for a type need not be set, though the type came in a group.
    let change = Change::builder().id("1").other([1]).r#type((1, 2)).build();
    assert!(change.display_name.is_none() && change.office.is_keep() && change.select.is_none());
    let _ = Change::builder().clear_office().display_name("n").select("id");
    assert_eq!(change.clone().other, [1]);
    assert_eq!(ByMail::builder().mail("a@b").build().mail, "a@b");
    let whole = Whole::builder().id("1").list([1, 2]).content("x").build();
    assert_eq!((whole.id, whole.list, whole.content), ("1", [1, 2], Some("x")));
    parentheses::check();
    let _ = (Named::builder().tag("t").secret(1).build(), Named::METADATA);
}
