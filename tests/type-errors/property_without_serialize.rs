use graph_runtime::graph_action;

pub struct Settings;

#[graph_action(PATCH, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct UpdateUser {
    pub id: String,
    pub settings: Settings, //~ error: `Settings` cannot be written into a JSON body
    //~ label: does not implement `serde::Serialize`
    pub optional: Option<Settings>, //~ error: `Settings` cannot be written into a JSON body
    pub clearable: graph_runtime::Patch<Settings>, //~ error: `Settings` cannot be written into a JSON body
}

fn main() {}
