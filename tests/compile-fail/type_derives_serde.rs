use graph_runtime::graph_type;
use serde::{Deserialize, Serialize};

#[graph_type]
#[derive(Debug, Serialize, Deserialize)]
pub struct User {
    pub id: Option<String>,
}

#[graph_type]
#[derive(Serialize)]
pub enum Member {
    #[graph("#microsoft.graph.user")]
    User(User),
    #[graph(other)]
    Other(serde_json::Value),
}

fn main() {}
