use graph_runtime::graph_action;

#[graph_action(GET, "/drives/<id>/content", perms = "Files.Read.All", redirects = true)]
pub struct Download {
    pub id: String,
    #[graph(header = "X-Key", redirected, secret)]
    pub key: String,
    #[graph(header = "X-Other-Key", redirected)]
    pub other: graph_runtime::Secret<String>,
}

fn main() {}
