use graph_runtime::{graph_type, odata::AdditionalProperties};

#[graph_type]
pub struct User {
    #[graph(additional, name = "more", secret, read_only)]
    pub additional: AdditionalProperties,
}

#[graph_type]
pub struct Group {
    #[graph(additional)]
    #[serde(flatten)]
    pub additional: AdditionalProperties,
}

fn main() {}
