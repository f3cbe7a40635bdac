use graph_runtime::graph_action;

#[graph_action(
    POST, "/users/<id>/x",
    perms = "User.ReadWrite.All",
    header("If-Match" = "*"),
    query("$top" = "5"),
    property("displayName" = "x"),
)]
pub struct Act {
    pub id: String,
    #[graph(header = "if-match")]
    pub etag: String,
    #[graph(query = "$top")]
    pub top: u32,
    pub display_name: String,
}

fn main() {}
