use graph_runtime::{graph_action, upload::UploadBody};

#[graph_action(PUT, "/users/<id>/photo/$value", perms = "User.ReadWrite.All")]
pub struct Put {
    pub id: String,
    pub photo: UploadBody,
}

fn main() {}
