use graph_runtime::graph_action;

#[graph_action(GET, "/users", perms = "User.Read.All", header("Authorization" = "Bearer x", "a b" = "c"))]
pub struct ListUsers;

fn main() {}
