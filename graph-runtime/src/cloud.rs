//! The Microsoft clouds: the addresses of Microsoft Graph and of the sign-in service.

pub(crate) mod base_url;
pub(crate) mod text;

use std::borrow::Cow;

use self::base_url::BaseUrl;
use crate::error::{Error, build::BuildError};

/// A Microsoft cloud: the addresses of its Microsoft Graph and its sign-in service.
///
/// | Cloud | Microsoft Graph | Authority |
/// |---|---|---|
/// | [`Global`](Cloud::Global) | `graph.microsoft.com` | `login.microsoftonline.com` |
/// | [`UsGovernment`](Cloud::UsGovernment) (L4, GCC High) | `graph.microsoft.us` | `login.microsoftonline.us` |
/// | [`UsGovernmentDod`](Cloud::UsGovernmentDod) (L5) | `dod-graph.microsoft.us` | `login.microsoftonline.us` |
/// | [`China`](Cloud::China) (21Vianet) | `microsoftgraph.chinacloudapi.cn` | `login.chinacloudapi.cn` |
/// | [`custom`](Cloud::custom) | any | any |
///
/// ```
/// use graph_runtime::Cloud;
///
/// assert_eq!(Cloud::default().graph(), "https://graph.microsoft.com");
/// assert_eq!(Cloud::China.scope(), "https://microsoftgraph.chinacloudapi.cn/.default");
/// ```
///
/// See [national cloud deployments](https://learn.microsoft.com/graph/deployments).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// The worldwide cloud.
    #[default]
    Global,
    /// US government L4 (GCC High).
    UsGovernment,
    /// US government L5 (Department of Defense).
    UsGovernmentDod,
    /// China, operated by 21Vianet.
    China,
    /// Any other cloud: see [`Cloud::custom`].
    Custom(CustomCloud),
}

/// A cloud with other addresses than the public ones, created by [`Cloud::custom`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CustomCloud {
    graph: Cow<'static, str>,
    authority: Cow<'static, str>,
}

impl Cloud {
    /// Creates a cloud from the address of its Microsoft Graph, without the version, and that of its sign-in service.
    ///
    /// Both must be HTTPS, except on loopback; [`GraphClientBuilder::build`](crate::client::GraphClientBuilder::build) checks this.
    ///
    /// ```
    /// use graph_runtime::{Cloud, GraphClient};
    ///
    /// let cloud = Cloud::custom("https://graph.cloud.example", "https://login.cloud.example");
    /// assert_eq!(cloud.scope(), "https://graph.cloud.example/.default");
    /// let graph = GraphClient::builder().cloud(cloud).token("eyJ0…").build()?;
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn custom(graph: impl Into<Cow<'static, str>>, authority: impl Into<Cow<'static, str>>) -> Self {
        Self::Custom(CustomCloud { graph: graph.into(), authority: authority.into() })
    }

    /// Returns the address of Microsoft Graph, without the version.
    #[must_use]
    pub fn graph(&self) -> &str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovernment => "https://graph.microsoft.us",
            Self::UsGovernmentDod => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
            Self::Custom(custom) => &custom.graph,
        }
    }

    /// Returns the address of the sign-in service.
    #[must_use]
    pub fn authority(&self) -> &str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovernment | Self::UsGovernmentDod => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
            Self::Custom(custom) => &custom.authority,
        }
    }

    /// Returns the scope for access tokens: all permissions granted to the application.
    #[must_use]
    pub fn scope(&self) -> String {
        format!("{}/.default", self.graph().trim_end_matches('/'))
    }

    /// Checks that the addresses are valid.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for (name, address) in [("Graph", self.graph()), ("authority", self.authority())] {
            BaseUrl::read(address)
                .map_err(|reason| BuildError::client("cloud", format_args!("is invalid: its {name} URL {reason}")))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
