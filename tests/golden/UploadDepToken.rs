/// Uploads a new Device Enrollment Program token.
///
/// The token is the text of the `.p7m` file from Apple Business Manager, and is valid for one year. The response has no
/// body; use [`GetDepOnboardingSetting`] to read the updated setting.
///
/// The permissions are those of Microsoft's permission data of August 2026. Microsoft's documentation of early 2019
/// lists this action as not supported for applications; that of November 2020 lists it as supported.
///
/// ```no_run
/// # async fn example(graph: &graph_runtime::GraphClient) -> Result<(), Box<dyn std::error::Error>> {
/// use intune_onboarding::dep::UploadDepToken;
///
/// let file = std::fs::read_to_string("Contoso_Token_2026-08-01_smime.p7m")?;
/// UploadDepToken::builder()
///     .id("54fac284-7866-43e5-860a-9c8e10fa3d7d")
///     .apple_id("it@contoso.com")
///     .dep_token(file.trim_end())
///     .send(graph)
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
/**
# Request

`POST /deviceManagement/depOnboardingSettings/<id>/uploadDepToken`, in beta; returns nothing.

# Permissions

| Permission type | Least privileged permissions | Higher privileged permissions |
|---|---|---|
| Delegated (work or school account) | `DeviceManagementServiceConfig.ReadWrite.All` | Not available. |
| Delegated (personal Microsoft account) | Not supported. | Not supported. |
| Application | `DeviceManagementServiceConfig.ReadWrite.All` | Not available. |

[Microsoft's documentation](https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-uploaddeptoken?view=graph-rest-beta)*/
pub struct UploadDepToken {
    /// Key of the depOnboardingSetting.
    pub id: String,
    /// The Apple ID with which the token was created.
    pub apple_id: String,
    /// The text of the `.p7m` file.
    pub dep_token: String,
}

/// Builds an action: see [`UploadDepToken`].
#[must_use = "a builder sends nothing until `send` is called and awaited"]
pub struct UploadDepTokenBuilder<Id, AppleId, DepToken> {
    id: Id,
    apple_id: AppleId,
    dep_token: DepToken,
}

const _: () = {
    use ::graph_runtime::__private as __graph;

    #[automatically_derived]
    impl __graph::GraphAction for UploadDepToken {
        const DECLARATION: __graph::Declaration = "name: UploadDepToken\n\
            method: POST\n\
            path: /deviceManagement/depOnboardingSettings/<id>/uploadDepToken\n\
            versions: beta\n\
            delegated: DeviceManagementServiceConfig.ReadWrite.All 662ed50a-ac44-4eef-ad86-62eed9be2a29 5ac13192-7ace-4fcf-b828-1a26f28068ee 33 y\n\
            application: DeviceManagementServiceConfig.ReadWrite.All 662ed50a-ac44-4eef-ad86-62eed9be2a29 5ac13192-7ace-4fcf-b828-1a26f28068ee 33 y\n\
            body: json\n\
            docs: https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-uploaddeptoken?view=graph-rest-beta\n\
            ";

        const SECRETS: &'static [__graph::SecretPart] = &[
            __graph::SecretPart::Property("depToken"),
        ];

        type Response = ();

        fn encode(&self, __encoder: &mut __graph::Encoder) {
            __encoder.parameter(&self.id);
            __encoder.property("appleId", &self.apple_id);
            __encoder.secret().property("depToken", &self.dep_token);
        }
    }

    pub enum id {}

    pub enum apple_id {}

    pub enum dep_token {}

    impl UploadDepToken {
        /// Returns a builder of `UploadDepToken`, which requires `id`, `apple_id` and `dep_token`.
        pub fn builder() -> UploadDepTokenBuilder<
            __graph::Missing<id>,
            __graph::Missing<apple_id>,
            __graph::Missing<dep_token>,
        > {
            UploadDepTokenBuilder {
                id: __graph::missing(),
                apple_id: __graph::missing(),
                dep_token: __graph::missing(),
            }
        }

        /// Sends the request.
        pub fn send(
            &self,
            client: &__graph::GraphClient,
        ) -> __graph::ResponseFuture<()> {
            client.send(self)
        }
    }

    impl<Id, AppleId, DepToken> UploadDepTokenBuilder<Id, AppleId, DepToken> {
        /// Key of the depOnboardingSetting.
        pub fn id(
            self,
            value: impl __graph::Into<String>,
        ) -> UploadDepTokenBuilder<String, AppleId, DepToken> {
            UploadDepTokenBuilder {
                id: value.into(),
                apple_id: self.apple_id,
                dep_token: self.dep_token,
            }
        }

        /// The Apple ID with which the token was created.
        pub fn apple_id(
            self,
            value: impl __graph::Into<String>,
        ) -> UploadDepTokenBuilder<Id, String, DepToken> {
            UploadDepTokenBuilder {
                id: self.id,
                apple_id: value.into(),
                dep_token: self.dep_token,
            }
        }

        /// The text of the `.p7m` file.
        pub fn dep_token(
            self,
            value: impl __graph::Into<String>,
        ) -> UploadDepTokenBuilder<Id, AppleId, String> {
            UploadDepTokenBuilder {
                id: self.id,
                apple_id: self.apple_id,
                dep_token: value.into(),
            }
        }

        /// Returns the finished `UploadDepToken`.
        #[must_use]
        pub fn build(self) -> UploadDepToken
        where
            Id: __graph::IsSet<id, String>,
            AppleId: __graph::IsSet<apple_id, String>,
            DepToken: __graph::IsSet<dep_token, String>,
        {
            UploadDepToken {
                id: self.id.take(),
                apple_id: self.apple_id.take(),
                dep_token: self.dep_token.take(),
            }
        }

        /// Sends the request.
        pub fn send(self, client: &__graph::GraphClient) -> __graph::ResponseFuture<()>
        where
            Id: __graph::IsSet<id, String>,
            AppleId: __graph::IsSet<apple_id, String>,
            DepToken: __graph::IsSet<dep_token, String>,
        {
            client.send(&self.build())
        }

        /// Starts a call with options of its own, such as a time-out.
        pub fn call(
            self,
            client: &__graph::GraphClient,
        ) -> __graph::Call<'_, UploadDepToken>
        where
            Id: __graph::IsSet<id, String>,
            AppleId: __graph::IsSet<apple_id, String>,
            DepToken: __graph::IsSet<dep_token, String>,
        {
            __graph::call(client, self.build())
        }
    }

    #[automatically_derived]
    impl ::core::fmt::Debug for UploadDepToken {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("UploadDepToken")
                .field("id", &self.id)
                .field("apple_id", &self.apple_id)
                .field("dep_token", &::core::format_args!("[redacted]"))
                .finish()
        }
    }
};
