use graph_runtime::graph_action;

pub struct User;

#[graph_action(GET, "/users/<id>", returns = User, perms = "User.Read.All")] //~ error: `User` cannot be the response of an action
//~ label: does not implement `serde::Deserialize`, or is not `Send` and `'static`
pub struct GetUser {
    pub id: String,
}

fn main() {}
