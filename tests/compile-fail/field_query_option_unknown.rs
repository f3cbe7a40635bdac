use graph_runtime::graph_action;

#[graph_action(GET, "/users", perms = "User.Read.All")]
pub struct List {
    #[graph(query = "$filtr")]
    pub filter: String,
    #[graph(query = "$OrderBy")]
    pub order: String,
    #[graph(query, name = "$selct")]
    pub select: Option<String>,
    #[graph(query = "$everything")]
    pub everything: bool,
    #[graph(query = "$")]
    pub nothing: bool,
    #[graph(query = "$deltatoken")]
    pub known: String,
    #[graph(query = "filter")]
    pub without_sign: String,
}

fn main() {}
