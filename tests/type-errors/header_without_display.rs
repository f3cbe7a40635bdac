use graph_runtime::graph_action;

pub struct Tag;

#[graph_action(DELETE, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct DeleteUser {
    pub id: String,
    #[graph(header = "If-Match")]
    pub tag: Tag, //~ error: `Tag` cannot be written into a path, query or header
    //~ label: does not implement `Display`
}

fn main() {}
