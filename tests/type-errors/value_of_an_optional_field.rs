use graph_runtime::{Patch, graph_action};

#[graph_action(PATCH, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct UpdateUser {
    pub id: String,
    pub name: Option<String>,
    pub office: Patch<String>,
    pub phones: Vec<String>,
    pub mails: Option<Vec<String>>,
}

fn main() {
    let _ = UpdateUser::builder().name(5); //~ error: `{integer}` cannot be the value of an optional `String`
    //~ label: does not convert into `String`, and is not an `Option` of a value that does
    let _ = UpdateUser::builder().office(5); //~ error: `{integer}` cannot be the value of a `Patch<String>`
    //~ label: does not convert into `String`, and is not an `Option` or `Patch` of a value that does
    let _ = UpdateUser::builder().phones(5); //~ error: `{integer}` cannot be the value of a list of `String`
    //~ label: does not iterate over values that convert into `String`
    let _ = UpdateUser::builder().mails("a"); //~ error: `&str` cannot be the value of an optional list of `String`
}
