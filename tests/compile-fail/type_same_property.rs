use graph_runtime::graph_type;

#[graph_type]
pub struct User {
    pub display_name: Option<String>,
    #[graph(name = "displayName")]
    pub name: Option<String>,
    #[serde(alias = "id")]
    pub key: Option<String>,
    #[graph(read_only)]
    pub id: Option<String>,
}

fn main() {}
