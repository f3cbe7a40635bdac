use graph_runtime::graph_action;

#[graph_action(POST, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    pub display_name: String,
    #[graph(name = "displayName")]
    pub other_name: String,
}

fn main() {}
