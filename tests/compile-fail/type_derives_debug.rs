use graph_runtime::{graph_type, odata::AdditionalProperties};

#[graph_type]
#[derive(Clone, Debug)]
pub struct Token {
    #[graph(secret)]
    pub token: Option<String>,
}

#[graph_type]
#[derive(Debug)]
pub struct User {
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

fn main() {}
