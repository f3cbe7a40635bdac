use graph_runtime::graph_action;

#[graph_action(DELETE, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    pub reason: Option<String>,
}

fn main() {}
