use graph_runtime::graph_type;

#[graph_type("#microsoft.graph.user")]
pub struct User {
    #[graph(name = "@odata.type")]
    pub odata_type: Option<String>,
}

fn main() {}
