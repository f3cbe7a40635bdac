use graph_runtime::graph_action;

#[graph_action(POST, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    #[graph(sercet)]
    pub password: String,
}

fn main() {}
