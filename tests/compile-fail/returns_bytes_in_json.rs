use graph_runtime::{Bytes, Page, graph_action, odata::ODataValue};

#[graph_action(GET, "/x", perms = none, returns = ODataValue<Bytes>)]
pub struct GetValue;

#[graph_action(GET, "/x", perms = none, returns = Option<ODataValue<Vec<u8>>>)]
pub struct GetOptionalValue;

#[graph_action(GET, "/x", perms = none, returns = Page<std::time::Duration>)]
pub struct ListDurations;

#[graph_action(GET, "/x", perms = none, returns = Bytes)]
pub struct GetContent;

#[graph_action(GET, "/x", perms = none, returns = Option<Bytes>)]
pub struct GetOptionalContent;

fn main() {}
