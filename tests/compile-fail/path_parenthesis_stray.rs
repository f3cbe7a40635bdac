use graph_runtime::graph_action;

#[graph_action(GET, "/users/<id>)/name", perms = "User.Read.All")]
pub struct Get {
    pub id: String,
}

fn main() {}
