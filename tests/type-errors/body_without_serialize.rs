use graph_runtime::graph_action;

pub struct User;

#[graph_action(POST, "/users", perms = "User.ReadWrite.All")]
pub struct CreateUser {
    #[graph(body)]
    pub user: User, //~ error: `User` cannot be written into a JSON body
    //~ label: does not implement `serde::Serialize`
}

fn main() {}
