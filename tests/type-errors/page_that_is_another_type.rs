use graph_runtime::graph_action;

#[derive(serde::Deserialize)]
pub struct Page<T> {
    pub number: T,
}

#[graph_action(GET, "/pages", returns = Page<u32>, perms = none)] //~ error: `Page<u32>` is not a response with pages
//~ label: is not a `Page<T>`
pub struct GetPage;

fn main() {}
