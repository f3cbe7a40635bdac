use graph_runtime::graph_action;

#[graph_action(PUT, "/me/photo/$value", perms(delegated = "User.ReadWrite"))]
pub struct SetPhoto {
    #[graph(body)]
    pub photo: Vec<u8>,
}

fn main() {}
