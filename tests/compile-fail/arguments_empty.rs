use graph_runtime::graph_action;

#[graph_action]
pub struct Get;

#[graph_action()]
pub struct GetUser {
    pub id: String,
}

fn main() {}
