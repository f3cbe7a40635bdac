use graph_runtime::graph_action;

#[graph_action(POST, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    #[graph(header)]
    pub etag: String,
    #[graph(secret = "yes")]
    pub password: String,
    #[graph(query(top))]
    pub top: String,
}

fn main() {}
