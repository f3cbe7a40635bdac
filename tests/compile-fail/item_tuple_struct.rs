use graph_runtime::graph_action;

#[graph_action(GET, "/users/<id>", perms = "User.Read.All")]
pub struct Get(String);

fn main() {}
