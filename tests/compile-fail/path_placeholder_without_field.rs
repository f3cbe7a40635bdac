use graph_runtime::graph_action;

#[graph_action(GET, "/users/<user>/messages/<message>", perms = "User.Read.All")]
pub struct Get {
    pub user: String,
    pub mesage: String,
}

fn main() {}
