use graph_runtime::graph_action;

#[graph_action(GET, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    #[graph(query = "$top")]
    pub top: u32,
    #[graph(query = "$top")]
    pub first: u32,
}

fn main() {}
