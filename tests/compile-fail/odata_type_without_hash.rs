use graph_runtime::graph_action;

#[graph_action(PATCH, "/users/<id>", odata_type = "microsoft.graph.user", perms = "User.ReadWrite.All")]
pub struct Get {
    pub id: String,
}

fn main() {}
