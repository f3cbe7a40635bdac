use contoso::graph_runtime::graph_type;

#[graph_type]
pub enum Type {
    #[graph("#microsoft.graph.x")]
    A(String),
    #[cfg(all())]
    #[graph(other)]
    Other(String),
}
