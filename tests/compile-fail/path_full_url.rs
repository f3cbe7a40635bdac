use graph_runtime::graph_action;

#[graph_action(GET, "https://graph.microsoft.com/v1.0/users/<id>", perms = "User.Read.All")]
pub struct Get {
    pub id: String,
}

fn main() {}
