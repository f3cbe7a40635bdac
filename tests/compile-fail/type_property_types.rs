use graph_runtime::graph_type;

#[graph_type]
pub struct Photo {
    pub content: Vec<u8>,
    pub hash: Option<[u8; 32]>,
    #[graph(read_only)]
    pub age: Option<std::time::Duration>,
    pub taken: std::time::SystemTime,
    #[serde(skip)]
    pub cache: Vec<u8>,
}

fn main() {}
