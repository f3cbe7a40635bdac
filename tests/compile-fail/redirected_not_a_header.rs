use graph_runtime::graph_action;

#[graph_action(GET, "/drives/<id>/content", perms = "Files.Read.All", redirects = true)]
pub struct Download {
    #[graph(redirected)]
    pub id: String,
    #[graph(query, redirected)]
    pub format: String,
}

fn main() {}
