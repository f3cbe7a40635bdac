use graph_runtime::{Patch, graph_type, odata::AdditionalProperties};

#[graph_type]
pub struct User {
    #[graph(always)]
    pub id: String,
    #[graph(always)]
    pub name: Option<String>,
    #[graph(always)]
    pub mail: Patch<String>,
    #[graph(always, read_only)]
    pub phones: Vec<String>,
    #[graph(additional, always)]
    pub additional: AdditionalProperties,
}

fn main() {}
