use graph_runtime::graph_action;

#[graph_action(
    POST, "/users/<id>/x",
    perms = "User.ReadWrite.All",
    query("" = "a", "b c" = "d"),
    property("" = 1, "a\"b" = 2),
)]
pub struct Act {
    pub id: String,
}

fn main() {}
