/// Uploads a new Device Enrollment Program token.
///
/// The token is the text of the `.p7m` file that Apple Business Manager hands out, and is valid for a year. Intune
/// answers without a body; what the upload changed is read with [`GetDepOnboardingSetting`].
///
/// The permissions are those of Microsoft's permission data of August 2026. Microsoft's documentation of early 2019
/// lists this action as not supported for applications; that of November 2020 admits them.
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
///
/**# Request

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
    /// The Apple ID under which the token was made.
    pub apple_id: String,
    /// The text of the `.p7m` file.
    pub dep_token: String,
}
///Builds an action: see [`UploadDepToken`].
#[must_use = "a builder sends nothing until `send` is called and awaited"]
pub struct UploadDepTokenBuilder<S0, S1, S2>(
    (
        ::core::option::Option<String>,
        ::core::option::Option<String>,
        ::core::option::Option<String>,
    ),
    ::core::marker::PhantomData<fn() -> (S0, S1, S2)>,
);
const _: () = {
    use ::graph_runtime::__private::{self as __graph, JsonKind as _};
    #[automatically_derived]
    impl __graph::GraphAction for UploadDepToken {
        const METADATA: &'static __graph::ActionMetadata = &__graph::ActionMetadata::declare(
                "UploadDepToken",
                __graph::Method::Post,
                "/deviceManagement/depOnboardingSettings/<id>/uploadDepToken",
                &[__graph::ApiVersion::Beta],
                {
                    const SAME: __graph::Access = __graph::Access::AnyOf(
                        &[
                            &[
                                __graph::Permission::declare(
                                    "DeviceManagementServiceConfig.ReadWrite.All",
                                    "662ed50a-ac44-4eef-ad86-62eed9be2a29",
                                    "5ac13192-7ace-4fcf-b828-1a26f28068ee",
                                    [3, 3],
                                    true,
                                ),
                            ],
                        ],
                    );
                    __graph::Permissions::declare(
                        SAME,
                        __graph::Access::NotSupported,
                        SAME,
                    )
                },
                __graph::BodyKind::Json,
                <__graph::Kind<()>>::KIND,
            )
            .docs(
                "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-uploaddeptoken?view=graph-rest-beta",
            )
            .secrets(&[__graph::SecretPart::Property("depToken")]);
        type Response = ();
        fn encode(&self, __encoder: &mut __graph::Encoder) {
            __encoder.parameter(&self.id);
            __encoder.property("appleId", &self.apple_id);
            __encoder.secret().property("depToken", &self.dep_token);
        }
    }
    #[diagnostic::on_unimplemented(
        message = "`id` is required and has not been set",
        label = "call `.id(…)` before this"
    )]
    pub trait __IsSet0 {}
    impl __IsSet0 for __graph::Set {}
    #[diagnostic::on_unimplemented(
        message = "`apple_id` is required and has not been set",
        label = "call `.apple_id(…)` before this"
    )]
    pub trait __IsSet1 {}
    impl __IsSet1 for __graph::Set {}
    #[diagnostic::on_unimplemented(
        message = "`dep_token` is required and has not been set",
        label = "call `.dep_token(…)` before this"
    )]
    pub trait __IsSet2 {}
    impl __IsSet2 for __graph::Set {}
    impl UploadDepToken {
        ///Starts a builder of `UploadDepToken`.
        pub fn builder() -> UploadDepTokenBuilder<
            __graph::Missing,
            __graph::Missing,
            __graph::Missing,
        > {
            UploadDepTokenBuilder(
                (
                    ::core::option::Option::None,
                    ::core::option::Option::None,
                    ::core::option::Option::None,
                ),
                ::core::marker::PhantomData,
            )
        }
        ///Calls the action.
        pub fn send(
            &self,
            client: &::graph_runtime::GraphClient,
        ) -> ::graph_runtime::ResponseFuture<()> {
            client.send(self)
        }
    }
    impl<S0, S1, S2> UploadDepTokenBuilder<S0, S1, S2> {
        /// Key of the depOnboardingSetting.
        pub fn id(
            mut self,
            value: impl ::core::convert::Into<String>,
        ) -> UploadDepTokenBuilder<__graph::Set, S1, S2> {
            self.0.0 = ::core::option::Option::Some(::core::convert::Into::into(value));
            UploadDepTokenBuilder(self.0, ::core::marker::PhantomData)
        }
        /// The Apple ID under which the token was made.
        pub fn apple_id(
            mut self,
            value: impl ::core::convert::Into<String>,
        ) -> UploadDepTokenBuilder<S0, __graph::Set, S2> {
            self.0.1 = ::core::option::Option::Some(::core::convert::Into::into(value));
            UploadDepTokenBuilder(self.0, ::core::marker::PhantomData)
        }
        /// The text of the `.p7m` file.
        pub fn dep_token(
            mut self,
            value: impl ::core::convert::Into<String>,
        ) -> UploadDepTokenBuilder<S0, S1, __graph::Set> {
            self.0.2 = ::core::option::Option::Some(::core::convert::Into::into(value));
            UploadDepTokenBuilder(self.0, ::core::marker::PhantomData)
        }
        ///The finished `UploadDepToken`.
        #[must_use]
        pub fn build(self) -> UploadDepToken
        where
            S0: __IsSet0,
            S1: __IsSet1,
            S2: __IsSet2,
        {
            let __fields = self.0;
            UploadDepToken {
                id: __graph::take(__fields.0),
                apple_id: __graph::take(__fields.1),
                dep_token: __graph::take(__fields.2),
            }
        }
        ///Calls the action.
        pub fn send(
            self,
            client: &::graph_runtime::GraphClient,
        ) -> ::graph_runtime::ResponseFuture<()>
        where
            S0: __IsSet0,
            S1: __IsSet1,
            S2: __IsSet2,
        {
            client.send(&self.build())
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
