use contoso::graph_runtime::graph_action;

#[graph_action(PATCH, "/x/<id>", perms = none, returns = String)]
#[derive(Clone)]
pub struct Act {
    pub id: String,
    #[cfg(all())]
    #[graph(query)]
    pub name: Option<String>,
    #[cfg_attr(all(), graph(secret))]
    pub token: String,
}

pub fn act() {
    let _ = Act::builder().id("1").token("t").build();
}
