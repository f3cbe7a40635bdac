use graph_runtime::graph_type;

#[graph_type]
pub enum Member {
    #[graph("#microsoft.graph.user")]
    User(serde_json::Value),
}

fn main() {}
