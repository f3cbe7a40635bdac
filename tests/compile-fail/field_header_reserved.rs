use graph_runtime::graph_action;

#[graph_action(GET, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    #[graph(header = "Authorization")]
    pub token: String,
}

fn main() {}
