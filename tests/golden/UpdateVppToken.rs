/// Updates a Volume Purchase Program token. A property that is not set keeps its value.
///
/// The most common update is the annual one, which sets `token` to the content of the new `.vpptoken` file. The properties
/// are those of both versions of Graph, without `id` and `lastModifiedDateTime`, which only the service sets. A property
/// that can be `null` is a [`Patch`], and can be cleared.
///
/// Microsoft's documentation shows the updated token as the response, but Intune may respond with 204 and no body: the
/// result is then `None`, and the token is updated all the same.
///
/// The permissions are those of Microsoft's permission data of August 2026. Microsoft's documentation of early 2019
/// lists this operation as not supported for applications; its newest page for beta names
/// `DeviceManagementApps.ReadWrite.All` as well.
///
/// ```no_run
/// # async fn example(graph: &graph_runtime::GraphClient) -> Result<(), Box<dyn std::error::Error>> {
/// use intune_onboarding::vpp::UpdateVppToken;
///
/// let file = std::fs::read_to_string("sToken_for_Contoso.vpptoken")?;
/// let updated = UpdateVppToken::builder()
///     .id("9ceb2f92-2f92-9ceb-922f-eb9c922feb9c")
///     .token(file.trim())
///     .automatically_update_apps(true)
///     .clear_country_or_region()
///     .send(graph)
///     .await?;
/// if let Some(token) = updated {
///     println!("valid until {:?}", token.expiration_date_time);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
/**
# Request

`PATCH /deviceAppManagement/vppTokens/<id>`, in v1.0 and beta; returns `Option<VppToken>`.

# Permissions

| Permission type | Least privileged permissions | Higher privileged permissions |
|---|---|---|
| Delegated (work or school account) | `DeviceManagementServiceConfig.ReadWrite.All` | `DeviceManagementConfiguration.ReadWrite.All` |
| Delegated (personal Microsoft account) | Not supported. | Not supported. |
| Application | `DeviceManagementServiceConfig.ReadWrite.All` | `DeviceManagementConfiguration.ReadWrite.All` |

[Microsoft's documentation](https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-update?view=graph-rest-1.0)*/
pub struct UpdateVppToken {
    /// Key of the vppToken.
    pub id: String,
    /// The organization that the token belongs to.
    pub organization_name: Patch<String>,
    /// The Apple program of the token.
    pub vpp_token_account_type: Option<VppTokenAccountType>,
    /// The Apple ID with which the token was created.
    pub apple_id: Patch<String>,
    /// When the token expires.
    pub expiration_date_time: Option<DateTimeOffset>,
    /// When apps were last synchronized with Apple.
    pub last_sync_date_time: Option<DateTimeOffset>,
    /// The unchanged content of the `.vpptoken` file, which is base64.
    pub token: Patch<String>,
    /// The state of the token.
    pub state: Option<VppTokenState>,
    /// The state of the last synchronization.
    pub last_sync_status: Option<VppTokenSyncStatus>,
    /// Whether the apps of the token are updated automatically.
    pub automatically_update_apps: Option<bool>,
    /// The country or region of the App Store of the token.
    pub country_or_region: Patch<String>,
}

/// Builds an action: see [`UpdateVppToken`].
#[must_use = "a builder sends nothing until `send` is called and awaited"]
pub struct UpdateVppTokenBuilder<Id> {
    id: Id,
    __others: (
        Patch<String>,
        Option<VppTokenAccountType>,
        Patch<String>,
        Option<DateTimeOffset>,
        Option<DateTimeOffset>,
        Patch<String>,
        Option<VppTokenState>,
        Option<VppTokenSyncStatus>,
        Option<bool>,
        Patch<String>,
    ),
}

const _: () = {
    use ::graph_runtime::__private as __graph;
    use __graph::JsonKind as _;

    #[automatically_derived]
    impl __graph::GraphAction for UpdateVppToken {
        const DECLARATION: __graph::Declaration = "name: UpdateVppToken\n\
            method: PATCH\n\
            path: /deviceAppManagement/vppTokens/<id>\n\
            versions: v1.0, beta\n\
            delegated: DeviceManagementServiceConfig.ReadWrite.All 662ed50a-ac44-4eef-ad86-62eed9be2a29 5ac13192-7ace-4fcf-b828-1a26f28068ee 33 y|DeviceManagementConfiguration.ReadWrite.All 0883f392-0a7a-443d-8c76-16a6d39c7b63 9241abd9-d0e6-425a-bd4f-47ba86e767a4 33 y\n\
            application: DeviceManagementServiceConfig.ReadWrite.All 662ed50a-ac44-4eef-ad86-62eed9be2a29 5ac13192-7ace-4fcf-b828-1a26f28068ee 33 y|DeviceManagementConfiguration.ReadWrite.All 0883f392-0a7a-443d-8c76-16a6d39c7b63 9241abd9-d0e6-425a-bd4f-47ba86e767a4 33 y\n\
            body: json\n\
            odata_type: #microsoft.graph.vppToken\n\
            docs: https://learn.microsoft.com/graph/api/intune-onboarding-vpptoken-update?view=graph-rest-1.0\n\
            ";

        const RESPONSE: __graph::ResponseKind = <__graph::Kind<Option<VppToken>>>::KIND;

        const SECRETS: &'static [__graph::SecretPart] = &[
            __graph::SecretPart::Property("token"),
        ];

        type Response = Option<VppToken>;

        fn encode(&self, __encoder: &mut __graph::Encoder) {
            __encoder.parameter(&self.id);
            __encoder.property_patch("organizationName", &self.organization_name);
            __encoder
                .property_option("vppTokenAccountType", &self.vpp_token_account_type);
            __encoder.property_patch("appleId", &self.apple_id);
            __encoder.property_option("expirationDateTime", &self.expiration_date_time);
            __encoder.property_option("lastSyncDateTime", &self.last_sync_date_time);
            __encoder.secret().property_patch("token", &self.token);
            __encoder.property_option("state", &self.state);
            __encoder.property_option("lastSyncStatus", &self.last_sync_status);
            __encoder
                .property_option(
                    "automaticallyUpdateApps",
                    &self.automatically_update_apps,
                );
            __encoder.property_patch("countryOrRegion", &self.country_or_region);
        }
    }

    pub enum id {}

    impl UpdateVppToken {
        /// Returns a builder of `UpdateVppToken`, which requires `id`.
        pub fn builder() -> UpdateVppTokenBuilder<__graph::Missing<id>> {
            UpdateVppTokenBuilder {
                id: __graph::missing(),
                __others: (
                    __graph::Patch::Keep,
                    __graph::None,
                    __graph::Patch::Keep,
                    __graph::None,
                    __graph::None,
                    __graph::Patch::Keep,
                    __graph::None,
                    __graph::None,
                    __graph::None,
                    __graph::Patch::Keep,
                ),
            }
        }

        /// Sends the request.
        pub fn send(
            &self,
            client: &__graph::GraphClient,
        ) -> __graph::ResponseFuture<Option<VppToken>> {
            client.send(self)
        }
    }

    impl<Id> UpdateVppTokenBuilder<Id> {
        /// Key of the vppToken.
        pub fn id(
            self,
            value: impl __graph::Into<String>,
        ) -> UpdateVppTokenBuilder<String> {
            UpdateVppTokenBuilder {
                id: value.into(),
                __others: self.__others,
            }
        }

        /// The organization that the token belongs to.
        pub fn organization_name<__Kind>(
            mut self,
            value: impl __graph::IntoPatch<String, __Kind>,
        ) -> Self {
            self.__others.0 = value.into_patch();
            self
        }

        /// Clears `organization_name`: sends `null`.
        pub fn clear_organization_name(mut self) -> Self {
            self.__others.0 = __graph::Patch::Clear;
            self
        }

        /// The Apple program of the token.
        pub fn vpp_token_account_type<__Kind>(
            mut self,
            value: impl __graph::IntoOptional<VppTokenAccountType, __Kind>,
        ) -> Self {
            self.__others.1 = value.into_optional();
            self
        }

        /// The Apple ID with which the token was created.
        pub fn apple_id<__Kind>(
            mut self,
            value: impl __graph::IntoPatch<String, __Kind>,
        ) -> Self {
            self.__others.2 = value.into_patch();
            self
        }

        /// Clears `apple_id`: sends `null`.
        pub fn clear_apple_id(mut self) -> Self {
            self.__others.2 = __graph::Patch::Clear;
            self
        }

        /// When the token expires.
        pub fn expiration_date_time<__Kind>(
            mut self,
            value: impl __graph::IntoOptional<DateTimeOffset, __Kind>,
        ) -> Self {
            self.__others.3 = value.into_optional();
            self
        }

        /// When apps were last synchronized with Apple.
        pub fn last_sync_date_time<__Kind>(
            mut self,
            value: impl __graph::IntoOptional<DateTimeOffset, __Kind>,
        ) -> Self {
            self.__others.4 = value.into_optional();
            self
        }

        /// The unchanged content of the `.vpptoken` file, which is base64.
        pub fn token<__Kind>(
            mut self,
            value: impl __graph::IntoPatch<String, __Kind>,
        ) -> Self {
            self.__others.5 = value.into_patch();
            self
        }

        /// Clears `token`: sends `null`.
        pub fn clear_token(mut self) -> Self {
            self.__others.5 = __graph::Patch::Clear;
            self
        }

        /// The state of the token.
        pub fn state<__Kind>(
            mut self,
            value: impl __graph::IntoOptional<VppTokenState, __Kind>,
        ) -> Self {
            self.__others.6 = value.into_optional();
            self
        }

        /// The state of the last synchronization.
        pub fn last_sync_status<__Kind>(
            mut self,
            value: impl __graph::IntoOptional<VppTokenSyncStatus, __Kind>,
        ) -> Self {
            self.__others.7 = value.into_optional();
            self
        }

        /// Whether the apps of the token are updated automatically.
        pub fn automatically_update_apps<__Kind>(
            mut self,
            value: impl __graph::IntoOptional<bool, __Kind>,
        ) -> Self {
            self.__others.8 = value.into_optional();
            self
        }

        /// The country or region of the App Store of the token.
        pub fn country_or_region<__Kind>(
            mut self,
            value: impl __graph::IntoPatch<String, __Kind>,
        ) -> Self {
            self.__others.9 = value.into_patch();
            self
        }

        /// Clears `country_or_region`: sends `null`.
        pub fn clear_country_or_region(mut self) -> Self {
            self.__others.9 = __graph::Patch::Clear;
            self
        }

        /// Returns the finished `UpdateVppToken`.
        #[must_use]
        pub fn build(self) -> UpdateVppToken
        where
            Id: __graph::IsSet<id, String>,
        {
            UpdateVppToken {
                id: self.id.take(),
                organization_name: self.__others.0,
                vpp_token_account_type: self.__others.1,
                apple_id: self.__others.2,
                expiration_date_time: self.__others.3,
                last_sync_date_time: self.__others.4,
                token: self.__others.5,
                state: self.__others.6,
                last_sync_status: self.__others.7,
                automatically_update_apps: self.__others.8,
                country_or_region: self.__others.9,
            }
        }

        /// Sends the request.
        pub fn send(
            self,
            client: &__graph::GraphClient,
        ) -> __graph::ResponseFuture<Option<VppToken>>
        where
            Id: __graph::IsSet<id, String>,
        {
            client.send(&self.build())
        }

        /// Starts a call with options of its own, such as a time-out.
        pub fn call(
            self,
            client: &__graph::GraphClient,
        ) -> __graph::Call<'_, UpdateVppToken>
        where
            Id: __graph::IsSet<id, String>,
        {
            __graph::call(client, self.build())
        }
    }

    #[automatically_derived]
    impl ::core::fmt::Debug for UpdateVppToken {
        fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __f.debug_struct("UpdateVppToken")
                .field("id", &self.id)
                .field("organization_name", &self.organization_name)
                .field("vpp_token_account_type", &self.vpp_token_account_type)
                .field("apple_id", &self.apple_id)
                .field("expiration_date_time", &self.expiration_date_time)
                .field("last_sync_date_time", &self.last_sync_date_time)
                .field("token", &::core::format_args!("[redacted]"))
                .field("state", &self.state)
                .field("last_sync_status", &self.last_sync_status)
                .field("automatically_update_apps", &self.automatically_update_apps)
                .field("country_or_region", &self.country_or_region)
                .finish()
        }
    }
};
