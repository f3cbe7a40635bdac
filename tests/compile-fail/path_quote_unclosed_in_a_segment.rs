use graph_runtime::graph_action;

#[graph_action(GET, "/partners/tenant='<tenant>,name=<name>/x", perms = "Policy.Read.All")]
pub struct Get {
    pub tenant: String,
    pub name: String,
}

#[graph_action(GET, "/partners/'<tenant>", perms = "Policy.Read.All")]
pub struct GetByKey {
    pub tenant: String,
}

#[graph_action(GET, "/partners/Ns.Type'<tenant>/x", perms = "Policy.Read.All")]
pub struct GetByType {
    pub tenant: String,
}

fn main() {}
