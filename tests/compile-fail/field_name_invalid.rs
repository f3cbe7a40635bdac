use graph_runtime::graph_action;

#[graph_action(POST, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    #[graph(name = "a\"b")]
    pub quote: String,
    #[graph(name = "")]
    pub nothing: String,
}

fn main() {}
