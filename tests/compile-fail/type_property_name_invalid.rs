use graph_runtime::graph_type;

#[graph_type]
pub struct User {
    #[graph(name = "")]
    pub id: Option<String>,
    #[serde(alias = "a b")]
    pub name: Option<String>,
}

fn main() {}
