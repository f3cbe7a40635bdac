use contoso::graph_runtime::{GraphClient, Page, graph_action};

#[graph_action(GET, "/x", perms = none, returns = Page<String>)]
pub struct Act;

pub fn act(client: &GraphClient) {
    drop(Act::builder().items(client));
}
