use graph_runtime::graph_action;

#[graph_action(POST, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    pub items: Vec<String>,
    pub build: String,
    pub call: String,
    #[graph(query)]
    pub pages: u32,
}

fn main() {}
