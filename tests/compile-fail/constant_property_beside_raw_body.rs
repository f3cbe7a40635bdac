use graph_runtime::graph_action;

#[graph_action(PUT, "/users/<id>/photo/$value", perms = "User.ReadWrite.All", property("category" = "x"))]
pub struct Act {
    pub id: String,
    #[graph(raw_body = "image/png")]
    pub photo: Vec<u8>,
}

fn main() {}
