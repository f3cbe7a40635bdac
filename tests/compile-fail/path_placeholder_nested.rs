use graph_runtime::graph_action;

#[graph_action(GET, "/users/<a<b>>", perms = "User.Read.All")]
pub struct Get;

fn main() {}
