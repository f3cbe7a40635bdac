//! OData enumerations, to which Microsoft may add members at any time.

/// Declares an OData enumeration that preserves unknown members.
///
/// Each variant is a known member, with its name in JSON. The macro adds a variant `Unknown(String)` for any other
/// member, which is sent back unchanged. The enumeration implements `Debug`, `Clone`, `PartialEq`, `Eq`, `Hash`,
/// `Display`, `Serialize`, `Deserialize`, and `From<&str>`, which never fails.
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
/// See [Handling future members in evolvable
/// enumerations](https://learn.microsoft.com/graph/best-practices-concept#handling-future-members-in-evolvable-enumerations).
#[macro_export]
macro_rules! graph_enum {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $( $(#[$member_attribute:meta])* $member:ident = $wire:literal ),+ $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash)]
        #[non_exhaustive]
        $visibility enum $name {
            $( $(#[$member_attribute])* $member, )+
            /// A member that is unknown to this version of the crate, unchanged.
            Unknown($crate::__private::String),
        }

        impl $name {
            /// The names of the members that are known to this version of the crate.
            $visibility const MEMBERS: &'static [&'static str] = &[$($wire),+];

            /// Returns the name of the member.
            #[must_use]
            $visibility fn as_str(&self) -> &str {
                match self {
                    $( Self::$member => $wire, )+
                    Self::Unknown(member) => member,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(member: &str) -> Self {
                match member {
                    $( $wire => Self::$member, )+
                    other => Self::Unknown(::core::convert::From::from(other)),
                }
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
