#![no_implicit_prelude]
#![deny(warnings)]

use ::graph_runtime::{graph_enum, odata::Flags};

graph_enum! {
    /// An enumeration with attributes.
    #[derive(::core::default::Default)]
    pub enum Kind {
        /// The first one.
        ///
        /// With a second paragraph.
        #[default]
        First = "first",
        #[deprecated(note = "the service does not send it")]
        Old = "old",
        #[cfg(any())]
        Missing = "missing",
        /// One with everything.
        #[cfg(all())]
        #[cfg(not(any()))]
        #[deprecated]
        #[doc(alias = "all")]
        Everything = "everything",
    }
}

graph_enum! {
    /// Members that can be combined.
    pub(crate) flags enum Mode {
        #[cfg(any())]
        Nothing = "none",
        /// By password.
        Password = "password",
        #[deprecated]
        Voice = "voice",
        Token = "token",
    }
}

mod private {
    ::graph_runtime::graph_enum! {
        flags enum One { A = "a" }
    }

    pub fn one() -> ::std::string::String {
        let one = <super::Flags<One> as ::core::convert::From<One>>::from(One::A);
        ::std::string::ToString::to_string(&one)
    }
}

fn main() {
    use ::core::{convert::From, iter::Iterator};
    use ::std::{assert, assert_eq, string::ToString};

    assert_eq!(Kind::MEMBERS, ["first", "old", "everything"]);
    assert_eq!(Kind::from("missing"), Kind::Unknown("missing".to_string()));
    assert_eq!(Kind::from("everything").as_str(), "everything");
    assert_eq!(Kind::from("first"), Kind::First);
    assert_eq!("old".parse::<Kind>().map(|old| old.to_string()).as_deref(), ::core::result::Result::Ok("old"));
    assert_eq!(<Kind as ::core::default::Default>::default().to_string(), "first");

    assert_eq!(Mode::MEMBERS, ["password", "voice", "token"]);
    let modes = Mode::Token | Mode::Password | Mode::from("later");
    assert_eq!(modes.to_string(), "password,token,later");
    assert_eq!(modes, Flags::from([Mode::from("later"), Mode::Password, Mode::Token]));
    assert!(modes.iter().eq([&Mode::Password, &Mode::Token, &Mode::Unknown("later".to_string())]));
    assert_eq!(private::one(), "a");
}
