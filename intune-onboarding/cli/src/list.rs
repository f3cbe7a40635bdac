//! `list`, in every group that has one: its options, and what runs it.

use clap::Args;
use graph_runtime::{GraphAction, Page, QueryOptions};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    failure::Failure,
    options::GlobalOptions,
    output::{Output, to_json},
    service::{Service, call_json, show_plan},
};

#[derive(Debug, Default, Args)]
pub(crate) struct List {
    /// Show at most this many items
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,

    /// Show only the items that match this OData filter expression
    #[arg(long, value_name = "EXPRESSION")]
    filter: Option<String>,
}

impl List {
    /// Returns the query options of the operation to call.
    pub(crate) fn query_options(&self) -> QueryOptions {
        let options = self.filter.iter().fold(QueryOptions::new(), QueryOptions::filter);
        self.top.into_iter().fold(options, QueryOptions::top)
    }

    /// Calls an operation that returns pages, and shows their items as one table: those of the first page with `--top`,
    /// or else all.
    ///
    /// `row` returns the cells of an item, and removes what a list must not show.
    pub(crate) async fn run<A, T, const N: usize>(
        &self,
        action: &A,
        head: [&str; N],
        row: impl Fn(&mut T) -> [String; N],
        options: &GlobalOptions,
        output: &mut Output<'_>,
    ) -> Result<(), Failure>
    where
        A: GraphAction<Response = Page<T>>,
        T: DeserializeOwned + Serialize + Send + 'static,
    {
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(action)?]);
        }
        let response = service.call(action).await?;
        let call = call_json::<A>(&response);
        let mut page = response.value;
        if let (None, Some(link)) = (self.top, &page.next_link) {
            page.value.extend(service.rest(action, link).await?);
            page.next_link = None;
        }
        let rows: Vec<_> = page.value.iter_mut().map(row).collect();
        if output.is_json() {
            return Ok(output.result(&[call], &to_json(&page)?)?);
        }
        output.table(head, &rows)?;
        if page.next_link.is_some() {
            output.note("(there are more items; leave out --top to show all)")?;
        }
        Ok(())
    }
}
