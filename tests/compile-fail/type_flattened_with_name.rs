use std::collections::BTreeMap;

use graph_runtime::graph_type;

#[graph_type]
pub struct User {
    #[graph(name = "more")]
    #[serde(flatten)]
    pub more: BTreeMap<String, String>,
}

fn main() {}
