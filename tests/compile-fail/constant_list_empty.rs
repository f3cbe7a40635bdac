use graph_runtime::graph_action;

#[graph_action(GET, "/users/$count", perms = "User.Read.All", header(), query())]
pub struct CountUsers;

fn main() {}
