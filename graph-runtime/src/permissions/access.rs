//! The permissions that each caller type needs for an action.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::alternatives::Alternatives;

/// The permissions that each of the three caller types needs, as documented by Microsoft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Permissions {
    /// For an application that acts on behalf of a user with a work or school account.
    pub delegated: Access,
    /// For an application that acts on behalf of a user with a personal Microsoft account.
    pub personal: Access,
    /// For an application that acts on its own behalf, without a user.
    pub application: Access,
}

impl Permissions {
    /// No caller type needs a permission.
    #[doc(hidden)]
    pub const NOT_NEEDED: Self =
        Self { delegated: Access::NotNeeded, personal: Access::NotNeeded, application: Access::NotNeeded };

    #[doc(hidden)]
    #[must_use]
    pub const fn declare(delegated: Access, personal: Access, application: Access) -> Self {
        Self { delegated, personal, application }
    }

    /// Returns the permissions that this caller type needs.
    #[must_use]
    pub const fn of(&self, caller: Caller) -> Access {
        match caller {
            Caller::Delegated => self.delegated,
            Caller::Personal => self.personal,
            Caller::Application => self.application,
        }
    }
}

/// A caller type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Caller {
    /// An application that acts on behalf of a user with a work or school account.
    Delegated,
    /// An application that acts on behalf of a user with a personal Microsoft account.
    Personal,
    /// An application that acts on its own behalf, without a user.
    Application,
}

impl Caller {
    /// All caller types, in the order of the tables in Microsoft's documentation.
    pub const ALL: [Self; 3] = [Self::Delegated, Self::Personal, Self::Application];

    /// Returns the name of the caller type in Microsoft's documentation.
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

/// The permissions that one caller type needs for an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Access {
    /// The caller type cannot call the action.
    NotSupported,
    /// The caller type needs no permission.
    NotNeeded,
    /// The caller type needs any one of these alternatives, which are ordered from least to most privileged. All
    /// permissions of an alternative are needed together.
    AnyOf(Alternatives),
}

impl Access {
    /// Creates alternatives from the text that the macro generates.
    #[doc(hidden)]
    #[must_use]
    pub const fn any_of(alternatives: &'static str) -> Self {
        Self::AnyOf(Alternatives::declare(alternatives))
    }

    /// Returns the alternatives, from least to most privileged. They are empty if the caller type is not supported or
    /// needs no permission.
    #[must_use]
    pub const fn alternatives(&self) -> Alternatives {
        match self {
            Self::AnyOf(alternatives) => *alternatives,
            Self::NotSupported | Self::NotNeeded => Alternatives::NONE,
        }
    }
}

impl fmt::Display for Access {
    /// Writes the alternatives, such as `A or B and C`, or `not supported` or `none`.
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
/// The same name stands for two permissions: a *scope*, which is granted to an application that acts on behalf of a
/// user, and an *app role*, which is granted to an application that acts on its own behalf. Each has its own ID, by
/// which the manifest of an application requests it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Permission {
    /// The name, as in the claim `scp` or `roles` of a token.
    pub name: &'static str,
    /// The ID of the scope; `None` if Microsoft does not publish one.
    pub delegated_id: Option<&'static str>,
    /// The ID of the app role; `None` if Microsoft does not publish one.
    pub application_id: Option<&'static str>,
    /// Microsoft's privilege level of the scope, from 1 (lowest) to 5 (highest); `None` if Microsoft does not publish
    /// one.
    pub delegated_level: Option<u8>,
    /// Microsoft's privilege level of the app role, from 1 (lowest) to 5 (highest); `None` if Microsoft does not
    /// publish one.
    pub application_level: Option<u8>,
    /// Whether an administrator has to consent to the scope. `true` if this is unknown. An app role always requires the
    /// consent of an administrator.
    pub admin_consent: bool,
    /// Whether the permission was in Microsoft's list when the declaration was compiled. If it is `false`, because the
    /// permission was declared with `unchecked`, only the name is known.
    pub published: bool,
}

impl Permission {
    /// Parses a permission; see [`encoded`](super::encoded) for the format.
    pub(super) fn read(text: &'static str) -> Self {
        let mut columns = text.split(' ').map(|column| if column == "-" { "" } else { column });
        let mut next = || columns.next().filter(|column| !column.is_empty());
        let name = next().unwrap_or_default();
        let (delegated_id, application_id) = (next(), next());
        let Some(levels) = next() else { return Self::unpublished(name) };
        let level =
            |index| levels.as_bytes().get(index).copied().filter(u8::is_ascii_digit).map(|digit: u8| digit - b'0');
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

    /// Creates a permission of which only the name is known. To be safe, it requires the consent of an administrator.
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

    /// Returns the ID by which a manifest requests the permission for this caller type, or `None` if Microsoft does not
    /// publish one.
    #[must_use]
    pub const fn id(&self, caller: Caller) -> Option<&'static str> {
        match caller {
            Caller::Delegated | Caller::Personal => self.delegated_id,
            Caller::Application => self.application_id,
        }
    }

    /// Returns Microsoft's privilege level of the permission for this caller type, from 1 (lowest) to 5 (highest), or
    /// `None` if Microsoft does not publish one.
    #[must_use]
    pub const fn level(&self, caller: Caller) -> Option<u8> {
        match caller {
            Caller::Delegated | Caller::Personal => self.delegated_level,
            Caller::Application => self.application_level,
        }
    }

    /// Returns `true` if an administrator has to consent to the permission for this caller type: always for an app
    /// role, and never for a personal account, which has no administrator.
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
