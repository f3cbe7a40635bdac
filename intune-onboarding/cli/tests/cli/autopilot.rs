//! `autopilot`.

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Read},
    process::Stdio,
    time::Duration,
};

use graph_runtime::GraphClient;
use intune_onboarding::{
    autopilot::{
        ImportDevices, ImportedWindowsAutopilotDeviceIdentity as Device, ListImportedWindowsAutopilotDeviceIdentities,
    },
    sandbox::Sandbox,
};

use super::{Bench, Run, end};

const HEADER: &str = "Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User";
const PRODUCT_ID: &str = "00330-80000-00000-AA123";

fn client(sandbox: &Sandbox) -> GraphClient {
    GraphClient::builder().base_url(sandbox.url()).token(sandbox.access_token().into_inner()).build().expect("a client")
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

/// The devices in the tenant whose serial numbers begin with this.
fn tenant(sandbox: &Sandbox, prefix: &str) -> Vec<Device> {
    block_on(async {
        let options = graph_runtime::QueryOptions::new().top(2_000);
        let action = ListImportedWindowsAutopilotDeviceIdentities { options };
        let page = client(sandbox).call(&action).send().await.expect("devices");
        let is_of = |device: &Device| device.serial_number.as_deref().is_some_and(|serial| serial.starts_with(prefix));
        page.value.into_iter().filter(is_of).collect()
    })
}

fn rows(count: usize) -> String {
    let hash = "T0HU".repeat(40);
    let mut text = format!("{HEADER}\n");
    for row in 0..count {
        writeln!(text, "PC{row:04},{PRODUCT_ID},{hash},Sales,ada@contoso.com").expect("written");
    }
    text
}

#[test]
fn devices_are_imported_and_each_has_its_fate() {
    let bench = Bench::new();
    // The first one is registered already.
    bench.file("pcs.csv", rows(2).replace("PC0000", "PF2ABCDE").as_bytes());
    let run = bench.run("autopilot import --file pcs.csv");
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stderr.ends_with("1 of 2 rows were not accepted: see pcs-results.csv\n"), "{run:?}");
    let text = fs::read_to_string(bench.files.path().join("pcs-results.csv")).expect("a file");
    assert!(text.contains("2,PF2ABCDE,rejected,registration failed: ZtdDeviceAlreadyAssigned (806),"), "{text}");
    assert!(text.contains("3,PC0001,imported,,"), "{text}");
    let device = tenant(&bench.sandbox, "PC").remove(0);
    assert_eq!(
        (device.group_tag.as_deref(), device.assigned_user_principal_name.as_deref()),
        (Some("Sales"), Some("ada@contoso.com"))
    );

    let list = bench.run("autopilot list").success();
    assert!(list.contains("ZtdDeviceAlreadyAssigned") && list.contains("PC0001"), "{list}");
    let shown = bench.run(&format!("autopilot show --id {}", device.id.expect("an ID"))).success();
    assert!(shown.contains("status        complete\n"), "{shown}");
}

#[test]
fn the_product_key_is_never_shown() {
    let bench = Bench::new();
    bench.file("pcs.csv", rows(1).as_bytes());
    bench.run("autopilot import --file pcs.csv").success_with_progress();
    for line in [
        "autopilot import --file pcs.csv --dry-run",
        "autopilot import --file pcs.csv --dry-run --json",
        "autopilot list --json",
        "autopilot export --file -",
        "autopilot export --file - --format json",
    ] {
        let shown = bench.run(line).success();
        assert!(shown.contains("PC0000") && !shown.contains(PRODUCT_ID), "{line}: {shown}");
    }
}

#[test]
fn an_import_waits_until_the_devices_are_registered() {
    let bench = Bench::new();
    bench.sandbox.slow_syncs(Duration::from_millis(1_500));
    bench.file("pcs.csv", rows(3).as_bytes());
    let run = bench.run("autopilot import --file pcs.csv --batch-size 2");
    assert!(run.code == 0 && run.stdout.contains("imported      3\n"), "{run:?}");
    assert!(run.stderr.contains("3 of 3 rows are accepted, but not there yet"), "{run:?}");
}

#[test]
fn a_wait_that_is_over_is_taken_up_again() {
    let bench = Bench::new();
    bench.sandbox.slow_syncs(Duration::from_secs(2));
    bench.file("pcs.csv", rows(3).as_bytes());
    let run = bench.run("autopilot import --file pcs.csv --wait 0 --json");
    assert_eq!((run.code, &run.json()["import"]["outcomes"]["accepted"]), (5, &3.into()), "{run:?}");
    assert!(
        run.stderr.contains("3 are accepted, but not there yet; take it up with --resume pcs-results.csv"),
        "{run:?}"
    );
    let run = bench.run("autopilot import --file pcs.csv --resume pcs-results.csv");
    assert!(run.code == 0 && run.stdout.contains("imported      3\n"), "{run:?}");
    assert_eq!(tenant(&bench.sandbox, "PC").len(), 3);
}

#[test]
fn an_interrupted_import_is_taken_up_and_each_device_is_there_once() {
    for signal in ["INT", "KILL"] {
        let bench = Bench::new();
        bench.sandbox.slow_syncs(Duration::from_secs(2));
        bench.file("pcs.csv", rows(300).as_bytes());
        let line = "autopilot import --file pcs.csv --batch-size 20 --wait 8";
        let mut command = bench.program(line);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        for _ in 0..2 {
            stderr.read_line(&mut String::new()).expect("a line");
        }
        end(&mut child, signal);
        let mut said = String::new();
        stderr.read_to_string(&mut said).expect("text");
        let status = child.wait().expect("it ends");
        if signal == "INT" {
            assert_eq!(status.code(), Some(130), "{said}");
            assert!(said.contains("are accepted, but not there yet; take it up with --resume"), "{said}");
        }
        let run = bench.run(&format!("{line} --resume pcs-results.csv"));
        assert!(run.code == 0 && run.stdout.contains("imported      300\n"), "{run:?}");
        let mut found: Vec<_> =
            tenant(&bench.sandbox, "PC").into_iter().filter_map(|device| device.serial_number).collect();
        found.sort();
        let count = found.len();
        found.dedup();
        assert_eq!((count, found.len()), (300, 300), "each once after {signal}");
    }
}

#[test]
fn devices_of_a_request_without_a_response_are_found_by_its_import_id() {
    let bench = Bench::new();
    bench.file("pcs.csv", rows(2).as_bytes());
    let mut device = Device::default();
    device.serial_number = Some("PC0000".into());
    device.hardware_identifier = Some(b"OA3 hardware hash".into());
    device.import_id = Some("11111111-2222-3333-4444-555555555555".into());
    block_on(async {
        let action = ImportDevices { imported_windows_autopilot_device_identities: vec![device] };
        client(&bench.sandbox).call(&action).send().await.expect("imported");
    });
    let sent = "11111111-2222-3333-4444-555555555555";
    let results = format!("row,identity,outcome,detail,id\n2,PC0000,sent,,{sent}\n3,PC0001,sent,,{sent}\n");
    bench.file("pcs-results.csv", results.as_bytes());
    let run = bench.run("autopilot import --file pcs.csv --resume pcs-results.csv --wait 2");
    assert!(run.code == 0 && run.stdout.contains("imported      2\n"), "{run:?}");
    // The request may be on its way still, so that it is looked for more than once before the second one is sent again.
    let received = bench.received();
    let sent_again = received.iter().rposition(|line| line.starts_with("POST ")).expect("sent again");
    let looked = received[1..sent_again].iter().filter(|line| !line.contains("skiptoken")).count();
    assert!(looked > 1, "{received:?}");
    assert_eq!(tenant(&bench.sandbox, "PC").len(), 2, "the first one was not sent again");
    let text = fs::read_to_string(bench.files.path().join("pcs-results.csv")).expect("a file");
    assert!(text.contains("2,PC0000,imported,the response was lost; read back,"), "{text}");
}

#[test]
fn devices_are_deleted_by_the_file_that_imported_them() {
    let bench = Bench::new();
    bench.file("pcs.csv", rows(3).as_bytes());
    bench.run("autopilot import --file pcs.csv").success_with_progress();
    // Imported once more, each is there twice.
    bench.run("autopilot import --file pcs.csv --results more.csv");
    assert_eq!(tenant(&bench.sandbox, "PC").len(), 6);
    assert!(bench.run("autopilot delete --file pcs.csv").failure(2).contains("--yes"));
    let run = bench.run("autopilot delete --file pcs.csv --yes");
    assert!(run.code == 0 && run.stdout.contains("deleted       3\n"), "{run:?}");
    assert_eq!(tenant(&bench.sandbox, "PC").len(), 0);
    assert_eq!(tenant(&bench.sandbox, "PF").len(), 2, "others are left");
}

#[test]
fn a_synchronization_is_waited_for() {
    let bench = Bench::new();
    bench.sandbox.slow_syncs(Duration::from_millis(900));
    let run = bench.run("autopilot sync");
    assert!(run.code == 0 && run.stdout.starts_with("The synchronization is complete.\nlast sync "), "{run:?}");
    assert_eq!(run.stderr, "the synchronization is in progress\n");
    assert_eq!(bench.run("autopilot sync --no-wait").success(), "The synchronization has started.\n");
    bench.sandbox.slow_syncs(Duration::from_hours(1));
    let run = bench.run("autopilot sync --wait 0");
    assert_eq!(run.code, 5, "{run:?}");
    bench.sandbox.slow_syncs(Duration::ZERO);
    bench.sandbox.fail_syncs(1);
    assert!(bench.run("autopilot sync").failure(4).starts_with("the synchronization has failed"));
}

#[test]
fn an_interrupted_synchronization_goes_on_by_itself() {
    let bench = Bench::new();
    bench.sandbox.slow_syncs(Duration::from_hours(1));
    let mut command = bench.program("autopilot sync");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    stderr.read_line(&mut String::new()).expect("a line");
    end(&mut child, "INT");
    let mut said = String::new();
    stderr.read_to_string(&mut said).expect("text");
    assert_eq!(child.wait().expect("it ends").code(), Some(130), "{said}");
    let last = "intune-onboarding: interrupted: the synchronization has started, and goes on by itself\n";
    assert!(said.ends_with(last), "{said}");
}

#[test]
fn a_bad_file_of_devices_sends_nothing() {
    let bench = Bench::new();
    bench.file("pcs.csv", rows(2).replace("T0HUT0HU", "T0H").as_bytes());
    let run = bench.run("autopilot import --file pcs.csv");
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stdout.contains("Hardware Hash") && run.stderr.contains("2 of 2 rows cannot be imported"), "{run:?}");
    bench.file("apple.csv", b"Serial Number,Details\nA1,x\n");
    let said = bench.run("autopilot import --file apple.csv").failure(2);
    assert!(
        said.contains("`Details`, which is no column") && said.contains("Device Serial Number,Windows Product ID"),
        "{said}"
    );
    assert_eq!(bench.received(), [""; 0]);
}

impl Run {
    /// The output of a run that succeeded, and whose progress is on stderr.
    #[track_caller]
    fn success_with_progress(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.stdout
    }
}
