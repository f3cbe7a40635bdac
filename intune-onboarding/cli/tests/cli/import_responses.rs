//! What an import makes of a service that loses responses, rejects rows or promises more than it does.

use std::fs;

use super::{
    Bench, Run,
    identities::{count, fates},
    program, respond_in_turn,
};

fn response(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

fn ok(body: &str) -> String {
    response("200 OK", body)
}

#[test]
fn an_overwritten_identity_has_the_new_details() {
    let lost = response("504 Gateway Timeout", "");
    let old = ok(r#"{"value": [{"id": "1", "importedDeviceIdentifier": "A1", "description": "old"}]}"#);
    let result = ok(r#"{"value": [{"id": "1", "importedDeviceIdentifier": "A1", "status": true}]}"#);
    let new = ok(r#"{"value": [{"id": "1", "importedDeviceIdentifier": "A1", "description": "new"}]}"#);
    // The first request has not overwritten it, so that it is sent again.
    let url = respond_in_turn(&[&lost, &old, &result, &new]);
    let bench = Bench::new();
    bench.file("ids.csv", b"Serial Number,Details\nA1,new\n");
    let line = ["identities", "import", "--file", "ids.csv", "--overwrite", "--wait", "0", "--base-url", &url];
    let run = Run::of(program(line).env("GRAPH_ACCESS_TOKEN", "eyJ0").current_dir(bench.files.path()));
    assert!(run.code == 0 && run.stdout.contains("imported      1\n"), "{run:?}");
    assert!(run.stderr.contains("request 2 with 1 row"), "{run:?}");
}

#[test]
fn a_batch_whose_response_is_lost_is_read_back_and_not_sent_twice() {
    let lost = "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n";
    let there = ok(r#"{"value": [{"id": "1", "importedDeviceIdentifier": "a1"}]}"#);
    let result = ok(r#"{"value": [{"id": "2", "importedDeviceIdentifier": "A2", "status": true}]}"#);
    let both = ok(r#"{"value": [{"id": "2", "importedDeviceIdentifier": "A2"}]}"#);
    // The import, the look for both, the import of the other one, and the look for it.
    let url = respond_in_turn(&[lost, &there, &result, &both]);
    let bench = Bench::new();
    bench.file("ids.csv", b"Serial Number\nA1\nA2\n");
    let line = "identities import --file ids.csv --wait 0 --json --base-url";
    let mut command = program(line.split(' '));
    command.arg(&url).env("GRAPH_ACCESS_TOKEN", "eyJ0").current_dir(bench.files.path());
    let run = Run::of(&mut command);
    assert_eq!((run.code, &run.json()["import"]["outcomes"]["imported"]), (0, &2.into()), "{run:?}");
    let text = fs::read_to_string(bench.files.path().join("ids-results.csv")).expect("a file");
    assert!(text.contains("2,A1,imported,the response was lost; read back,1\n3,A2,imported,,2\n"), "{text}");
}

#[test]
fn a_row_that_the_service_rejects_does_not_stop_the_others() {
    let error = r#"{"error": {"code": "BadRequest", "message": "the serial number is odd"}}"#;
    let rejected = response("400 Bad Request", error);
    let accepted = ok(r#"{"value": [{"id": "2", "importedDeviceIdentifier": "A2", "status": true}]}"#);
    let found = ok(r#"{"value": [{"id": "2", "importedDeviceIdentifier": "A2"}]}"#);
    let declined = ok(r#"{"value": [{"importedDeviceIdentifier": "A3", "status": false}]}"#);
    let none = ok(r#"{"value": []}"#);
    // All three; the first one; the two others together, then each of them.
    let url = respond_in_turn(&[&rejected, &rejected, &rejected, &accepted, &found, &declined, &none]);
    let bench = Bench::new();
    bench.file("ids.csv", b"Serial Number\nA1\nA2\nA3\n");
    let mut command = program(["identities", "import", "--file", "ids.csv", "--base-url", &url]);
    let run = Run::of(command.env("GRAPH_ACCESS_TOKEN", "eyJ0").current_dir(bench.files.path()));
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stderr.ends_with("2 of 3 rows were not accepted: see ids-results.csv\n"), "{run:?}");
    let text = fs::read_to_string(bench.files.path().join("ids-results.csv")).expect("a file");
    let lines: Vec<_> = text.lines().skip(1).collect();
    assert!(lines[0].starts_with("2,A1,rejected,") && lines[0].contains("the serial number is odd"), "{text}");
    assert_eq!(lines[1], "3,A2,imported,,2");
    assert!(lines[2].starts_with("4,A3,rejected,"), "{text}");
}

#[test]
fn what_is_accepted_but_never_there_is_no_success() {
    let accepted = ok(r#"{"value": [{"id": "1", "importedDeviceIdentifier": "A1", "status": true}]}"#);
    let none = ok(r#"{"value": []}"#);
    let url = respond_in_turn(&[&accepted, &none, &none]);
    let bench = Bench::new();
    bench.file("ids.csv", b"Serial Number\nA1\n");
    let line = ["identities", "import", "--file", "ids.csv", "--wait", "0", "--base-url", &url];
    let run = Run::of(program(line).env("GRAPH_ACCESS_TOKEN", "eyJ0").current_dir(bench.files.path()));
    assert_eq!(run.code, 5, "{run:?}");
    assert!(
        run.stderr.contains("1 are accepted, but not there yet; take it up with --resume ids-results.csv"),
        "{run:?}"
    );
}

#[test]
fn a_service_that_rejects_every_request_does_not_get_one_for_each_row() {
    let error = r#"{"error": {"code": "BadRequest", "message": "not in this version"}}"#;
    let rejected = response("400 Bad Request", error);
    let url = respond_in_turn(&vec![rejected.as_str(); 200]);
    let bench = Bench::new();
    let rows = (0..64).map(|row| format!("A{row}")).collect::<Vec<_>>().join("\n");
    bench.file("ids.csv", format!("Serial Number\n{rows}").as_bytes());
    let mut command = program(["identities", "import", "--file", "ids.csv", "--base-url", &url]);
    let run = Run::of(command.env("GRAPH_ACCESS_TOKEN", "eyJ0").current_dir(bench.files.path()));
    assert_eq!(run.code, 4, "{run:?}");
    let last = run.stderr.lines().last().expect("a line");
    assert!(last.contains("not in this version") && last.contains("0 of 64 rows are done; take it up with"), "{last}");
    assert!(run.stderr.lines().count() < 60, "{run:?}");
    assert_eq!(count(&fates(&bench.files.path().join("ids-results.csv")), "pending"), 64);
}

#[test]
fn an_identifier_is_found_however_the_service_writes_it() {
    let result = ok(r#"{"value": [{"importedDeviceIdentifier": "CONTOSO, Pad 2, a1", "status": true}]}"#);
    let found = ok(r#"{"value": [{"id": "7", "importedDeviceIdentifier": "contoso,pad2,A1"}]}"#);
    let url = respond_in_turn(&[&result, &found]);
    let bench = Bench::new();
    bench.file("pcs.csv", b"Manufacturer,Model,Serial Number\nContoso,Pad 2,A1\n");
    let mut command = program(["identities", "import", "--file", "pcs.csv", "--base-url", &url]);
    let run = Run::of(command.env("GRAPH_ACCESS_TOKEN", "eyJ0").current_dir(bench.files.path()));
    assert!(run.code == 0 && run.stdout.contains("imported      1\n"), "{run:?}");
}
