//! Every visibility, unused, and used from where it reaches.
#![deny(warnings, unreachable_pub)]

mod outer {
    pub(crate) mod inner {
        use graph_runtime::{Patch, graph_action};

        macro_rules! actions {
            ($($visibility:vis $name:ident)*) => {
                $(#[graph_action(PATCH, "/x/<id>", perms = none)]
                #[derive(Clone)]
                $visibility struct $name {
                    $visibility id: u8,
                    $visibility name: Option<String>,
                    $visibility office: Patch<String>,
                    #[graph(secret)]
                    $visibility secret: Option<String>,
                })*
            };
        }

        actions! { pub(crate) Crate pub(super) Super pub(self) Own pub(in crate::outer) In Private }

        pub(crate) fn check() {
            let _ = (Own::builder().id(1).build(), Private::builder().id(1).clear_office().build());
        }
    }

    pub(crate) fn check() {
        let _ = (inner::Super::builder().id(1).name("n").build(), inner::In::builder().id(1).secret("s").build());
    }
}

mod unused {
    use graph_runtime::graph_action;

    /// Only made as a literal.
    #[graph_action(GET, "/x/<id>", perms = none)]
    pub(crate) struct Literal {
        pub(crate) id: u8,
    }
}

fn main() {
    outer::check();
    outer::inner::check();
    let _ = outer::inner::Crate::builder().id(1).build();
    let _ = unused::Literal { id: 1 };
}
