use graph_runtime::graph_type;

#[graph_type]
pub enum Member {
    User(serde_json::Value),
    #[graph()]
    Group(serde_json::Value),
    #[graph]
    Device(serde_json::Value),
    #[graph(type = "#microsoft.graph.contact")]
    Contact(serde_json::Value),
    #[graph(other, "#microsoft.graph.directoryObject")]
    Other(serde_json::Value),
}

fn main() {}
