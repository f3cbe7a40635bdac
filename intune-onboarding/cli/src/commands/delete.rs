//! `delete`, in every group that has one.

use clap::Args;
use graph_runtime::GraphAction;

use super::done;
use crate::{
    confirm::Confirmation,
    failure::Failure,
    input,
    options::GlobalOptions,
    output::Output,
    service::{Service, show_plan},
};

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// ID of what is deleted, as shown by `list`
    #[arg(long)]
    id: String,

    #[command(flatten)]
    confirmation: Confirmation,
}

impl Delete {
    /// Deletes something by the operation that `action` returns for the ID, after a confirmation. `consequence` says what is
    /// lost.
    pub(super) async fn run<A: GraphAction<Response = ()>>(
        &self,
        action: impl Fn(&str) -> A,
        kind: &str,
        consequence: &str,
        options: &GlobalOptions,
        output: &mut Output<'_>,
    ) -> Result<(), Failure> {
        let action = action(input::resource_id(&self.id)?);
        let service = Service::open(options)?;
        if service.is_dry_run() {
            return show_plan(output, &[service.plan(&action)?]);
        }
        self.confirmation.get(consequence)?;
        let done = format!("the {kind} is deleted");
        done::call(&service, &action, &done, &[("id", &self.id)], output).await
    }
}
