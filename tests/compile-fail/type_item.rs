use graph_runtime::graph_type;

#[graph_type]
pub struct Tuple(pub String);

#[graph_type]
pub union Either {
    pub a: u8,
    pub b: u8,
}

#[graph_type]
pub fn user() {}

fn main() {}
