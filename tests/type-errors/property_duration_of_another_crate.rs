use std::time::Duration;

use graph_runtime::{Patch, graph_action};

#[graph_action(PATCH, "/x", perms = none)]
pub struct Schedule {
    pub wait: Duration, //~ error: `std::time::Duration` is not written into JSON as OData writes a duration
    //~ label: write `graph_runtime::odata::Duration`
    pub waits: Option<Vec<Duration>>, //~ error: `std::time::Duration` is not written into JSON as OData writes a duration
    pub later: Patch<Duration>, //~ error: `std::time::Duration` is not written into JSON as OData writes a duration
    #[serde(serialize_with = "seconds")]
    pub seconds: Duration,
    #[serde(skip)]
    pub local: Duration,
}

fn seconds<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(duration.as_secs())
}

fn main() {}
