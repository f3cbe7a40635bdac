use graph_runtime::{graph_type, odata::AdditionalProperties};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct User;

#[graph_type]
pub enum Member {
    #[graph("#microsoft.graph.user")]
    User(User), //~ error: `User` has no `#[graph_type]`
    //~ label: is not a type with `#[graph_type]`
    #[graph(other)]
    Other(AdditionalProperties),
}

fn main() {}
