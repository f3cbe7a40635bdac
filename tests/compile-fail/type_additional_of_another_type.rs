use std::collections::BTreeMap;

use graph_runtime::{graph_type, odata::AdditionalProperties};

#[graph_type]
pub struct User {
    #[graph(additional)]
    pub additional: BTreeMap<String, String>,
}

#[graph_type]
pub struct Group {
    #[graph(additional)]
    pub additional: Option<AdditionalProperties>,
}

fn main() {}
