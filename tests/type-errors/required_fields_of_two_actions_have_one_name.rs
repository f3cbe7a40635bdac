// rustc names the module of a type if several types have its name; `_` is the scope of the expansion.
use graph_runtime::graph_action;

#[graph_action(
    POST, "/deviceManagement/depOnboardingSettings/<id>/uploadDepToken",
    version = "beta",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
)]
pub struct UploadDepToken {
    pub id: String,
    pub apple_id: String,
    #[graph(secret)]
    pub dep_token: String,
}

#[graph_action(POST, "/users/<id>/revokeSignInSessions", perms = "User.RevokeSessions.All")]
pub struct RevokeSignInSessions {
    pub id: String,
}

fn main() {
    let _ = UploadDepToken::builder().apple_id("a").dep_token("t").build(); //~ error: `_::id` is required and has not been set
    let _ = RevokeSignInSessions::builder().build(); //~ error: `_::id` is required and has not been set
}
