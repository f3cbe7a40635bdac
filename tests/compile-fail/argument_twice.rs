use graph_runtime::graph_action;

#[graph_action(
    GET, "/users/<id>",
    version = "beta",
    perms = "User.Read.All",
    version = "v1.0",
)]
pub struct Get {
    pub id: String,
}

fn main() {}
