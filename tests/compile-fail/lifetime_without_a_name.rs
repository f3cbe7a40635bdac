use std::borrow::Cow;

use graph_runtime::graph_action;

#[graph_action(POST, "/users/<id>", returns = Option<&str>, perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: &str,
    pub name: Option<Cow<'_, str>>,
    pub list: Vec<&str>,
    #[serde(skip)]
    pub function: Option<fn(&str) -> &str>,
}

fn main() {
    let _ = Act::builder().id("1").list(["a"]).build();
}
