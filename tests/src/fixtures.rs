//! Three actions, as the macro would declare them, and clients for a [`Server`].

pub mod batch;
pub mod upload;

use std::time::Duration;

use graph_runtime::{
    __private::Encoder,
    ApiVersion, GraphAction, GraphClient,
    client::GraphClientBuilder,
    metadata::{ActionMetadata, BodyKind, Method, ResponseKind},
    permissions::{Access, Permissions},
    retry::RetryPolicy,
    testing::TestClock,
};
use serde::Deserialize;

use crate::server::Server;

/// The token of the tests: no test may find it in anything that is shown.
pub const TOKEN: &str = "eyJ0eXAiOiJKV1QifQ.e30.c2VjcmV0";

const READ: Access = Access::any_of("Things.Read.All");
const WRITE: Access = Access::any_of("Things.ReadWrite.All");

/// Reads a thing: a GET, which is idempotent.
#[derive(Debug)]
pub struct GetThing {
    /// Which one.
    pub id: &'static str,
}

impl GraphAction for GetThing {
    const METADATA: &'static ActionMetadata = &ActionMetadata::declare(
        "GetThing",
        Method::Get,
        "/things/<id>",
        &[ApiVersion::V1_0, ApiVersion::Beta],
        Permissions::declare(READ, Access::NotSupported, READ),
        BodyKind::Nothing,
        ResponseKind::Json,
    );
    type Response = Thing;

    fn encode(&self, encoder: &mut Encoder) {
        encoder.parameter(&self.id);
    }
}

/// What [`GetThing`] and [`CreateThing`] return.
#[derive(Debug, Deserialize, PartialEq, Eq)]
pub struct Thing {
    /// Which one.
    pub id: String,
}

/// Creates a thing: a POST, which is not idempotent, with a secret in its body.
#[expect(missing_debug_implementations, reason = "it has a secret")]
pub struct CreateThing {
    /// A property that may be shown.
    pub name: &'static str,
    /// A property that may not be shown.
    pub secret: &'static str,
}

impl GraphAction for CreateThing {
    const METADATA: &'static ActionMetadata = &ActionMetadata::declare(
        "CreateThing",
        Method::Post,
        "/things/createToken",
        &[ApiVersion::Beta],
        Permissions::declare(READ, Access::NotSupported, WRITE),
        BodyKind::Json,
        ResponseKind::Json,
    );
    type Response = Thing;

    fn encode(&self, encoder: &mut Encoder) {
        encoder.property("name", &self.name);
        encoder.secret().property("secret", &self.secret);
    }
}

/// Does something to a thing: a POST that returns nothing.
#[derive(Debug)]
pub struct PokeThing {
    /// Which one.
    pub id: &'static str,
}

impl GraphAction for PokeThing {
    const METADATA: &'static ActionMetadata = &ActionMetadata::declare(
        "PokeThing",
        Method::Post,
        "/things/<id>/poke",
        &[ApiVersion::V1_0],
        Permissions::declare(WRITE, Access::NotSupported, WRITE),
        BodyKind::Nothing,
        ResponseKind::Nothing,
    );
    type Response = ();

    fn encode(&self, encoder: &mut Encoder) {
        encoder.parameter(&self.id);
    }
}

/// The thing that the tests get.
pub const GET: GetThing = GetThing { id: "hidden" };
/// The thing that the tests create.
pub const CREATE: CreateThing = CreateThing { name: "a", secret: "hunter2" };
/// The thing that the tests do something to.
pub const POKE: PokeThing = PokeThing { id: "hidden" };
/// The body of a success.
pub const THING: &str = r#"{"id": "7"}"#;

/// A client that has a token and does not wait before it retries.
pub fn builder(server: &Server) -> GraphClientBuilder {
    GraphClient::builder().base_url(server.url()).token(TOKEN).retry(quick()).clock(TestClock::new())
}

/// The client that is built with no further setting.
///
/// # Panics
///
/// If there is none.
#[must_use]
pub fn client(server: &Server) -> GraphClient {
    builder(server).build().expect("a client")
}

/// A policy without long waits.
#[must_use]
pub fn quick() -> RetryPolicy {
    RetryPolicy::new().base_delay(Duration::from_millis(5))
}
