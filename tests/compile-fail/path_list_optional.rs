use graph_runtime::graph_action;

#[graph_action(GET, "/users/f(ids=[<ids>])", perms = "User.Read.All")]
pub struct Get {
    pub ids: Option<Vec<u32>>,
}

fn main() {}
