use std::time::{Instant, SystemTime};

use graph_runtime::{
    Patch, graph_action,
    time::{self, OffsetDateTime, PrimitiveDateTime},
};

#[graph_action(PATCH, "/x", perms = none)]
pub struct Schedule {
    pub system_time: SystemTime,
    pub instant: Option<Instant>,
    pub offset: Vec<OffsetDateTime>,
    pub primitive: Patch<PrimitiveDateTime>,
    pub date: time::Date,
    pub time_of_day: Option<graph_runtime::time::Time>,
}

fn main() {}
