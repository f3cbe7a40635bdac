use graph_runtime::graph_action;

#[graph_action(GET, "/users/<id>", perms = "User.Read.All")]
pub struct Get {
    pub id: String,
    #[graph(header = "Prefer")]
    pub time_zone: String,
    #[graph(header = "prefer")]
    pub page_size: String,
}

fn main() {}
