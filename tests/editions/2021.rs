//! Names that are keywords since 2024.
#![deny(warnings)]

use graph_runtime::graph_action;

#[graph_action(PATCH, "/x/<gen>", perms = none)]
#[derive(Debug)]
pub struct Keywords {
    pub gen: String,
    pub generator: Option<u8>,
}

#[graph_action(POST, "/x", perms = none)]
#[derive(Debug)]
pub struct Conditional {
    #[cfg(all())]
    pub gen: Option<String>,
}

macro_rules! declare {
    ($field:ident: $ty:ty) => {
        #[graph_action(POST, "/x", perms = none)]
        #[derive(Debug)]
        pub struct FromMacro {
            pub $field: $ty,
            pub gen: Option<$ty>,
        }
    };
}

declare!(async_: Vec<String>);

pub fn build() -> (Keywords, Conditional, FromMacro) {
    let from_macro = FromMacro::builder().async_(["1"]).gen(["2"]);
    (Keywords::builder().gen("1").build(), Conditional::builder().gen("1").build(), from_macro.build())
}
