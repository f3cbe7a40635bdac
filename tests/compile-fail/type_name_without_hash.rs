use graph_runtime::graph_type;

#[graph_type("microsoft.graph.user")]
pub struct User {
    pub id: Option<String>,
}

fn main() {}
