use graph_runtime::graph_action;

#[graph_action(GET, "/users/<id>", version = 1.0, returns = "User", idempotent = "yes", docs = learn, perms = "User.Read.All")]
pub struct Get {
    pub id: String,
}

fn main() {}
