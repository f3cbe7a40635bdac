use graph_runtime::{Patch, graph_action, time};

#[graph_action(PATCH, "/x", perms = none)]
pub struct Schedule {
    pub wait: std::time::Duration,
    pub waits: Vec<core::time::Duration>,
    pub offset: Patch<time::Duration>,
    pub ours: graph_runtime::odata::Duration,
}

fn main() {}
