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

fn main() {
    let graph = graph_runtime::GraphClient::builder().token("t").build().unwrap();
    let _ = UploadDepToken::builder().id("1").apple_id("a").build(); //~ error: `dep_token` is required and has not been set
    //~ label: call the setter of the field before this
    let _ = UploadDepToken::builder().id("1").apple_id("a").send(&graph); //~ error: `dep_token` is required and has not been set
    //~ label: call the setter of the field before this
}
