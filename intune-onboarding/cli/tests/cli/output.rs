//! The formats of results.

use serde_json::json;

use super::{Bench, Run, program};

/// Runs the program in a pipe, with no format from the environment.
fn piped(bench: &Bench, line: &[&str]) -> Run {
    let mut command = bench.program("");
    Run::of(command.args(line).env_remove("INTUNE_ONBOARDING_OUTPUT"))
}

#[test]
fn a_table_in_a_pipe_has_tabs_and_no_head() {
    let bench = Bench::new();
    let shown = piped(&bench, &["vpp", "list"]).success();
    let rows: Vec<Vec<_>> = shown.lines().map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() == 3 && rows.iter().all(|row| row.len() == 6), "{shown}");
    assert_eq!((rows[0][0], rows[0][1]), ("9ceb2f92-2f92-9ceb-922f-eb9c922feb9c", "expired"));
    assert_eq!(piped(&bench, &["vpp", "list", "-o", "tsv"]).success(), shown);

    let run = piped(&bench, &["vpp", "list", "--top", "1"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 1), "{run:?}");
    assert_eq!(run.stderr, "(there are more items; leave out --top to show all)\n");

    let mut least = program(["permissions", "--for", "UploadDepToken", "--caller", "application"]);
    let least = Run::of(least.env_remove("INTUNE_ONBOARDING_OUTPUT")).success();
    assert!(least.starts_with("application\tDeviceManagementServiceConfig.ReadWrite.All\t"), "{least}");
    assert_eq!(least.lines().count(), 1, "{least}");
}

#[test]
fn a_table_is_aligned_where_it_is_chosen() {
    let bench = Bench::new();
    for line in [&["vpp", "list", "--output", "table"], &["--output=table", "vpp", "list", "-v"]] {
        let run = piped(&bench, line);
        assert!(run.stdout.starts_with("ID                                    STATE    EXPIRES"), "{run:?}");
    }
    let mut command = bench.program("vpp list");
    assert!(Run::of(command.env("INTUNE_ONBOARDING_OUTPUT", "table")).success().starts_with("ID "));
}

#[test]
fn names_and_values_are_tab_separated_where_that_is_chosen() {
    let bench = Bench::new();
    let line = ["vpp", "update", "--id", "9ceb2f92-2f92-9ceb-922f-eb9c922feb9c", "--country", "de"];
    let shown = piped(&bench, &[&line[..], &["--output", "tsv"]].concat()).success();
    assert!(shown.contains("country\tde\n"), "{shown}");
    let shown = piped(&bench, &line).success();
    assert!(shown.contains("country       de\n"), "{shown}");
}

#[test]
fn json_and_yaml_have_the_same_document_and_failures_too() {
    let bench = Bench::new();
    let run = piped(&bench, &["vpp", "list", "--output", "json"]);
    assert_eq!(run.json()["result"]["value"][0]["state"], "expired", "{run:?}");
    let shown = piped(&bench, &["vpp", "list", "--output", "yaml"]).success();
    assert!(shown.contains("ok: true\nresult:\n") && shown.contains("    state: expired\n"), "{shown}");

    let run = piped(&bench, &["vpp", "list", "--api-version", "v3", "-o", "yaml"]);
    assert!(run.code == 2 && run.stdout.contains("  kind: input\n") && run.stdout.ends_with("ok: false\n"), "{run:?}");
    let run = piped(&bench, &["vpp", "list", "--json", "--output", "tsv"]);
    let line = "--json is short for --output json, and another --output is given";
    assert_eq!((run.code, run.json()["error"]["message"].as_str()), (2, Some(line)), "{run:?}");
    let run = Run::of(bench.program("vpp list --json").env("INTUNE_ONBOARDING_OUTPUT", "yaml"));
    assert_eq!(run.json()["ok"], true, "an option comes before the environment");
    let run = piped(&bench, &["vpp", "list", "--output", "xml"]);
    assert!(run.failure(2).contains("[possible values: table, json, tsv, yaml]"));
}

#[test]
fn a_query_selects_from_the_document() {
    let bench = Bench::new();
    let select = |format: &[&str], query: &str| {
        let line = [&["vpp", "list", "--query", query], format].concat();
        piped(&bench, &line).success()
    };
    let query = "result.value[?state=='expired'].[id, countryOrRegion]";
    let id = "9ceb2f92-2f92-9ceb-922f-eb9c922feb9c";
    let value = serde_json::from_str::<serde_json::Value>(&select(&[], query)).expect("JSON in a pipe");
    assert_eq!(value, json!([[id, "us"]]));
    assert_eq!(select(&["-o", "tsv"], query), format!("{id}\tus\n"));
    assert_eq!(select(&["-o", "yaml"], query), format!("- - {id}\n  - us\n"));
    assert_eq!(select(&["-o", "tsv"], "result.value[0].state"), "expired\n");
    assert_eq!(select(&["-o", "tsv"], "result.missing"), "");
    let shown = select(&["-o", "table"], "result.value[].{id: id, state: state}");
    assert!(shown.starts_with("id                                    state\n9ceb2f92-"), "{shown}");
}

#[test]
fn a_query_that_is_invalid_sends_nothing_and_one_that_fails_is_a_line() {
    let bench = Bench::new();
    let line = piped(&bench, &["vpp", "list", "--query", "result.value["]).failure(2);
    assert!(line.contains("of the JMESPath expression"), "{line}");
    assert_eq!(bench.received(), [""; 0]);
    let line = piped(&bench, &["vpp", "list", "--query", "length(ok)"]).failure(1);
    assert!(line.starts_with("--query: ") && line.contains("given boolean"), "{line}");

    let line = piped(&bench, &["vpp", "update", "--id", "none", "--country", "us", "--query", "result"]).failure(4);
    assert!(line.contains("404"), "a failure is not queried: {line}");
}

#[test]
fn one_document_is_written_even_if_the_exit_code_is_not_0() {
    let bench = Bench::new();
    let run = piped(&bench, &["status", "--within", "30", "--json"]);
    assert_eq!((run.code, run.json()["expiring"].as_array().map(Vec::len)), (7, Some(7)), "{run:?}");
}
