/// Creates an enrollment token for an enrollment profile, in place of its current one.
///
/// The response has no body; use [`GetAndroidDeviceOwnerEnrollmentProfile`] to read the token and its QR code. The client
/// does not retry a call that may already have been processed, since each call creates another token.
///
/// The permissions are those of Microsoft's permission data of August 2026. Microsoft's documentation of early 2019
/// lists this action as not supported for applications, and in 2021 users still reported a 403 for calls with an
/// application permission.
///
/// ```no_run
/// # async fn example(graph: &graph_runtime::GraphClient, id: &str) -> Result<(), graph_runtime::Error> {
/// use intune_onboarding::android::{CreateToken, GetAndroidDeviceOwnerEnrollmentProfile};
///
/// let ninety_days = 90 * 24 * 60 * 60;
/// CreateToken::builder().id(id).token_validity_in_seconds(ninety_days).send(graph).await?;
///
/// let profile = GetAndroidDeviceOwnerEnrollmentProfile::builder().id(id).send(graph).await?;
/// if let Some(qr_code) = &profile.qr_code_content {
///     show_to_the_device(qr_code.expose());
/// }
/// # Ok(())
/// # }
/// # fn show_to_the_device(_: &str) {}
/// ```
#[derive(Debug, Clone, Default)]
/**
# Request

`POST /deviceManagement/androidDeviceOwnerEnrollmentProfiles/<id>/createToken`, in beta; returns nothing.

# Permissions

| Permission type | Least privileged permissions | Higher privileged permissions |
|---|---|---|
| Delegated (work or school account) | `DeviceManagementConfiguration.ReadWrite.All` | Not available. |
| Delegated (personal Microsoft account) | Not supported. | Not supported. |
| Application | `DeviceManagementConfiguration.ReadWrite.All` | Not available. |

[Microsoft's documentation](https://learn.microsoft.com/graph/api/intune-androidforwork-androiddeviceownerenrollmentprofile-createtoken?view=graph-rest-beta)*/
pub struct CreateToken {
    /// Key of the androidDeviceOwnerEnrollmentProfile.
    pub id: String,
    /// How long the token is valid, in seconds; at least one. Microsoft's documentation states no maximum; the service
    /// returns an error if it does not accept the value.
    pub token_validity_in_seconds: i32,
}

/// Builds an action: see [`CreateToken`].
#[must_use = "a builder sends nothing until `send` is called and awaited"]
pub struct CreateTokenBuilder<Id, TokenValidityInSeconds> {
    id: Id,
    token_validity_in_seconds: TokenValidityInSeconds,
}

const _: () = {
    use ::graph_runtime::__private as __graph;

    #[automatically_derived]
    impl __graph::GraphAction for CreateToken {
        const DECLARATION: __graph::Declaration = "name: CreateToken\n\
            method: POST\n\
            path: /deviceManagement/androidDeviceOwnerEnrollmentProfiles/<id>/createToken\n\
            versions: beta\n\
            delegated: DeviceManagementConfiguration.ReadWrite.All 0883f392-0a7a-443d-8c76-16a6d39c7b63 9241abd9-d0e6-425a-bd4f-47ba86e767a4 33 y\n\
            application: DeviceManagementConfiguration.ReadWrite.All 0883f392-0a7a-443d-8c76-16a6d39c7b63 9241abd9-d0e6-425a-bd4f-47ba86e767a4 33 y\n\
            body: json\n\
            docs: https://learn.microsoft.com/graph/api/intune-androidforwork-androiddeviceownerenrollmentprofile-createtoken?view=graph-rest-beta\n\
            ";

        type Response = ();

        fn encode(&self, __encoder: &mut __graph::Encoder) {
            __encoder.parameter(&self.id);
            __encoder
                .property("tokenValidityInSeconds", &self.token_validity_in_seconds);
        }
    }

    pub enum id {}

    pub enum token_validity_in_seconds {}

    impl CreateToken {
        /// Returns a builder of `CreateToken`, which requires `id` and `token_validity_in_seconds`.
        pub fn builder() -> CreateTokenBuilder<
            __graph::Missing<id>,
            __graph::Missing<token_validity_in_seconds>,
        > {
            CreateTokenBuilder {
                id: __graph::missing(),
                token_validity_in_seconds: __graph::missing(),
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

    impl<Id, TokenValidityInSeconds> CreateTokenBuilder<Id, TokenValidityInSeconds> {
        /// Key of the androidDeviceOwnerEnrollmentProfile.
        pub fn id(
            self,
            value: impl __graph::Into<String>,
        ) -> CreateTokenBuilder<String, TokenValidityInSeconds> {
            CreateTokenBuilder {
                id: value.into(),
                token_validity_in_seconds: self.token_validity_in_seconds,
            }
        }

        /// How long the token is valid, in seconds; at least one. Microsoft's documentation states no maximum; the service
        /// returns an error if it does not accept the value.
        pub fn token_validity_in_seconds(
            self,
            value: impl __graph::Into<i32>,
        ) -> CreateTokenBuilder<Id, i32> {
            CreateTokenBuilder {
                id: self.id,
                token_validity_in_seconds: value.into(),
            }
        }

        /// Returns the finished `CreateToken`.
        #[must_use]
        pub fn build(self) -> CreateToken
        where
            Id: __graph::IsSet<id, String>,
            TokenValidityInSeconds: __graph::IsSet<token_validity_in_seconds, i32>,
        {
            CreateToken {
                id: self.id.take(),
                token_validity_in_seconds: self.token_validity_in_seconds.take(),
            }
        }

        /// Sends the request.
        pub fn send(self, client: &__graph::GraphClient) -> __graph::ResponseFuture<()>
        where
            Id: __graph::IsSet<id, String>,
            TokenValidityInSeconds: __graph::IsSet<token_validity_in_seconds, i32>,
        {
            client.send(&self.build())
        }

        /// Starts a call with options of its own, such as a time-out.
        pub fn call(
            self,
            client: &__graph::GraphClient,
        ) -> __graph::Call<'_, CreateToken>
        where
            Id: __graph::IsSet<id, String>,
            TokenValidityInSeconds: __graph::IsSet<token_validity_in_seconds, i32>,
        {
            __graph::call(client, self.build())
        }
    }
};
