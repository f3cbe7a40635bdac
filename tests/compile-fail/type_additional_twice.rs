use graph_runtime::{graph_type, odata::AdditionalProperties};

#[graph_type]
pub struct User {
    #[graph(additional)]
    pub additional: AdditionalProperties,
    #[graph(additional)]
    pub more: AdditionalProperties,
}

fn main() {}
