use contoso::graph_runtime::{Patch, graph_type};

#[graph_type("#microsoft.graph.x")]
#[derive(Default)]
pub struct Type {
    #[graph(read_only)]
    pub id: Option<String>,
    #[graph(secret)]
    pub token: Patch<String>,
}

pub fn show(value: &Type) -> String {
    format!("{value:?}")
}
