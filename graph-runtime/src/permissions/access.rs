//! What each caller type has to be granted for an action.

use std::fmt;

use super::alternatives::Alternatives;

/// What each of the three kinds of caller has to be granted, as Microsoft documents it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Permissions {
    /// A program that acts for a user with a work or school account.
    pub delegated: Access,
    /// A program that acts for a user with a personal Microsoft account.
    pub personal: Access,
    /// A program that acts for itself.
    pub application: Access,
}

impl Permissions {
    /// Work or school accounts and programs for themselves need the same; personal accounts are not supported.
    #[doc(hidden)]
    #[must_use]
    pub const fn at_work(alternatives: &'static str) -> Self {
        let access = Access::any_of(alternatives);
        Self { delegated: access, personal: Access::NotSupported, application: access }
    }

    /// The call needs no permission, whoever makes it.
    #[doc(hidden)]
    pub const NOT_NEEDED: Self =
        Self { delegated: Access::NotNeeded, personal: Access::NotNeeded, application: Access::NotNeeded };

    #[doc(hidden)]
    #[must_use]
    pub const fn declare(delegated: Access, personal: Access, application: Access) -> Self {
        Self { delegated, personal, application }
    }

    /// What `caller` has to be granted.
    #[must_use]
    pub const fn of(&self, caller: Caller) -> Access {
        match caller {
            Caller::Delegated => self.delegated,
            Caller::Personal => self.personal,
            Caller::Application => self.application,
        }
    }
}

/// A kind of caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Caller {
    /// A program that acts for a user with a work or school account.
    Delegated,
    /// A program that acts for a user with a personal Microsoft account.
    Personal,
    /// A program that acts for itself.
    Application,
}

impl Caller {
    /// The three kinds, in the order of Microsoft's tables.
    pub const ALL: [Self; 3] = [Self::Delegated, Self::Personal, Self::Application];

    /// The kind as Microsoft's tables name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delegated => "Delegated (work or school account)",
            Self::Personal => "Delegated (personal Microsoft account)",
            Self::Application => "Application",
        }
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What one kind of caller has to be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// This kind of caller cannot make the call.
    NotSupported,
    /// The call needs no permission.
    NotNeeded,
    /// Any one of these alternatives, from least to most privileged. Within one, all permissions are needed together.
    AnyOf(Alternatives),
}

impl Access {
    /// Alternatives, as the macro writes them down.
    #[doc(hidden)]
    #[must_use]
    pub const fn any_of(alternatives: &'static str) -> Self {
        Self::AnyOf(Alternatives::declare(alternatives))
    }

    /// The alternatives, from least to most privileged; none where the call is not supported or needs no permission.
    #[must_use]
    pub const fn alternatives(&self) -> Alternatives {
        match self {
            Self::AnyOf(alternatives) => *alternatives,
            Self::NotSupported | Self::NotNeeded => Alternatives::NONE,
        }
    }
}

impl fmt::Display for Access {
    /// `A`, or `A or B`, or `A, or B and C`; `not supported`, `none`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSupported => f.write_str("not supported"),
            Self::NotNeeded => f.write_str("none"),
            Self::AnyOf(alternatives) => alternatives.fmt(f),
        }
    }
}

/// One permission of Microsoft Graph, such as `DeviceManagementServiceConfig.ReadWrite.All`.
///
/// The same name is two permissions: a *scope*, granted to a program that acts for a user, and an *app role*, granted
/// to a program that acts for itself. They have ids of their own, by which an application's manifest asks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Permission {
    /// The name, as it stands in a token's `scp` or `roles` claim.
    pub name: &'static str,
    /// The id of the scope, where Microsoft publishes one.
    pub delegated_id: Option<&'static str>,
    /// The id of the app role, where Microsoft publishes one.
    pub application_id: Option<&'static str>,
    /// Microsoft's privilege level of the scope, from 1, low, to 5, high, where one is published.
    pub delegated_level: Option<u8>,
    /// Microsoft's privilege level of the app role, from 1, low, to 5, high, where one is published.
    pub application_level: Option<u8>,
    /// Whether an administrator has to consent to the scope, as far as is published; to an app role one always has to.
    pub admin_consent: bool,
    /// Whether Microsoft published the permission when the declaration was compiled. Of one that was written `unchecked`,
    /// nothing but the name is known.
    pub published: bool,
}

impl Permission {
    /// A permission as the macro writes it down; see [`alternatives`].
    pub(super) fn read(text: &'static str) -> Self {
        let mut columns = text.split(' ').map(|column| if column == "-" { "" } else { column });
        let mut next = || columns.next().filter(|column| !column.is_empty());
        let name = next().unwrap_or_default();
        let (delegated_id, application_id) = (next(), next());
        let Some(levels) = next() else { return Self::unpublished(name) };
        let level =
            |place| levels.as_bytes().get(place).copied().filter(u8::is_ascii_digit).map(|digit: u8| digit - b'0');
        Self {
            name,
            delegated_id,
            application_id,
            delegated_level: level(0),
            application_level: level(1),
            admin_consent: next() == Some("y"),
            published: true,
        }
    }

    /// A permission of which nothing but the name is known; that an administrator consents to it is on the safe side.
    #[doc(hidden)]
    #[must_use]
    pub const fn unpublished(name: &'static str) -> Self {
        Self {
            name,
            delegated_id: None,
            application_id: None,
            delegated_level: None,
            application_level: None,
            admin_consent: true,
            published: false,
        }
    }

    /// The id by which a manifest asks for the permission on behalf of this kind of caller.
    #[must_use]
    pub const fn id(&self, caller: Caller) -> Option<&'static str> {
        match caller {
            Caller::Delegated | Caller::Personal => self.delegated_id,
            Caller::Application => self.application_id,
        }
    }

    /// How much the permission allows this kind of caller, by Microsoft's privilege level from 1, low, to 5, high,
    /// where one is published.
    #[must_use]
    pub const fn level(&self, caller: Caller) -> Option<u8> {
        match caller {
            Caller::Delegated | Caller::Personal => self.delegated_level,
            Caller::Application => self.application_level,
        }
    }

    /// Whether an administrator has to consent to it: always to an app role, never to a scope of a personal account,
    /// which has none.
    #[must_use]
    pub const fn needs_admin_consent(&self, caller: Caller) -> bool {
        match caller {
            Caller::Delegated => self.admin_consent,
            Caller::Personal => false,
            Caller::Application => true,
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}
