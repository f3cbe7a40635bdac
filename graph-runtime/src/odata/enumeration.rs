//! OData enumerations, to which Microsoft may add members at any time.

/// Declares an OData enumeration that preserves unknown members.
///
/// Each variant is a known member, with its name in JSON. The macro adds a variant `Unknown(String)` for any other
/// member, which is sent back unchanged. The enumeration implements `Debug`, `Clone`, `PartialEq`, `Eq`, `Hash`,
/// `Display`, `Serialize`, `Deserialize`, and `From<&str>` and `FromStr`, which never fail. Members can have doc comments,
/// `#[cfg]` and `#[deprecated]`.
///
/// ```
/// use graph_runtime::graph_enum;
///
/// graph_enum! {
///     /// The type of an account in Apple's Volume Purchase Program.
///     pub enum VppTokenAccountType {
///         /// Apple Business Manager.
///         Business = "business",
///         /// Apple School Manager.
///         Education = "education",
///     }
/// }
///
/// let known: VppTokenAccountType = serde_json::from_str(r#""education""#)?;
/// assert_eq!(known, VppTokenAccountType::Education);
///
/// let later: VppTokenAccountType = serde_json::from_str(r#""government""#)?;
/// assert_eq!(later, VppTokenAccountType::Unknown("government".into()));
/// assert_eq!(serde_json::to_string(&later)?, r#""government""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Flags
///
/// With `flags enum`, the members can be combined: a property has the type [`Flags`](crate::odata::Flags) of them, `|`
/// combines members, and the enumeration implements `Ord`, in the order of the declaration.
///
/// ```
/// use graph_runtime::{graph_enum, odata::Flags};
///
/// graph_enum! {
///     /// An action on a chat message that violates a policy.
///     pub flags enum DlpAction {
///         None = "none",
///         NotifySender = "notifySender",
///         BlockAccess = "blockAccess",
///     }
/// }
///
/// let actions: Flags<DlpAction> = DlpAction::BlockAccess | DlpAction::NotifySender;
/// assert_eq!(serde_json::to_string(&actions)?, r#""notifySender,blockAccess""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// See [Handling future members in evolvable
/// enumerations](https://learn.microsoft.com/graph/best-practices-concept#handling-future-members-in-evolvable-enumerations).
#[macro_export]
macro_rules! graph_enum {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $( $( # $member_attribute:tt )* $member:ident = $wire:literal ),+ $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash)]
        #[non_exhaustive]
        $visibility enum $name {
            $( $( # $member_attribute )* $member, )+
            /// A member that is unknown to this version of the crate, unchanged.
            Unknown($crate::__private::String),
        }

        $crate::__enum_implementations! {
            $visibility $name { $( [$( $member_attribute )*] $member = $wire ),+ }
        }
    };
    (
        $(#[$attribute:meta])*
        $visibility:vis flags enum $name:ident {
            $( $( # $member_attribute:tt )* $member:ident = $wire:literal ),+ $(,)?
        }
    ) => {
        $crate::graph_enum! {
            $(#[$attribute])*
            #[derive(::core::cmp::PartialOrd, ::core::cmp::Ord)]
            $visibility enum $name {
                $( $( # $member_attribute )* $member = $wire ),+
            }
        }

        impl $crate::odata::Flag for $name {}

        impl<M: ::core::convert::Into<$crate::odata::Flags<Self>>> ::core::ops::BitOr<M> for $name {
            type Output = $crate::odata::Flags<Self>;

            fn bitor(self, more: M) -> Self::Output {
                <Self::Output as ::core::convert::From<Self>>::from(self) | more
            }
        }
    };
}

/// The implementations of an enumeration.
#[doc(hidden)]
#[macro_export]
macro_rules! __enum_implementations {
    ($visibility:vis $name:ident { $( $attributes:tt $member:ident = $wire:literal ),+ }) => {
        #[allow(dead_code, deprecated)]
        impl $name {
            /// The names of the members that are known to this version of the crate.
            $visibility const MEMBERS: &'static [&'static str] = {
                const NAMES: &[&[&str]] = &[ $( $crate::__enum_member!(name [] $attributes $wire) ),+ ];
                &$crate::__private::concatenated::<{ $crate::__private::total(NAMES) }>(NAMES)
            };

            /// Returns the name of the member.
            #[must_use]
            $visibility fn as_str(&self) -> &str {
                $( $crate::__enum_member!(statement [] $attributes if let Self::$member = self { return $wire; }); )+
                match self {
                    Self::Unknown(member) => member,
                    _ => "",
                }
            }
        }

        #[allow(deprecated)]
        impl ::core::convert::From<&str> for $name {
            fn from(member: &str) -> Self {
                $( $crate::__enum_member!(statement [] $attributes if member == $wire { return Self::$member; }); )+
                Self::Unknown(::core::convert::From::from(member))
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(member: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(::core::convert::From::from(member))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize_member(deserializer)
            }
        }
    };
}

/// Code for one member, with the `#[cfg]` of the member and without its other attributes, which code cannot have.
#[doc(hidden)]
#[macro_export]
macro_rules! __enum_member {
    ($form:ident [$( $cfg:tt )*] [[cfg $condition:tt] $( $attribute:tt )*] $( $code:tt )*) => {
        $crate::__enum_member!($form [$( $cfg )* $condition] [$( $attribute )*] $( $code )*)
    };
    ($form:ident $cfg:tt [$ignored:tt $( $attribute:tt )*] $( $code:tt )*) => {
        $crate::__enum_member!($form $cfg [$( $attribute )*] $( $code )*)
    };
    (name [$( $cfg:tt )*] [] $wire:literal) => { &[ $( #[cfg $cfg] )* $wire ] };
    (statement [$( $cfg:tt )*] [] $( $code:tt )*) => { $( #[cfg $cfg] )* { $( $code )* } };
}

#[cfg(test)]
mod tests {
    graph_enum! {
        #[derive(Default)]
        enum Kind {
            /// The first one.
            ///
            /// With a second paragraph.
            #[default]
            First = "first",
            #[deprecated]
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

    #[test]
    fn a_member_without_its_configuration_is_unknown() {
        assert_eq!(Kind::MEMBERS, ["first", "old", "everything"]);
        assert_eq!(Kind::from("missing"), Kind::Unknown("missing".to_owned()));
        for name in ["first", "old", "everything", "missing", ""] {
            assert_eq!(Kind::from(name).as_str(), name);
            assert_eq!(name.parse::<Kind>(), Ok(Kind::from(name)));
        }
        assert_eq!(Kind::default(), Kind::First);
        assert!(!matches!(Kind::from("everything"), Kind::Unknown(_)));
    }
}
