//! OData enumerations whose values can be combined.

use std::{
    collections::{BTreeSet, btree_set},
    convert::Infallible,
    fmt,
    ops::BitOr,
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

use super::text;

/// A set of members of an enumeration: the type of a property whose enumeration has flags.
///
/// [`graph_enum!`](crate::graph_enum) declares the members with `flags enum`. On the wire, a set is a list of names in the
/// order of the declaration, `"password,voice"`. Unknown members are preserved.
///
/// ```
/// use graph_runtime::{graph_enum, odata::Flags};
///
/// graph_enum! {
///     /// A way to authenticate.
///     pub flags enum AuthenticationMethod {
///         Password = "password",
///         Voice = "voice",
///         HardwareOath = "hardwareOath",
///     }
/// }
/// use AuthenticationMethod::{HardwareOath, Password, Voice};
///
/// let mut methods = Voice | Password;
/// assert_eq!(methods.to_string(), "password,voice");
/// methods.insert(HardwareOath);
/// assert!(methods.contains(&HardwareOath));
///
/// let read: Flags<AuthenticationMethod> = serde_json::from_str(r#""voice, fido2""#)?;
/// assert!(read.iter().eq([&Voice, &AuthenticationMethod::Unknown("fido2".into())]));
/// assert_eq!(serde_json::to_string(&read)?, r#""voice,fido2""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Flags<T>(BTreeSet<T>);

/// A member of an enumeration that [`graph_enum!`](crate::graph_enum) declares with `flags enum`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an enumeration with flags",
    label = "declare it with `graph_enum! {{ flags enum … }}`"
)]
pub trait Flag: Ord + fmt::Display + for<'a> From<&'a str> {}

impl<T> Flags<T> {
    /// Returns an empty set.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeSet::new())
    }

    /// Returns whether the set has no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the number of members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns an iterator over the members, in the order of the declaration; unknown ones at the end.
    pub fn iter(&self) -> btree_set::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T: Flag> Flags<T> {
    /// Returns whether the set has this member.
    #[must_use]
    pub fn contains(&self, member: &T) -> bool {
        self.0.contains(member)
    }

    /// Adds a member. Returns `false` if the set has it already.
    pub fn insert(&mut self, member: T) -> bool {
        self.0.insert(member)
    }

    /// Removes a member. Returns `false` if the set does not have it.
    pub fn remove(&mut self, member: &T) -> bool {
        self.0.remove(member)
    }
}

impl<T> Default for Flags<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Flag> From<T> for Flags<T> {
    fn from(member: T) -> Self {
        Self([member].into())
    }
}

impl<T: Flag, const N: usize> From<[T; N]> for Flags<T> {
    fn from(members: [T; N]) -> Self {
        Self(members.into())
    }
}

impl<T: Flag> From<Vec<T>> for Flags<T> {
    fn from(members: Vec<T>) -> Self {
        members.into_iter().collect()
    }
}

impl<T: Flag> FromIterator<T> for Flags<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        Self(members.into_iter().collect())
    }
}

impl<T: Flag> Extend<T> for Flags<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, members: I) {
        self.0.extend(members);
    }
}

impl<T> IntoIterator for Flags<T> {
    type Item = T;
    type IntoIter = btree_set::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Flags<T> {
    type Item = &'a T;
    type IntoIter = btree_set::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Flag, M: Into<Self>> BitOr<M> for Flags<T> {
    type Output = Self;

    /// Returns the members of both sets. The right side can be a single member.
    fn bitor(mut self, more: M) -> Self {
        self.extend(more.into());
        self
    }
}

impl<T: Flag> From<&str> for Flags<T> {
    /// Reads names that are separated by commas. White space around them is ignored.
    fn from(names: &str) -> Self {
        names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(T::from).collect()
    }
}

impl<T: Flag> FromStr for Flags<T> {
    type Err = Infallible;

    fn from_str(names: &str) -> Result<Self, Self::Err> {
        Ok(names.into())
    }
}

impl<T: fmt::Debug> fmt::Debug for Flags<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(&self.0).finish()
    }
}

impl<T: fmt::Display> fmt::Display for Flags<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, member) in self.0.iter().enumerate() {
            f.write_str(if i == 0 { "" } else { "," })?;
            member.fmt(f)?;
        }
        Ok(())
    }
}

impl<T: Flag> Serialize for Flags<T> {
    /// Writes the names, separated by commas.
    ///
    /// An empty set is an error, because OData has no text for it: many enumerations have a member such as `none`, and a
    /// property without a value is left out.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_empty() {
            return Err(ser::Error::custom(
                "an empty set of flags; use the member for none, or leave out the property",
            ));
        }
        serializer.collect_str(self)
    }
}

impl<'de, T: Flag> Deserialize<'de> for Flags<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::deserialize(deserializer, "the names of members of an enumeration, such as \"a,b\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph_enum;

    graph_enum! {
        flags enum Mode {
            None = "none",
            Password = "password",
            #[cfg(any())]
            Fax = "fax",
            Voice = "voice",
        }
    }

    fn read(json: &str) -> Flags<Mode> {
        serde_json::from_str(json).expect(json)
    }

    fn other(name: &str) -> Mode {
        Mode::Unknown(name.to_owned())
    }

    #[test]
    fn a_set_is_read_whatever_its_order_and_spaces_and_written_in_one_order() {
        let all = Mode::Password | Mode::Voice | other("face") | other("iris");
        for json in [
            r#""password,voice,face,iris""#,
            r#"" iris , voice,face,\tpassword ""#,
            r#""iris,face,voice,password,voice,,""#,
        ] {
            assert_eq!(read(json), all, "{json}");
            assert_eq!(serde_json::to_string(&read(json)).expect(json), r#""password,voice,face,iris""#);
        }
        assert_eq!(read(r#""none""#), Flags::from(Mode::None));
        assert_eq!("fax".parse(), Ok(Flags::from(other("fax"))));
        assert!(serde_json::from_str::<Flags<Mode>>("3").is_err());
    }

    #[test]
    fn an_empty_set_is_read_and_never_written_into_a_body() {
        assert!(read(r#""""#).is_empty());
        let error = serde_json::to_string(&Flags::<Mode>::new()).expect_err("no text");
        assert!(error.to_string().contains("the member for none"), "{error}");
        assert_eq!(Flags::<Mode>::default().to_string(), "");
    }

    #[test]
    fn members_are_added_and_removed() {
        let mut modes = Flags::from([Mode::Voice, Mode::Voice]);
        assert_eq!((modes.len(), modes.contains(&Mode::Voice), modes.contains(&Mode::Password)), (1, true, false));
        assert!(modes.insert(Mode::Password) && !modes.insert(Mode::Password));
        modes.extend([other("x")]);
        assert_eq!(format!("{modes:?}"), r#"{Password, Voice, Unknown("x")}"#);
        assert!(modes.remove(&Mode::Voice) && !modes.remove(&Mode::Voice));
        assert_eq!((&modes).into_iter().cloned().collect::<Flags<_>>(), modes);
        assert_eq!(modes.into_iter().collect::<Vec<_>>(), [Mode::Password, other("x")]);
        assert_eq!((Mode::Voice | Flags::from(Mode::Password)).to_string(), "password,voice");
    }
}
