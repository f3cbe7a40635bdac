//! Reads whole collections.

use graph_runtime::{GraphAction, Page, QueryOptions};
use serde::{Serialize, de::DeserializeOwned};

use super::steps::Steps;
use crate::{failure::Failure, service::Service};

/// The size of the pages to read.
const PAGE: u32 = 500;

/// Returns all items of a collection. `action` returns the operation that lists it, with these options.
pub(crate) async fn read_all<A, T>(service: &Service, action: impl Fn(QueryOptions) -> A) -> Result<Vec<T>, Failure>
where
    A: GraphAction<Response = Page<T>>,
    T: DeserializeOwned + Serialize + Send + 'static,
{
    let action = action(QueryOptions::new().top(PAGE));
    let steps = Steps::new();
    let mut page = steps.patiently(async || service.call(&action).await).await?.value;
    if let Some(link) = page.next_link.take() {
        page.value.extend(steps.patiently(async || service.rest(&action, &link).await).await?);
    }
    Ok(page.value)
}
