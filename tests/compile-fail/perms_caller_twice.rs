use graph_runtime::graph_action;

#[graph_action(GET, "/users/<id>", perms(delegated = "User.Read.All", delegated = "User.ReadWrite.All"))]
pub struct Get {
    pub id: String,
}

fn main() {}
