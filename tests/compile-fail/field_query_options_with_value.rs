use graph_runtime::graph_action;

#[graph_action(GET, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    #[graph(query_options = "$select")]
    pub options: graph_runtime::QueryOptions,
}

fn main() {}
