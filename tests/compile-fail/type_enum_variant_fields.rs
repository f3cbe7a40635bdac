use graph_runtime::graph_type;

#[graph_type]
pub enum Member {
    #[graph("#microsoft.graph.user")]
    User { user: serde_json::Value },
    #[graph("#microsoft.graph.group")]
    Group(u8, u8),
    #[graph("#microsoft.graph.device")]
    Device,
    #[graph(other)]
    Other(serde_json::Value),
}

fn main() {}
