use graph_runtime::{QueryOptions, graph_action};

#[graph_action(POST, "/users/<id>", perms = "User.ReadWrite.All")]
pub struct Act {
    #[graph(quoted)]
    pub id: String,
    #[graph(quoted)]
    pub name: String,
    #[graph(header = "If-Match", quoted)]
    pub tag: String,
    #[graph(query_options, quoted)]
    pub options: QueryOptions,
    #[graph(query, quoted)]
    pub period: String,
}

#[graph_action(POST, "/users", perms = "User.ReadWrite.All")]
pub struct ActWithValue {
    #[graph(query, quoted = "period")]
    pub period: String,
}

fn main() {}
