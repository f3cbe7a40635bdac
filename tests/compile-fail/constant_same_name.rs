use graph_runtime::graph_action;

#[graph_action(
    POST, "/users/<id>/x",
    perms = "User.ReadWrite.All",
    header("If-Match" = "*", "if-match" = "1"),
    query("$count" = "true", "$count" = "false"),
    property("category" = "x", "category" = "y"),
)]
pub struct Act {
    pub id: String,
}

fn main() {}
