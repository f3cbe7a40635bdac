use graph_runtime::graph_action;

#[graph_action(GET, "/users", perms = "User.Read.All")]
pub struct ListUsers {
    #[graph(query_options)]
    pub options: String, //~ error: `String` is not the type of a field marked `#[graph(query_options)]`
    //~ label: write `QueryOptions` here
}

fn main() {}
