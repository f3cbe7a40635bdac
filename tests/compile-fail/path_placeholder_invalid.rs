use graph_runtime::graph_action;

#[graph_action(GET, "/users/<user-id>", perms = "User.Read.All")]
pub struct Get;

fn main() {}
