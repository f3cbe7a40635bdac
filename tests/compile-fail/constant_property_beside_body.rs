use graph_runtime::graph_action;

#[graph_action(PUT, "/users/<id>", perms = "User.ReadWrite.All", property("category" = "x"))]
pub struct Act {
    pub id: String,
    #[graph(body)]
    pub user: u8,
}

fn main() {}
