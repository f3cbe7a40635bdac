use graph_runtime::graph_type;

#[graph_type("#microsoft.graph.user", "#microsoft.graph.group")]
pub struct User {
    pub id: Option<String>,
}

fn main() {}
