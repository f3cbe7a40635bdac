use graph_runtime::graph_action;

#[graph_action(GET, "/users", perms = "User.Read.All", query("$cuont" = "true", "$Top" = "5", "$x" = "y"))]
pub struct ListUsers;

fn main() {}
