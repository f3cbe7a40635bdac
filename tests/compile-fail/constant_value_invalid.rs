use graph_runtime::graph_action;

#[graph_action(
    GET, "/users",
    perms = "User.Read.All",
    header("ConsistencyLevel" = " ", "X-Name" = "Zoë", "X-Lines" = "a\r\nb"),
    query("$search" = "a\nb"),
)]
pub struct ListUsers;

fn main() {}
