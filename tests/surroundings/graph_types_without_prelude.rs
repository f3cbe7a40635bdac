//! Types where no name of the prelude is known, and those of the crates mean something else.
#![deny(warnings)]
#![no_implicit_prelude]

mod types {
    #![allow(dead_code, non_camel_case_types, reason = "what shadows need not be used")]

    struct Some;
    struct None;
    struct Result;
    struct Reader;
    struct Writer;
    struct Entity;
    struct Patch;
    struct str;
    struct usize;
    trait Serialize {}
    trait Deserialize {}
    trait Default {}
    mod core {}
    mod std {}
    mod graph_runtime {}
    mod serde {}
    mod option {}

    type Text = ::std::string::String;

    #[::graph_runtime::graph_type("#microsoft.graph.user")]
    pub(crate) struct User {
        pub(crate) id: Text,
        pub(crate) name: ::std::option::Option<Text>,
        pub(crate) office: ::graph_runtime::Patch<Text>,
        pub(crate) phones: ::std::vec::Vec<Text>,
        #[serde(default)]
        pub(crate) number: ::std::primitive::u8,
        #[graph(secret)]
        pub(crate) password: ::std::option::Option<Text>,
        #[cfg(all())]
        #[serde(serialize_with = "written")]
        pub(crate) text: ::std::option::Option<Text>,
        #[graph(additional)]
        pub(crate) additional: ::graph_runtime::odata::AdditionalProperties,
    }

    fn written<S: ::serde::Serializer>(
        text: &::std::option::Option<Text>,
        serializer: S,
    ) -> ::std::result::Result<S::Ok, S::Error> {
        ::serde::Serialize::serialize(text, serializer)
    }

    #[::graph_runtime::graph_type]
    #[derive(::std::fmt::Debug)]
    pub(crate) enum Member {
        #[graph("#microsoft.graph.user")]
        User(User),
        #[graph(other)]
        Other(::graph_runtime::odata::AdditionalProperties),
    }
}

fn main() {
    fn round<T: ::serde::Serialize + ::serde::de::DeserializeOwned + ::std::fmt::Debug>() {}
    round::<types::User>();
    round::<types::Member>();
    let read = |user: types::User| {
        (user.id, user.name, user.office, user.phones, user.number, user.password, user.text, user.additional)
    };
    let _ = read;
    let _ = (types::Member::User, types::Member::Other);
}
