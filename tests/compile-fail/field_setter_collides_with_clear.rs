use graph_runtime::graph_action;

#[graph_action(PATCH, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    pub state: graph_runtime::Patch<String>,
    pub clear_state: bool,
}

fn main() {}
