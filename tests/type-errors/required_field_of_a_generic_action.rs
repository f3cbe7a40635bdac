use graph_runtime::graph_action;

#[graph_action(PATCH, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct UpdateUser<'a, T: serde::Serialize> {
    pub id: &'a str,
    pub extension: T,
}

fn main() {
    let _ = UpdateUser::<u8>::builder().id("1").build(); //~ error: `extension` is required and has not been set
}
