use graph_runtime::graph_action;

#[graph_action(GET, "/users", perms = "User.Read.All")]
pub struct ListUsers {
    #[graph(query_options)]
    pub options: graph_runtime::QueryOptions,
    #[graph(query_options)]
    pub more: Option<graph_runtime::QueryOptions>,
}

fn main() {}
