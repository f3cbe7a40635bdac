//! Names that are keywords since then.
#![deny(warnings)]

extern crate graph_runtime;

use graph_runtime::graph_action;

#[graph_action(PATCH, "/x/<async>/<dyn>", perms = none)]
#[derive(Debug)]
pub struct Keywords {
    pub async: String,
    pub dyn: String,
    pub await: Option<u8>,
    pub try: graph_runtime::Patch<String>,
    pub gen: Vec<String>,
}

/// A module that has the name of a crate.
pub mod core {
    use graph_runtime::graph_action;

    #[graph_action(GET, "/x/<id>", perms = none)]
    #[derive(Debug)]
    pub struct InACore {
        pub id: String,
    }
}

pub fn build() -> (Keywords, core::InACore) {
    let keywords = Keywords::builder().async("1").dyn("2").await(1).clear_try().gen(vec!["3"]);
    (keywords.build(), core::InACore::builder().id("1").build())
}
