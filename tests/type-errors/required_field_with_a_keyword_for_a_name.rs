use graph_runtime::graph_action;

#[graph_action(POST, "/sites/<id>/lists", perms = "Sites.Manage.All")]
pub struct CreateList {
    pub id: String,
    pub r#type: String,
}

fn main() {
    let _ = CreateList::builder().id("1").build(); //~ error: `r#type` is required and has not been set
    //~ label: call the setter of the field before this
}
