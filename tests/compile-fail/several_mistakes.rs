use graph_runtime::graph_action;

#[graph_action(
    POST, "/users/<user_id>/changePassword",
    version = "bta",
    perms = "User.Raed.All",
)]
pub struct ChangePassword {
    pub user: String,
    #[graph(sercet)]
    pub password: String,
}

fn main() {
    // The struct and its builder are there all the same: nothing is reported here.
    let action = ChangePassword { user: String::new(), password: String::new() };
    let _ = action.password;
    let _ = ChangePassword::builder().user("u").password("p").build();
}
