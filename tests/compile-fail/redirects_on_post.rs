use graph_runtime::graph_action;

#[graph_action(POST, "/users/<id>/x", perms = "User.ReadWrite.All", redirects = true)]
pub struct Act {
    pub id: String,
}

fn main() {}
