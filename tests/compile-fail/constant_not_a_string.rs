use graph_runtime::graph_action;

#[graph_action(GET, "/users", perms = "User.Read.All", query("$count" = true))]
pub struct ListUsers;

fn main() {}
