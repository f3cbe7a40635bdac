use graph_runtime::graph_action;

#[graph_action(PUT, "/me/photo/$value", odata_type = "#microsoft.graph.photo", perms = "User.ReadWrite.All")]
pub struct Act {
    #[graph(raw_body = "image/png")]
    pub photo: Vec<u8>,
}

fn main() {}
