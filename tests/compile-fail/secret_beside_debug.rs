use graph_runtime::graph_action;

#[graph_action(POST, "/users/<id>/x", perms = "User.ReadWrite.All")]
#[derive(Clone, Debug)]
pub struct Act {
    pub id: String,
    #[graph(secret)]
    pub password: String,
}

fn main() {}
