use graph_runtime::graph_action;

#[graph_action(GET, "/users", perms = "User.Read.All")]
pub union Get {
    one: u8,
}

fn main() {}
