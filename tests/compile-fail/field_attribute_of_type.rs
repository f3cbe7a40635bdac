use graph_runtime::graph_action;

#[graph_action(POST, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    #[graph(read_only)]
    pub name: String,
    #[graph(always)]
    pub phones: Vec<String>,
}

fn main() {}
