use graph_runtime::graph_action;

#[graph_action(GET, "/users/<ids>/f(names='<names>',numbers=<numbers>)/root:/<path..>", perms = "User.Read.All")]
pub struct Get {
    pub ids: Vec<String>,
    pub names: &'static [&'static str],
    pub numbers: [u8; 2],
    pub path: Vec<String>,
}

#[graph_action(GET, "/users/f(names=['<first>','<second>'])", perms = "User.Read.All")]
pub struct GetTwo {
    pub first: String,
    pub second: Vec<String>,
}

fn main() {}
