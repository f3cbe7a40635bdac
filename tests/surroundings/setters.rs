//! What setters take: values that convert, an `Option` where the field is optional, anything that iterates for a list.
#![deny(warnings)]

use std::{borrow::Cow, collections::BTreeSet};

use graph_runtime::{GraphClient, Patch, graph_action};

#[graph_action(PATCH, "/x/<id>", perms = none, returns = graph_runtime::Page<String>)]
#[derive(Clone, Debug, PartialEq)]
struct Everything<'a, T: serde::Serialize> {
    id: String,
    text: Option<String>,
    borrowed: Option<&'a str>,
    number: Option<i64>,
    nested: Option<Option<u8>>,
    office: Patch<String>,
    nested_patch: Patch<Option<u8>>,
    names: Vec<String>,
    numbers: Vec<u32>,
    #[serde(skip)]
    bytes: Option<Vec<u8>>,
    mails: Option<Vec<Cow<'a, str>>>,
    generic: Option<T>,
    generics: Vec<T>,
}

fn main() {
    let none: Option<&str> = None;
    let base = Everything::<u8>::builder().id('1').names(["a", "b"]).numbers([1, 2]).generics(vec![1]);
    let one = base.text("t").number(7_u32).nested(Some(1)).office("o").nested_patch(None).bytes("b").mails(["m"]);
    let one = one.borrowed("b").generic(1).build();
    assert_eq!((one.text.as_deref(), one.number, one.nested), (Some("t"), Some(7), Some(Some(1))));
    assert_eq!((&one.office, one.nested_patch), (&Patch::Set("o".to_owned()), Patch::Set(None)));
    assert_eq!((one.bytes, one.mails), (Some(b"b".to_vec()), Some(vec!["m".into()])));

    let names: BTreeSet<_> = ["a", "b"].into();
    let base = Everything::builder().id(String::from("1")).names(names).numbers(vec![1]).generics(vec![1_u8]);
    let two = base.text(one.text).text(none).number(None::<i32>).office(none).office(Some("x")).mails(Some(["m"]));
    let two = two.borrowed(Some("b")).bytes(None::<Vec<u8>>).build();
    assert_eq!((two.text.as_deref(), two.borrowed, two.number), (None, Some("b"), None));
    assert_eq!((two.office, two.mails), (Patch::Set("x".to_owned()), Some(vec!["m".into()])));

    let texts = [String::from("a")];
    let base = Everything::builder().id("1").generics(vec!["x"]).numbers((0..3).map(|number| number * 2));
    let three = base.names(texts.iter().map(String::as_str)).office(Patch::<&str>::Clear).build();
    assert_eq!((three.names, three.office, three.numbers), (texts.to_vec(), Patch::Clear, vec![0, 2, 4]));

    let graph = GraphClient::builder().token("t").build().expect("a client");
    let _ = Everything::<u8>::builder().id("1").names(texts).numbers([]).generics(vec![]).call(&graph).pages();
}
