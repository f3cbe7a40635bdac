use graph_runtime::graph_action;

#[graph_action(GET, "/users/f(id=@id)", perms = "User.Read.All")]
pub struct Get {
    #[graph(query = "@")]
    pub id: String,
}

fn main() {}
