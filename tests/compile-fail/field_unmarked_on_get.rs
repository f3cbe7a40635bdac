use graph_runtime::graph_action;

#[graph_action(GET, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    pub display_name: String,
}

fn main() {}
