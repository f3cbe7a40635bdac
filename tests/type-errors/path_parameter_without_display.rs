use graph_runtime::graph_action;

pub struct Key;

#[graph_action(GET, "/users/<id>", perms = "User.Read.All")]
pub struct GetUser {
    pub id: Key, //~ error: `Key` cannot be written into a path, query or header
    //~ label: does not implement `Display`
}

fn main() {}
