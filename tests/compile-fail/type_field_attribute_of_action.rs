use graph_runtime::graph_type;

#[graph_type]
pub struct User {
    #[graph(query = "$select")]
    pub select: Option<String>,
    #[graph(header = "If-Match")]
    pub etag: Option<String>,
}

fn main() {}
