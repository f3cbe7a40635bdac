use graph_runtime::graph_type;

#[graph_type]
pub enum Member {
    #[graph("#microsoft.graph.user")]
    User(serde_json::Value),
    #[graph("#microsoft.graph.user")]
    Guest(serde_json::Value),
    #[graph("microsoft.graph.group")]
    Group(serde_json::Value),
    #[graph(other)]
    Other(serde_json::Value),
}

fn main() {}
