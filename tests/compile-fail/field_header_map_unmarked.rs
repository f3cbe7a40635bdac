use graph_runtime::graph_action;

#[graph_action(GET, "/users", perms = "User.Read.All")]
pub struct ListUsers {
    pub headers: graph_runtime::reqwest::header::HeaderMap,
}

fn main() {}
