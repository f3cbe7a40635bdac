use graph_runtime::graph_type;

#[graph_type]
#[serde(deny_unknown_fields, rename_all = "snake")]
pub struct User {
    pub id: Option<String>,
    #[serde(getter = "name", skip_serializing_if)]
    pub name: Option<String>,
}

#[graph_type]
#[serde(untagged)]
pub enum Member {
    #[graph("#microsoft.graph.user")]
    #[serde(rename = "user")]
    User(User),
    #[graph(other)]
    Other(serde_json::Value),
}

fn main() {}
