use graph_runtime::graph_action;

#[graph_action(GET, "/users", perms = "User.Read.All")]
pub struct ListUsers {
    #[graph(query)]
    pub range: (u8, u8), //~ error: `(u8, u8)` cannot be written into a path, query or header
    //~ label: does not implement `Display`
    #[graph(query = "$filter")]
    pub filter: Option<Filter>, //~ error: `Filter` cannot be written into a path, query or header
    #[graph(query = "$select")]
    pub select: Vec<Filter>, //~ error: `Filter` cannot be written into a path, query or header
}

pub struct Filter;

fn main() {}
