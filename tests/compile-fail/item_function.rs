use graph_runtime::graph_action;

#[graph_action(GET, "/users", perms = "User.Read.All")]
pub fn get() {}

fn main() {}
