use graph_runtime::graph_action;

#[graph_action(PUT, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    #[graph(raw_body)]
    pub photo: Vec<u8>,
}

fn main() {}
