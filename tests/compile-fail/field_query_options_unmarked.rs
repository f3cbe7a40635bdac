use graph_runtime::{QueryOptions, graph_action};

#[graph_action(GET, "/users", perms = "User.Read.All")]
pub struct ListUsers {
    pub options: QueryOptions,
}

#[graph_action(GET, "/groups", perms = "Group.Read.All")]
pub struct ListGroups {
    #[graph(query)]
    pub options: Option<QueryOptions>,
}

#[graph_action(POST, "/users/<id>/x", perms = "User.ReadWrite.All")]
pub struct Act {
    pub id: String,
    pub options: graph_runtime::QueryOptions,
}

fn main() {}
