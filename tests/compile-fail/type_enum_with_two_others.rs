use graph_runtime::graph_type;

#[graph_type]
pub enum Member {
    #[graph(other)]
    User(serde_json::Value),
    #[graph(other)]
    Other(serde_json::Value),
}

fn main() {}
