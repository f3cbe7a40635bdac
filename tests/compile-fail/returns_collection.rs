use graph_runtime::graph_action;

#[derive(serde::Deserialize)]
pub struct User {}

#[graph_action(GET, "/users", perms = "User.Read.All", returns = Vec<User>)]
pub struct List;

#[graph_action(GET, "/users", perms = "User.Read.All", returns = Option<std::vec::Vec<User>>)]
pub struct MaybeList;

#[graph_action(GET, "/users", perms = "User.Read.All", returns = [User; 2])]
pub struct Two;

#[graph_action(GET, "/users", perms = "User.Read.All", returns = Box<[User]>)]
pub struct Boxed;

#[graph_action(GET, "/me/photo/$value", perms = "User.Read.All", returns = Vec<u8>)]
pub struct Photo;

#[graph_action(GET, "/me/photo/$value", perms = "User.Read.All", returns = Option<Vec<u8>>)]
pub struct MaybePhoto;

fn main() {}
