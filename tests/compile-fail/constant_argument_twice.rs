use graph_runtime::graph_action;

#[graph_action(
    GET, "/users/$count",
    perms = "User.Read.All",
    header("ConsistencyLevel" = "eventual"),
    header("Prefer" = "respond-async"),
)]
pub struct CountUsers;

fn main() {}
