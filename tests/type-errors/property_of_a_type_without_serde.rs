use graph_runtime::{Patch, graph_type};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Settings;

pub struct Plan;

#[graph_type]
pub struct User {
    pub settings: Settings, //~ error: `Settings` cannot be written as a property
    //~ label: does not implement `serde::Serialize`
    pub optional: Option<Settings>, //~ error: `Settings` cannot be written as a property
    pub patch: Patch<Settings>,     //~ error: `Settings` cannot be written as a property
    pub list: Vec<Settings>,        //~ error: `Settings` cannot be written as a property
    #[graph(read_only)]
    pub read: Settings,
    #[graph(read_only)]
    pub plan: Option<Plan>, //~ error: `Plan` cannot be read as a property
    //~ label: does not implement `serde::Deserialize`
    #[graph(read_only)]
    pub required: Plan, //~ error: `Plan` cannot be read as a property
}

fn main() {}
