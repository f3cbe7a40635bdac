use graph_runtime::graph_action;

#[graph_action(GET, "/users/<id>", perms(delegated = "AgentCardManifest.ReadWrite.ManagedBy"))]
pub struct Get {
    pub id: String,
}

fn main() {}
