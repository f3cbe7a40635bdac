//! A renewal with a file from Apple: look at what there is and at the file, upload, synchronize, wait.

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{Upload, report, state::State};
use crate::{
    failure::Failure,
    interrupt::until_interrupted,
    options::GlobalOptions,
    output::Output,
    progress::Progress,
    service::{Planned, Service, show_plan},
};

/// How long to wait before looking again, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// A kind of renewal, with the file.
pub(super) trait Renewal {
    /// What is renewed: `VPP token`.
    const KIND: &'static str;
    /// The operation that uploads the file.
    const UPLOAD: &'static str;
    /// Whether the upload is followed by a synchronization with Apple.
    const SYNCHRONIZES: bool;

    /// What Intune has.
    type Current;

    /// Returns what the report shows of it.
    fn state(current: &Self::Current) -> State;

    /// Returns the requests of the renewal.
    fn plan(&self, service: &Service) -> Result<Vec<Planned>, Failure>;

    /// Reads what Intune has, and returns the call as well.
    async fn read(&self, service: &Service) -> Result<(Self::Current, Value), Failure>;

    /// Whether Intune has the file already.
    fn is_uploaded(&self, current: &Self::Current) -> bool;

    /// Returns what is wrong with the file, most serious first, each with its consequence. It may read more.
    async fn problems(
        &self,
        current: &Self::Current,
        service: &Service,
        calls: &mut Vec<Value>,
    ) -> Result<Vec<String>, Failure>;

    /// Uploads the file.
    async fn upload(&self, current: &Self::Current, service: &Service) -> Result<Value, Failure>;

    /// Returns the command that synchronizes with Apple.
    fn sync_command(&self) -> String;

    /// Starts a synchronization with Apple, if the kind has one.
    async fn synchronize(&self, service: &Service) -> Result<Option<Value>, Failure>;
}

/// What came of a renewal.
pub(super) struct Outcome {
    pub(super) before: State,
    pub(super) after: State,
    pub(super) calls: Vec<Value>,
    /// What was wrong with the file that was uploaded all the same.
    pub(super) overridden: Vec<String>,
    pub(super) ended: Ended,
}

/// How far a renewal came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// The new date shows.
    Renewed,
    /// Nobody waited for the new date.
    Uploaded,
    /// Intune had the file already.
    Unchanged,
}

/// How far a renewal has come so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Checking,
    Uploading,
    Uploaded,
    Waiting,
}

/// Renews, and reports it.
pub(super) async fn run<R: Renewal>(
    renewal: &R,
    upload: &Upload,
    options: &GlobalOptions,
    output: &mut Output<'_>,
) -> Result<(), Failure> {
    let service = Service::open(options)?;
    if service.is_dry_run() {
        return show_plan(output, &renewal.plan(&service)?);
    }
    let stage = Cell::new(Stage::Checking);
    let progress = Progress::new(options.verbose);
    let work = renew(renewal, upload, &service, &progress, &stage);
    let outcome = until_interrupted(work, || interrupted(renewal, stage.get())).await?;
    report::show::<R>(&outcome, output).map_err(|failure| match outcome.ended {
        Ended::Unchanged => failure,
        _ => failure.after_confirmed(R::UPLOAD, &format!("the {} is uploaded, but this cannot be shown", R::KIND)),
    })
}

async fn renew<R: Renewal>(
    renewal: &R,
    upload: &Upload,
    service: &Service,
    progress: &Progress,
    stage: &Cell<Stage>,
) -> Result<Outcome, Failure> {
    let (current, call) = renewal.read(service).await?;
    let before = R::state(&current);
    let mut calls = vec![call];
    let is_uploaded = renewal.is_uploaded(&current);
    let mut overridden = Vec::new();
    if !is_uploaded {
        overridden = renewal.problems(&current, service, &mut calls).await?;
        if let (Some(problem), false) = (overridden.first(), upload.force) {
            return Err(Failure::input(format!(
                "--file: {problem}; it was not uploaded; --force uploads it all the same"
            )));
        }
        stage.set(Stage::Uploading);
        calls.push(renewal.upload(&current, service).await?);
    }
    stage.set(Stage::Uploaded);
    let after_upload = |failure: Failure, problem: &str| {
        if is_uploaded {
            failure
        } else {
            failure.after(R::UPLOAD, &format!("the {} is uploaded, but {problem}", R::KIND))
        }
    };
    let call = renewal.synchronize(service).await;
    calls.extend(call.map_err(|failure| after_upload(failure, "it cannot be synchronized"))?);
    stage.set(Stage::Waiting);
    let read = if upload.no_wait {
        renewal.read(service).await.map(|(now, call)| (R::state(&now), call))
    } else {
        wait(renewal, upload.wait_timeout, service, progress, &before, is_uploaded).await
    };
    let (after, call) = read.map_err(|failure| after_upload(failure, "the new date does not show"))?;
    calls.push(call);
    let ended = match (is_uploaded, upload.no_wait) {
        (true, _) => Ended::Unchanged,
        (false, true) => Ended::Uploaded,
        (false, false) => Ended::Renewed,
    };
    Ok(Outcome { before, after, calls, overridden, ended })
}

/// Reads what Intune has until the new date shows and the synchronization is over.
async fn wait<R: Renewal>(
    renewal: &R,
    longest: Duration,
    service: &Service,
    progress: &Progress,
    before: &State,
    is_uploaded: bool,
) -> Result<(State, Value), Failure> {
    let began = Instant::now();
    let mut pause = FIRST_PAUSE;
    loop {
        let (current, call) = renewal.read(service).await?;
        let now = R::state(&current);
        let has_date = is_uploaded || now.expires != before.expires || renewal.is_uploaded(&current);
        if let Some((error, _)) = now.sync_error.as_ref().filter(|_| now.sync_error != before.sync_error) {
            return Err(Failure::rejected(format!("the synchronization with Apple failed: {error}")));
        }
        let is_synchronized = !R::SYNCHRONIZES || now.synchronized > before.synchronized;
        if has_date && is_synchronized {
            return Ok((now, call));
        }
        let left = longest.saturating_sub(began.elapsed());
        if left.is_zero() {
            let missing = if has_date { "the synchronization with Apple has not ended" } else { "nothing has changed" };
            return Err(Failure::late(format!(
                "after {}, {missing}: `status` shows the date later, and --wait-timeout waits longer",
                humantime::format_duration(longest)
            )));
        }
        let what = if has_date { "Intune has synchronized with Apple" } else { "the new date shows" };
        progress.wait(what, began, pause.min(left)).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// What is done and what is not, when Ctrl-C is pressed.
fn interrupted<R: Renewal>(renewal: &R, stage: Stage) -> Failure {
    let kind = R::KIND;
    match stage {
        Stage::Checking => Failure::interrupted("interrupted; nothing was changed"),
        Stage::Uploading => Failure::interrupted(format!(
            "interrupted during the upload: `status` shows whether the {kind} has the new date; if not, run the command again"
        )),
        Stage::Uploaded if R::SYNCHRONIZES => {
            let command = renewal.sync_command();
            Failure::interrupted(format!("interrupted; it is not synchronized with Apple: run `{command}`"))
                .after(R::UPLOAD, &format!("the {kind} is uploaded"))
        }
        _ => Failure::interrupted("interrupted while waiting for the new date, which `status` shows later")
            .after(R::UPLOAD, &format!("the {kind} is uploaded")),
    }
}
