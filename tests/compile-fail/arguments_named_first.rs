use graph_runtime::graph_action;

#[graph_action(perms = "User.Read.All", GET, "/users/<id>")]
pub struct Get {
    pub id: String,
}

fn main() {}
