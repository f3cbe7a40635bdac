use graph_runtime::graph_type;

#[graph_type]
pub struct User {
    #[graph(query = "$select")]
    pub select: Option<String>,
    #[graph(header = "If-Match", redirected)]
    pub etag: Option<String>,
    #[graph(quoted)]
    pub name: Option<String>,
}

fn main() {}
