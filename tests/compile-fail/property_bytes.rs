use std::{borrow::Cow, collections::HashMap};

use graph_runtime::{Bytes, Patch, graph_action};

#[graph_action(POST, "/x", perms = none)]
pub struct SetPhoto<'a> {
    pub vec: Vec<u8>,
    pub slice: Option<&'a [u8]>,
    pub array: Patch<[u8; 16]>,
    pub bytes: Bytes,
    pub boxed: Box<[u8]>,
    pub cow: Cow<'a, [u8]>,
    pub map: HashMap<String, Vec<Bytes>>,
    #[serde(serialize_with = "as_hex")]
    pub hex: Vec<u8>,
    #[graph(query)]
    pub byte: u8,
}

fn as_hex<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format!("{bytes:x?}"))
}

fn main() {}
