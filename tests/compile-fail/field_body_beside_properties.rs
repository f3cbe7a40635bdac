use graph_runtime::graph_action;

#[graph_action(POST, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    #[graph(body)]
    pub user: String,
    pub display_name: String,
}

fn main() {}
