use graph_runtime::graph_action;

#[graph_action(
    POST, "/users/<id>/x",
    perms = "User.ReadWrite.All",
    header("ConsistencyLevel", "eventual"),
    query(count = "true", "$top" = 5),
    property("size" = 5u8, "kind" = [1], "kinds" = None, "text" = -"a"),
)]
pub struct Act {
    pub id: String,
}

fn main() {}
