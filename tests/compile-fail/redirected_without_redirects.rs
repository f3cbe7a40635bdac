use graph_runtime::graph_action;

#[graph_action(GET, "/drives/<id>/content", perms = "Files.Read.All")]
pub struct Download {
    pub id: String,
    #[graph(header = "Range", redirected)]
    pub range: Option<String>,
}

fn main() {}
