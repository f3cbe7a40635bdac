use graph_runtime::graph_type;

#[graph_type("#microsoft.graph.directoryObject")]
pub enum Member {
    #[graph("#microsoft.graph.user")]
    User(serde_json::Value),
    #[graph(other)]
    Other(serde_json::Value),
}

fn main() {}
