use graph_runtime::graph_action;

#[graph_action(GET, "", perms = "User.Read.All")]
pub struct Get;

fn main() {}
