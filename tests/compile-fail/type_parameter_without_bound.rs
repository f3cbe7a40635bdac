use graph_runtime::graph_action;

#[graph_action(POST, "/users/<id>", returns = R, perms = "User.ReadWrite.All")]
pub struct Act<'a, I, T, R, S: Copy> {
    pub id: I,
    #[graph(query)]
    pub filter: Option<&'a I>,
    #[graph(header = "If-Match")]
    pub tag: I,
    #[graph(body)]
    pub body: T,
    #[serde(skip)]
    pub response: std::marker::PhantomData<(R, S)>,
}

fn main() {}
