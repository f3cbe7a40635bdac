use graph_runtime::graph_action;

#[graph_action(GET, "/users/<id>", returns = T, perms = "User.Read.All")]
pub struct GetUser<T: serde::de::DeserializeOwned + Send + 'static> { //~ error: type parameter `T` is never used
    pub id: String,
}

fn main() {}
