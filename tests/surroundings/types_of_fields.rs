//! Fields of every form of type.
#![deny(warnings)]
#![allow(unused_braces)]

use std::{borrow::Cow, collections::BTreeMap, fmt::Display, marker::PhantomData};

use graph_runtime::{Patch, Secret, graph_action};
use serde::{Serialize, Serializer};

macro_rules! text {
    () => { String };
    (optional) => { Option<String> };
}

trait Named {
    type Name;
}

impl Named for u8 {
    type Name = String;
}

#[graph_action(POST, "/x/<displayed>/<borrowed>", perms = none)]
struct Types<'a, 'b: 'a> {
    displayed: Box<dyn Display + Send + Sync>,
    borrowed: &'a (dyn Display + 'b),
    from_a_macro: text!(),
    optional_from_a_macro: text!(optional),
    pair: (u8, String),
    one: (u8,),
    nothing: (),
    array: [u16; 3],
    computed: [u16; 1 + 2],
    in_a_block: [u16; { length() }],
    named_length: [u16; LENGTH],
    nested: [[u16; 2]; 2],
    slice: &'a [&'b str],
    cow: Cow<'a, str>,
    map: BTreeMap<String, Vec<Option<u8>>>,
    qualified: <u8 as Named>::Name,
    absolute: ::std::string::String,
    r#raw: r#Raw,
    optional: Option<Option<u8>>,
    optional_patch: Option<Vec<Patch<u8>>>,
    patch: Patch<Option<u8>>,
    secret: Secret<String>,
    optional_secret: Option<Secret<Vec<u16>>>,
    reference: &'a Option<u8>,
    reference_to_reference: &'a &'b str,
    constant: Const<3>,
    constant_in_a_block: Const<{ 1 + 2 }>,
    constant_of_a_call: Const<{ length() }>,
    #[serde(skip)]
    pointer: fn(&str, u8) -> String,
    #[serde(serialize_with = "called")]
    called: fn() -> u8,
    #[serde(skip)]
    higher_ranked: Option<Box<dyn for<'c> Fn(&'c str) -> &'c str>>,
    #[serde(skip)]
    raw_pointer: *const u8,
    #[serde(skip)]
    phantom: PhantomData<fn(&'a u8) -> &'b u8>,
    #[graph(query)]
    character: char,
    #[graph(query)]
    float: Option<f64>,
    #[graph(header = "If-Match")]
    tag: Cow<'static, str>,
}

const LENGTH: usize = 3;

const fn length() -> usize {
    3
}

#[derive(Serialize)]
struct Raw;

#[derive(Serialize)]
struct Const<const N: usize>;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field as it is")]
fn called<S: Serializer>(function: &fn() -> u8, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u8(function())
}

fn main() {
    let name = String::from("n");
    let displayed: Box<dyn Display + Send + Sync> = Box::new(1);
    let upper: fn(&str, u8) -> String = |text, times| text.repeat(times.into());
    let seven: fn() -> u8 = || 7;
    let builder = Types::builder().displayed(displayed).borrowed(&name as &dyn Display).from_a_macro("t");
    let builder = builder.optional_from_a_macro(None).pair((1, name.clone())).one((1,)).nothing(()).array([1; 3]);
    let builder = builder.computed([1; 3]).in_a_block([1; 3]).named_length([1; 3]).nested([[1; 2]; 2]).slice(&["a"][..]);
    let builder = builder.cow("c").map(BTreeMap::new()).qualified("q").absolute("a").r#raw(Raw);
    let builder = builder.optional(Some(1)).optional_patch([Patch::Set(1)]).patch(None).secret("s").reference(&None);
    let builder = builder.reference_to_reference(&"r").constant(Const).constant_in_a_block(Const).constant_of_a_call(Const).pointer(upper);
    let action = builder.called(seven).raw_pointer(name.as_ptr()).phantom(PhantomData).character('c');
    let action = action.tag("t").build();
    let _ = (action.optional_secret, (action.pointer)("x", 1), action.higher_ranked, action.raw_pointer, action.phantom);
}
