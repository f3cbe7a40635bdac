use graph_runtime::graph_type;

#[graph_type]
pub enum State {
    Running,
    Done,
}

fn main() {}
