use graph_runtime::graph_action;

#[graph_action(GET, "/users/<user_id>", perms = "User.Read.All")]
pub struct Get {
    #[graph(path)]
    pub user: String,
    pub user_id: String,
}

fn main() {}
