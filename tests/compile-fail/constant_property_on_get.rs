use graph_runtime::graph_action;

#[graph_action(GET, "/users/<id>", perms = "User.Read.All", property("category" = "x"))]
pub struct Get {
    pub id: String,
}

fn main() {}
