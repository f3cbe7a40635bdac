//! `identities`.

use std::{
    collections::HashMap,
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use graph_runtime::GraphClient;
use intune_onboarding::{
    identities::{ImportedDeviceIdentity, ListImportedDeviceIdentities},
    sandbox::Sandbox,
};
use serde_json::Value;

use super::{Bench, Run, end};

/// What is in the tenant: how often each identifier is there.
fn tenant(sandbox: &Sandbox) -> HashMap<String, Vec<ImportedDeviceIdentity>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let token = sandbox.access_token().into_inner();
    let client = GraphClient::builder().base_url(sandbox.url()).token(token).build().expect("a client");
    let mut tenant: HashMap<String, Vec<_>> = HashMap::new();
    runtime.block_on(async {
        let action = ListImportedDeviceIdentities { options: graph_runtime::QueryOptions::new().top(2_000) };
        let mut items = client.call(&action).pages().items();
        while let Some(item) = items.next().await {
            let item = item.expect("an identity");
            tenant.entry(item.imported_device_identifier.clone().expect("an identifier")).or_default().push(item);
        }
    });
    tenant
}

/// The fate of each row in a result file, by its number.
pub(super) fn fates(path: &Path) -> Vec<(u64, String, String)> {
    let text = fs::read_to_string(path).expect("a result file");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("row,identity,outcome,detail,id"));
    lines
        .map(|line| {
            let mut cells = line.splitn(4, ',');
            let mut next = || cells.next().expect("a cell").to_owned();
            (next().parse().expect("a number"), next(), next())
        })
        .collect()
}

pub(super) fn count(fates: &[(u64, String, String)], outcome: &str) -> usize {
    fates.iter().filter(|(_, _, found)| found == outcome).count()
}

/// 5,000 rows, of which 1 % are not valid: 25 without a type that exists, and 25 that are there before.
fn five_thousand() -> String {
    let mut text = String::from("Identifier,Type,Details\n");
    for row in 0..5_000 {
        match row % 200 {
            50 => writeln!(text, "S{row:05},colour,bad").expect("written"),
            150 => writeln!(text, "s{:05},serialNumber,repeated", row - 1).expect("written"),
            _ => writeln!(text, "S{row:05},serialNumber,\"device {row}, of many\"").expect("written"),
        }
    }
    text
}

/// Starts an import, and returns after its first lines on stderr.
fn start(mut command: Command, lines: usize) -> (Child, BufReader<impl Read>) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    for _ in 0..lines {
        let mut line = String::new();
        assert_ne!(stderr.read_line(&mut line).expect("a line"), 0, "it has ended before");
    }
    (child, stderr)
}

#[test]
fn rows_that_are_not_valid_are_listed_and_nothing_is_sent() {
    let bench = Bench::new();
    bench.file("ids.csv", five_thousand().as_bytes());
    let run = bench.run("identities import --file ids.csv");
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.stderr.contains("50 of 5000 rows cannot be imported") && run.stderr.contains("--skip-invalid"),
        "{run:?}"
    );
    assert_eq!(run.stdout.lines().count(), 51, "a head and each row: {run:?}");
    let first: Vec<_> = run.stdout.lines().nth(1).expect("a row").split("  ").map(str::trim).collect();
    assert_eq!((first[0], first.contains(&"Type")), ("52", true), "{run:?}");
    assert!(run.stdout.contains("it is in row 151 too"), "{run:?}");
    let json = bench.run("identities import --file ids.csv --json").json();
    assert_eq!(json["problems"].as_array().map(Vec::len), Some(50));
    assert_eq!(json["problems"][0]["row"], 52);
    assert_eq!((bench.received(), bench.files.path().join("ids-results.csv").exists()), (vec![], false));
}

#[test]
fn an_interrupted_import_is_taken_up_and_each_row_is_there_once() {
    for signal in ["INT", "KILL"] {
        let bench = Bench::new();
        bench.file("ids.csv", five_thousand().as_bytes());
        let results = bench.files.path().join("ids-results.csv");
        let before = tenant(&bench.sandbox).len();
        let line = "identities import --file ids.csv --skip-invalid --batch-size 250 --json";
        let (mut child, mut stderr) = start(bench.program(line), 2);
        end(&mut child, signal);
        let mut said = String::new();
        stderr.read_to_string(&mut said).expect("text");
        let status = child.wait().expect("it ends");
        let interrupted = fates(&results);
        assert_eq!(interrupted.len(), 5_000, "each row has a fate");
        let imported = count(&interrupted, "imported");
        assert!((500..4_950).contains(&imported), "{imported} after {signal}");
        if signal == "INT" {
            assert_eq!(status.code(), Some(130), "{said}");
            let last = said.lines().last().expect("a line");
            assert!(
                last.starts_with("intune-onboarding: interrupted: ") && last.ends_with("ids-results.csv"),
                "{said}"
            );
            assert!(last.contains("of 5000 rows are done"), "{said}");
        }
        let files = fs::read_dir(bench.files.path()).expect("a directory").count();
        assert!(files <= 5, "besides the four files, at most a temporary one of the killed process");

        let again = Run::of(&mut bench.program(line));
        assert_eq!(again.code, 2, "the result file is not overwritten: {again:?}");
        assert!(again.stderr.contains("--resume ids-results.csv"), "{again:?}");
        let line = line.replace("--skip-invalid", "--resume ids-results.csv");
        let run = Run::of(&mut bench.program(&line));
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(run.json()["import"]["outcomes"]["imported"], 4_950, "{run:?}");
        let done = fates(&results);
        assert_eq!([count(&done, "imported"), count(&done, "invalid"), count(&done, "duplicate")], [4_950, 25, 25]);
        let rows: Vec<_> = done.iter().map(|(row, ..)| *row).collect();
        assert_eq!(rows, (2..=5_001).collect::<Vec<_>>(), "each row once, in its order");
        let tenant = tenant(&bench.sandbox);
        assert_eq!(tenant.len() - before, 4_950);
        assert!(tenant.values().all(|found| found.len() == 1), "each identity once");
        assert_eq!(tenant["S00007"][0].description.as_deref(), Some("device 7, of many"));
        let sent = bench.received().iter().filter(|line| line.contains("importDeviceIdentityList 200")).count();
        assert!((20..=21).contains(&sent), "{sent} requests: only what the tenant lacks is sent again");
    }
}

#[test]
fn throttling_is_waited_out() {
    let bench = Bench::new();
    bench.file("ids.csv", b"Serial Number,Details\nA1,x\nA2,y\n");
    // More often than the client retries by itself.
    bench.sandbox.throttle(9, Some(Duration::ZERO));
    let run = bench.run("identities import --file ids.csv --retries 1");
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("the service throttles requests; going on in 0 s"), "{run:?}");
    assert!(run.stdout.contains("imported      2\n"), "{run:?}");
    assert_eq!(tenant(&bench.sandbox)["A1"].len(), 1);
}

#[test]
fn what_is_there_is_left_unless_it_is_to_be_overwritten() {
    let bench = Bench::new();
    bench.file("ids.csv", "r58m12abcde,Neuer Text: Größe\nNEW1,株\n".as_bytes());
    let run = bench.run("identities import --file ids.csv --type serial-number --results first.csv");
    assert!(run.code == 0 && run.stdout.contains("imported      1\npresent       1\n"), "{run:?}");
    let details = || tenant(&bench.sandbox)["R58M12ABCDE"][0].description.clone();
    assert_eq!(details().as_deref(), Some("Tablet, reception"));
    let first = fs::read_to_string(bench.files.path().join("first.csv")).expect("a file");
    assert!(first.contains("1,r58m12abcde,present,it was in the tenant and is left as it is,"), "{first}");

    let run = bench.run("identities import --file ids.csv --type serial-number --results second.csv --overwrite");
    assert!(run.code == 0 && run.stdout.contains("imported      2\n"), "{run:?}");
    let tenant = tenant(&bench.sandbox);
    assert!(tenant.values().all(|found| found.len() == 1), "{tenant:?}");
    let found = tenant.values().flatten().filter(|item| item.description.as_deref() == Some("Neuer Text: Größe"));
    assert_eq!(found.count(), 1);
}

#[test]
fn an_import_that_lacks_a_permission_keeps_its_rows_for_later() {
    let bench = Bench::new();
    bench.file("ids.csv", b"Serial Number\nA1\n");
    let token = bench.sandbox.access_token_with(["DeviceManagementServiceConfig.Read.All"]);
    let mut command = bench.program("identities import --file ids.csv");
    let run = Run::of(command.env("GRAPH_ACCESS_TOKEN", token.expose()));
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stderr.contains("DeviceManagementServiceConfig.ReadWrite.All"), "{run:?}");
    assert!(run.stderr.contains("0 of 1 rows are done; take it up with --resume ids-results.csv"), "{run:?}");
    let run = bench.run("identities import --file ids.csv --resume ids-results.csv");
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(tenant(&bench.sandbox)["A1"].len(), 1);
}

#[test]
fn a_dry_run_shows_the_first_request_and_writes_nothing() {
    let bench = Bench::new();
    bench.file("ids.csv", b"Serial Number\nA1\nA2\nA3\n");
    let shown = bench.run("identities import --file ids.csv --batch-size 2 --dry-run").success();
    assert!(shown.contains("/importDeviceIdentityList\n") && shown.contains("A2") && !shown.contains("A3"), "{shown}");
    assert!(shown.ends_with("# the first of 2 requests, with 3 rows in all\n"), "{shown}");
    assert_eq!((bench.received(), bench.files.path().join("ids-results.csv").exists()), (vec![], false));
}

#[test]
fn an_export_can_be_imported_again_and_deletes_what_it_names() {
    let bench = Bench::new();
    let said = bench.run("identities export --file all.csv").success();
    assert_eq!(said, "3 items are in all.csv\n");
    let text = fs::read_to_string(bench.files.path().join("all.csv")).expect("a file");
    assert!(
        text.starts_with("Identifier,Type,Details,Platform,Enrollment State,ID\n490154203237518,imei,Scanner 1,"),
        "{text}"
    );
    let json = bench.run("identities export --file all.json").success();
    assert!(json.contains("all.json"), "{json}");
    let json: Value =
        serde_json::from_slice(&fs::read(bench.files.path().join("all.json")).expect("a file")).expect("JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(3));

    let unconfirmed = bench.run("identities delete --file all.csv").failure(2);
    assert_eq!(unconfirmed, "3 devices are deleted: confirm with --yes; nothing was changed");
    assert_eq!(tenant(&bench.sandbox).len(), 3);
    bench.file("more.csv", format!("{text}X1,serialNumber,,,,\n").as_bytes());
    let run = bench.run("identities delete --file more.csv --yes --results gone.csv");
    assert!(run.code == 0 && run.stdout.contains("deleted       3\nabsent        1\n"), "{run:?}");
    assert!(tenant(&bench.sandbox).is_empty());
    let gone = fates(&bench.files.path().join("gone.csv"));
    assert_eq!([count(&gone, "deleted"), count(&gone, "absent")], [3, 1]);

    let run = bench.run("identities import --file all.csv");
    assert!(run.code == 0 && run.stdout.contains("imported      3\n"), "{run:?}");
    assert_eq!(tenant(&bench.sandbox)["490154203237518"][0].description.as_deref(), Some("Scanner 1"));
}

#[test]
fn one_identity_is_shown_and_deleted() {
    let bench = Bench::new();
    let shown = bench.run("identities show --identifier r58m12abcde").success();
    assert!(shown.contains("details       Tablet, reception\n"), "{shown}");
    let id = shown.lines().last().expect("a line").split_whitespace().last().expect("an ID").to_owned();
    assert_eq!(bench.run(&format!("identities show --id {id}")).success(), shown);
    assert_eq!(bench.run("identities show --identifier X1").failure(4), "X1 is not in the tenant");
    assert_eq!(bench.run(&format!("identities delete --id {id} --yes")).success(), format!("{id} is deleted.\n"));
    assert!(!tenant(&bench.sandbox).contains_key("R58M12ABCDE"));
    let list = bench.run("identities list").success();
    assert!(
        list.starts_with("IDENTIFIER  ") && list.contains("R58M99ABCDE") && !list.contains("R58M12ABCDE"),
        "{list}"
    );
}

#[test]
fn files_that_are_no_such_csv_are_named() {
    let bench = Bench::new();
    bench.file("book.csv", b"PK\x03\x04");
    bench.file("empty.csv", b"\n");
    bench.file("header.csv", b"Serial Number,Details\n");
    bench.file("good.csv", b"Serial Number\nA1\n");
    bench.file("color.csv", b"Serial Number,Color\nA1,red\n");
    for (line, said) in [
        ("identities import --file book.csv", "is a workbook or an archive"),
        ("identities import --file empty.csv --type imei", "is empty"),
        ("identities import --file header.csv", "there are no rows below the header"),
        ("identities import --file color.csv", "`Color`, which is no column"),
        ("identities import --file no.csv", "cannot be read"),
        ("identities import --file -", "is empty"),
        ("identities import --file color.csv --batch-size 501", "from 1 to 500"),
        ("identities import --file good.csv --api-version v1.0", "only in beta"),
        ("identities delete --yes", "--id <ID>|--file <FILE>"),
    ] {
        let failure = bench.run(line).failure(2);
        assert!(failure.contains(said), "{line}: {failure}");
    }
    assert_eq!(bench.received(), [""; 0]);
    assert!(!bench.files.path().join("good-results.csv").exists());
}

#[test]
fn a_result_file_that_cannot_be_written_is_found_before_anything_is_sent() {
    let bench = Bench::new();
    bench.file("ids.csv", b"Serial Number\nA1\n");
    let failure = bench.run("identities import --file ids.csv --results no/such/folder.csv").failure(2);
    assert!(
        failure.starts_with("--results: no/such/folder.csv cannot be written") && failure.ends_with("nothing was sent")
    );
    assert_eq!(bench.received(), [""; 0]);
}

/// The tenant accepts 100 writes within 20 seconds, so that the deletion waits.
#[test]
fn an_interrupted_deletion_says_how_far_it_is() {
    let bench = Bench::new();
    let rows = (0..120).map(|row| format!("A{row}")).collect::<Vec<_>>().join("\n");
    bench.file("ids.csv", format!("Serial Number\n{rows}\n").as_bytes());
    assert_eq!(bench.run("identities import --file ids.csv").code, 0);
    let (mut child, mut stderr) =
        start(bench.program("identities delete --file ids.csv --yes --results gone.csv --json"), 4);
    end(&mut child, "INT");
    let mut said = String::new();
    stderr.read_to_string(&mut said).expect("text");
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(130), "{said}");
    let deleted = count(&fates(&bench.files.path().join("gone.csv")), "deleted");
    assert!((80..120).contains(&deleted), "{deleted}");
    let last =
        format!("intune-onboarding: interrupted: {deleted} of 120 rows are done; the same command deletes the rest\n");
    assert!(said.ends_with(&last), "{said}");
    let left = tenant(&bench.sandbox).keys().filter(|identifier| identifier.starts_with('A')).count();
    // The last deletion may have been on its way.
    assert!(left == 120 - deleted || left + 1 == 120 - deleted, "{left} are left");
}
