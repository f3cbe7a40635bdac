//! `Self` in a declaration is the action, and what its author allows is allowed.
#![deny(warnings)]

use graph_runtime::{GraphClient, Patch, graph_action};

/// Has children of its own kind.
#[graph_action(POST, "/groups/<id>", perms = "Group.ReadWrite.All", returns = graph_runtime::Page<Self>)]
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct Group {
    pub id: String,
    pub children: Vec<Self>,
    pub parent: Option<Box<Self>>,
}

/// Writes a field with a function of its own.
#[graph_action(POST, "/x", perms = none)]
pub struct Sized {
    #[serde(serialize_with = "Self::write")]
    pub size: u8,
}

impl Sized {
    fn write<S: serde::Serializer>(size: &u8, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(size)
    }
}

#[deprecated]
#[derive(serde::Serialize)]
pub struct Old;

/// Has names that are not Rust's.
#[graph_action(PATCH, "/x", perms = none)]
#[allow(non_snake_case, deprecated, reason = "they are Microsoft's")]
pub struct Names {
    pub ItemIds: Vec<u16>,
    pub old: Option<Old>,
    pub _private: Patch<u8>,
}

/// Constants with the names of generated bindings.
pub mod constants {
    #![allow(non_upper_case_globals)]

    pub const fields: u8 = 1;
    pub const encoder: u8 = 2;
    pub const serializer: u8 = 3;
    pub const f: u8 = 4;

    /// Is declared beside them.
    #[graph_runtime::graph_action(POST, "/x/<id>", perms = none)]
    pub struct Beside {
        pub id: u8,
        #[graph(secret)]
        #[serde(serialize_with = "write")]
        pub token: String,
    }

    fn write<S: serde::Serializer>(token: &str, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(token)
    }
}

fn main() {
    let graph = GraphClient::builder().build().unwrap();
    let child = Group { id: "2".into(), children: Vec::new(), parent: None };
    let group = Group::builder().id("1").children([child.clone()]).parent(child).build();
    let _ = (group.send(&graph), Sized { size: 8 }.send(&graph));
    let _ = Names::builder().ItemIds([1]).clear_private().build();
    let _ = constants::Beside::builder().id(1).token("t").build();
    let _ = (constants::fields, constants::encoder, constants::serializer, constants::f);
}
