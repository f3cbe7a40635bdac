//! A scope in which every name of the prelude means something else, and so do those of the crates.
#![deny(warnings)]

mod declarations {
    #![allow(dead_code, unused_macros, non_camel_case_types, reason = "what shadows need not be used")]

    use ::graph_runtime::graph_action;

    struct String;
    struct Result;
    struct Vec;
    struct Box;
    struct Some;
    struct None;
    struct Ok;
    struct Err;
    struct Set;
    struct Missing;
    struct Kind;
    struct Encoder;
    struct GraphAction;
    struct GraphClient;
    struct ResponseFuture;
    struct PhantomData;
    struct str;
    struct u8;
    struct usize;
    struct bool;
    trait Into {}
    trait From {}
    trait Default {}
    trait Debug {}
    trait Send {}
    trait Sync {}
    trait Sized {}
    trait Copy {}
    trait Clone {}
    trait Drop {}
    trait Fn {}
    trait Iterator {}
    trait ToString {}
    trait Display {}
    trait Serialize {}
    trait Serializer {}
    mod core {}
    mod std {}
    mod alloc {}
    mod graph_runtime {}
    mod serde {}
    mod bytes {}
    mod option {}
    mod result {}
    mod fmt {}
    mod private {}
    mod __private {}
    macro_rules! format_args { () => {} }
    macro_rules! panic { () => {} }
    macro_rules! matches { () => {} }
    macro_rules! vec { () => {} }
    fn drop() {}
    fn take() {}

    type Text = ::std::string::String;
    type Option<T> = ::core::option::Option<T>;

    #[graph_action(PATCH, "/x/<id>", perms = none, returns = ::graph_runtime::Page<Text>)]
    #[derive(::core::clone::Clone)]
    pub(super) struct Everything<'a, T: ::serde::Serialize + ::core::fmt::Debug> {
        pub(super) id: ::core::primitive::u8,
        pub(super) name: Option<&'a ::core::primitive::str>,
        pub(super) office: ::graph_runtime::Patch<Text>,
        pub(super) content: T,
        #[graph(secret)]
        pub(super) secret: Text,
        #[graph(query)]
        pub(super) expand: Option<Text>,
        #[graph(header = "If-Match")]
        pub(super) tag: Text,
        #[serde(serialize_with = "as_text")]
        pub(super) written: ::core::primitive::u16,
    }

    #[graph_action(PUT, "/x/content", perms = none, returns = ::graph_runtime::Bytes)]
    pub(super) struct Upload {
        #[graph(raw_body = "text/plain")]
        pub(super) content: ::graph_runtime::Bytes,
        #[graph(query_options)]
        pub(super) options: ::graph_runtime::QueryOptions,
        #[cfg(all())]
        #[graph(header = "Prefer")]
        pub(super) prefer: Option<Text>,
    }

    fn as_text<S: ::serde::Serializer>(
        number: &::core::primitive::u16,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }
}

use declarations::{Everything, Upload};

fn main() {
    let all = Everything::builder().id(1).content("c").secret("s").tag("t").written(1_u16).clear_office().build();
    let _ = std::format!("{:?}", all.clone());
    let _ = (all.id, all.name, all.office, all.content, all.secret, all.expand, all.tag, all.written);
    let upload = Upload::builder().content("text").build();
    let _ = (upload.content, upload.options, upload.prefer);
}
