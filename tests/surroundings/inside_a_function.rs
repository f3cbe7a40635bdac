//! A declaration inside a function, and two of one name in two of its blocks.
#![deny(warnings)]

use graph_runtime::{GraphAction, graph_action};

fn main() {
    #[graph_action(GET, "/users/<id>", perms = "User.Read.All")]
    struct Outer {
        id: String,
    }

    {
        #[graph_action(POST, "/users/<id>/inner", perms = "User.ReadWrite.All")]
        #[derive(Clone)]
        struct Inner<'a> {
            id: &'a str,
            #[graph(secret)]
            password: Option<String>,
        }

        let inner = Inner::builder().id("1").build();
        drop((inner.clone(), inner.id, inner.password));
    }
    {
        #[graph_action(GET, "/groups/<id>", perms = "Group.Read.All")]
        struct Inner {
            id: u8,
        }

        assert_eq!(Inner::builder().id(1).build().id, 1);
    }
    let _ = (Outer::builder().id("1").build().id, Outer::METADATA);
    let closure = || {
        #[graph_action(GET, "/x", perms = none)]
        struct InAClosure;

        InAClosure::builder().build()
    };
    let _ = closure();
}
