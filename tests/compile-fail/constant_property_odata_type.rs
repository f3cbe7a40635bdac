use graph_runtime::graph_action;

#[graph_action(
    POST, "/users/<id>/x",
    perms = "User.ReadWrite.All",
    property("@odata.type" = "#microsoft.graph.x"),
)]
pub struct Act {
    pub id: String,
}

#[graph_action(
    POST, "/users/<id>/y",
    perms = "User.ReadWrite.All",
    odata_type = "#microsoft.graph.x",
    property("@odata.type" = "#microsoft.graph.y"),
)]
pub struct Other {
    pub id: String,
}

fn main() {}
