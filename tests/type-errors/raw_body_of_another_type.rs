use graph_runtime::graph_action;

#[graph_action(PUT, "/me/photo/$value", perms(delegated = "User.ReadWrite"))]
pub struct PutPhoto {
    #[graph(raw_body = "image/png")]
    pub photo: u32, //~ error: `u32` cannot be sent as a body of bytes
    //~ label: is not made of bytes
}

fn main() {}
