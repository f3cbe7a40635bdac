use graph_runtime::graph_type;

#[graph_type(odata_type = "#microsoft.graph.user", perms)]
pub struct User {
    pub id: Option<String>,
}

fn main() {}
