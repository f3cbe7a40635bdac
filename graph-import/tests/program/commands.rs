//! The commands that read descriptions.

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Run, run};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/onboarding");
const UPLOAD: &str = "POST /deviceManagement/depOnboardingSettings/{id}/uploadDepToken";

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Runs a command with the descriptions of device onboarding.
fn described(folder: &TempDir, arguments: &[&str]) -> Run {
    let [v1_0, beta, permissions] = ["v1.0.csdl", "beta.csdl", "permissions.json"].map(|name| format!("{DATA}/{name}"));
    let sources = ["--metadata", &v1_0, "--metadata", &beta, "--permissions", &permissions];
    run(folder.path(), &[arguments, &sources].concat())
}

fn page(name: &str) -> String {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages/en/beta/api");
    pages.join(name).display().to_string()
}

#[test]
fn search_prints_the_best_first_with_versions_and_the_least_privileged_permission() {
    let found = described(&folder(), &["search", "upload", "dep", "token"]);
    assert_eq!((found.code, found.stderr.as_str()), (0, ""));
    let words: Vec<_> = found.stdout.lines().next().expect("a line").split_whitespace().collect();
    let path = "/deviceManagement/depOnboardingSettings/{id}/uploadDepToken";
    assert_eq!(words, ["POST", "beta", path, "DeviceManagementServiceConfig.ReadWrite.All"]);
}

#[test]
fn search_prints_json_with_every_permission() {
    let found = described(&folder(), &["search", "update vpp token", "--limit", "1", "--json"]);
    let json: Value = serde_json::from_str(&found.stdout).expect("JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(1));
    assert_eq!(json[0]["path"], "/deviceAppManagement/vppTokens/{id}");
    assert_eq!(json[0]["versions"], serde_json::json!(["v1.0", "beta"]));
    let delegated = &json[0]["permissions"]["delegated"];
    assert_eq!(delegated[1][0], "DeviceManagementConfiguration.ReadWrite.All");
    assert_eq!(json[0]["permissions"]["personal"], Value::Null);
}

#[test]
fn a_search_without_a_result_exits_with_one() {
    let found = described(&folder(), &["search", "zebra"]);
    assert_eq!((found.code, found.stdout.as_str()), (1, ""));
    assert_eq!(found.stderr, "graph-import: no operation has all of these words: zebra\n");
}

#[test]
fn show_prints_a_declaration_and_what_the_author_should_know() {
    for arguments in
        [&["show", UPLOAD][..], &["show", "post", "/beta/devicemanagement/depOnboardingSettings/x/uploadDepToken"]]
    {
        let shown = described(&folder(), arguments);
        assert_eq!(shown.code, 0, "{}", shown.stderr);
        assert!(shown.stdout.contains("pub struct UploadDepToken {"), "{}", shown.stdout);
        assert!(shown.stdout.contains(r#"perms = "DeviceManagementServiceConfig.ReadWrite.All""#), "{}", shown.stdout);
        assert_eq!(shown.stderr, "note: UploadDepToken: `dep_token` is marked as secret\n");
    }
}

#[test]
fn show_reads_a_page_without_any_description() {
    let page = page("intune-enrollment-deponboardingsetting-uploaddeptoken.md");
    let shown = run(folder().path(), &["show", &page]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(shown.stdout.contains("pub struct UploadDepToken {"), "{}", shown.stdout);
    let beyond = run(folder().path(), &["show", &page, "--operation", "7"]);
    assert_eq!(beyond.code, 2);
    assert!(beyond.stderr.contains("there is no operation 7; the page has one"), "{}", beyond.stderr);
}

#[test]
fn what_a_page_says_to_be_read_only_is_never_sent() {
    let folder = folder();
    let text = "\
# Update thing
## HTTP Request
```http
PATCH /things/{id}
```
## Request body
|Property|Type|Description|
|:---|:---|:---|
|id|String|Key of the thing.|
|label|String|The label.|
|size|Int32|The size. Read-only.|
## Response
If successful, this method returns a `200 OK` response code and a [thing](../resources/thing.md) object.
## Example
```http
PATCH https://graph.microsoft.com/v1.0/things/{id}

{\"@odata.type\": \"#microsoft.graph.thing\", \"label\": \"x\"}
```
```http
HTTP/1.1 200 OK

{\"@odata.type\": \"#microsoft.graph.thing\", \"id\": \"1\", \"label\": \"x\", \"size\": 3}
```
";
    fs::write(folder.path().join("thing-update.md"), text).expect("it is written");
    let shown = run(folder.path(), &["show", "thing-update.md", "--no-descriptions"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    let thing = shown.stdout.split("pub struct ").find(|item| item.starts_with("Thing {")).expect("the type");
    let size = "#[graph(read_only)]\n    pub size: Option<i32>,";
    assert_eq!((thing.matches("read_only").count(), thing.contains(size)), (1, true), "{thing}");
    let update = shown.stdout.split("pub struct ").find(|item| item.starts_with("UpdateThing {")).expect("the action");
    assert!(!update.split('}').next().unwrap_or(update).contains("size"), "{update}");
}

#[test]
fn permissions_of_ones_own_win() {
    let shown = described(&folder(), &["show", UPLOAD, "--perms", "User.Read"]);
    assert!(
        shown.stdout.contains(r#"perms(delegated = "User.Read""#) || shown.stdout.contains("User.Read"),
        "{}",
        shown.stdout
    );
    assert!(!shown.stdout.contains("DeviceManagementServiceConfig"), "{}", shown.stdout);
}

#[test]
fn a_typo_names_the_nearest_operation() {
    let failed = described(&folder(), &["show", "POST /deviceManagement/depOnboardingSettings/x/uploadDepTokn"]);
    assert_eq!((failed.code, failed.stdout.as_str()), (2, ""));
    assert_eq!(failed.stderr.lines().count(), 1, "{}", failed.stderr);
    assert!(failed.stderr.contains(UPLOAD), "{}", failed.stderr);
}

#[test]
fn without_descriptions_the_program_says_what_to_run() {
    for arguments in [&["show", "GET /users"][..], &["search", "users"], &["explain", "GET /users"]] {
        let failed = run(folder().path(), arguments);
        assert_eq!((failed.code, failed.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(failed.stderr.contains("run `graph-import fetch`"), "{}", failed.stderr);
    }
}

#[test]
fn add_writes_once_and_leaves_what_is_declared() {
    let folder = folder();
    let dry = described(&folder, &["add", UPLOAD, "--to", "dep.rs", "--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.stderr);
    assert!(dry.stdout.contains("+pub struct UploadDepToken {"), "{}", dry.stdout);
    assert!(!folder.path().join("dep.rs").exists());

    let added = described(&folder, &["add", UPLOAD, "--to", "dep.rs"]);
    assert_eq!(added.stdout, format!("dep.rs:\n  added action UploadDepToken: {UPLOAD}\n"));
    let text = fs::read_to_string(folder.path().join("dep.rs")).expect("it is written");

    let again = described(&folder, &["add", UPLOAD, "--to", "dep.rs"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, ""));
    assert!(again.stderr.contains("is declared as `UploadDepToken` already"), "{}", again.stderr);
    assert_eq!(fs::read_to_string(folder.path().join("dep.rs")).expect("it is there"), text);
}

#[test]
fn add_takes_all_operations_below_a_path() {
    let folder = folder();
    let added = described(&folder, &["add", "--all", "/deviceAppManagement/vppTokens/**", "--to", "vpp.rs"]);
    assert_eq!(added.code, 0, "{}", added.stderr);
    for name in ["ListVppTokens", "GetVppToken", "UpdateVppToken", "DeleteVppToken", "CountVppTokens"] {
        assert!(added.stdout.contains(&format!("added action {name}:")), "{name}: {}", added.stdout);
    }
    let none = described(&folder, &["add", "--all", "/zebras/**", "--to", "zebra.rs"]);
    assert_eq!((none.code, folder.path().join("zebra.rs").exists()), (2, false));
}

#[test]
fn check_exits_by_what_it_finds() {
    let folder = folder();
    described(&folder, &["add", UPLOAD, "--to", "dep.rs"]);
    let clean = described(&folder, &["check", "dep.rs"]);
    assert_eq!(clean.code, 0, "{}{}", clean.stdout, clean.stderr);

    let text = fs::read_to_string(folder.path().join("dep.rs")).expect("it is written");
    fs::write(folder.path().join("dep.rs"), text.replace(r#"version = "beta""#, r#"version = "v1.0""#))
        .expect("it is written");
    let found = described(&folder, &["check", "dep.rs"]);
    assert_eq!(found.code, 1, "{}{}", found.stdout, found.stderr);
    assert!(found.stdout.starts_with("dep.rs:"), "{}", found.stdout);
    let annotated = described(&folder, &["check", "dep.rs", "--github"]);
    assert!(annotated.stdout.contains("::error file=dep.rs,line="), "{}", annotated.stdout);

    let untold = run(folder.path(), &["check", "dep.rs"]);
    assert_eq!(untold.code, 2);
    assert!(untold.stderr.contains("run `graph-import fetch`"), "{}", untold.stderr);
}

#[test]
fn check_reports_a_docs_link_to_a_page_that_is_not_there() {
    let folder = folder();
    let file = folder.path().join("dep.rs");
    described(&folder, &["add", UPLOAD, "--to", "dep.rs"]);
    let text = fs::read_to_string(&file).expect("it is written");
    let link = "https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-uploaddeptoken";
    let text = text.replace("version = \"beta\",", &format!("version = \"beta\", docs = \"{link}\","));
    fs::write(&file, text).expect("it is written");
    let pages = folder.path().join("pages.txt");
    for (name, code) in [("intune-enrollment-deponboardingsetting-uploaddeptoken.md", 0), ("user-get", 1)] {
        fs::write(&pages, name).expect("it is written");
        let found = described(&folder, &["check", "dep.rs", "--pages", "pages.txt"]);
        assert_eq!(found.code, code, "{}{}", found.stdout, found.stderr);
        assert_eq!(found.stdout.contains("[docs]"), code == 1, "{}", found.stdout);
    }
    let none = described(&folder, &["check", "dep.rs", "--pages", "nowhere"]);
    assert_eq!((none.code, none.stderr.lines().count()), (2, 1), "{}", none.stderr);
}

#[test]
fn two_descriptions_that_are_alike_differ_in_nothing() {
    let folder = folder();
    described(&folder, &["add", UPLOAD, "--to", "dep.rs"]);
    let compared = run(folder.path(), &["check", "--between", DATA, DATA, "--of", "dep.rs"]);
    assert_eq!(compared.code, 0, "{}{}", compared.stdout, compared.stderr);
    let missing = run(folder.path(), &["check", "--between", DATA, "nowhere", "--of", "dep.rs"]);
    assert_eq!(missing.code, 2, "{}", missing.stderr);
}

#[test]
fn what_another_version_has_otherwise_is_one_note_for_each_operation() {
    let shown = described(&folder(), &["show", "PATCH /deviceAppManagement/vppTokens/{id}"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    let notes: Vec<_> = shown.stderr.lines().filter(|line| line.contains("beta")).collect();
    let [update, types] = notes[..] else { panic!("{}", shown.stderr) };
    assert!(update.starts_with("note: UpdateVppToken: beta also has `"), "{update}");
    for name in ["`displayName`", "`roleScopeTagIds`", "[beta.csdl]"] {
        assert!(update.contains(name), "{name}: {update}");
    }
    assert!(types.starts_with("note: types: beta has otherwise parts of `vppToken` ("), "{types}");
}

#[test]
fn explain_names_each_source_where_they_differ_and_what_is_alike_in_one_line() {
    let explained = described(&folder(), &["explain", "PATCH /deviceAppManagement/vppTokens/{id}"]);
    assert_eq!(explained.code, 0, "{}", explained.stderr);
    let lines: Vec<_> = explained.stdout.lines().map(str::trim_end).collect();
    for subject in ["  body.displayName", "  types.vppToken.displayName"] {
        let at = lines.iter().position(|line| *line == subject).unwrap_or_else(|| panic!("{}", explained.stdout));
        let expected = ["    taken     it is not there [v1.0.csdl]", "    beta      it is there [beta.csdl]"];
        assert_eq!(lines[at + 1..at + 3], expected, "{subject}");
    }
    let alike: Vec<_> = lines.iter().filter(|line| line.starts_with("  alike: ")).collect();
    let [alike] = alike[..] else { panic!("{}", explained.stdout) };
    assert!(alike.contains("body.appleId,") && !alike.contains("displayName"), "{alike}");
    assert!(alike.ends_with("[v1.0.csdl; beta.csdl]"), "{alike}");
}

#[test]
fn explain_names_the_source_of_each_statement() {
    let explained = described(&folder(), &["explain", UPLOAD]);
    assert_eq!(explained.code, 0, "{}", explained.stderr);
    assert!(explained.stdout.starts_with(&format!("{UPLOAD} (beta)\n")), "{}", explained.stdout);
    let permission = "taken     DeviceManagementServiceConfig.ReadWrite.All [permissions.json]";
    assert!(explained.stdout.contains(permission), "{}", explained.stdout);
    assert!(explained.stdout.contains("v1.0 does not have it [v1.0.csdl]"), "{}", explained.stdout);
    let count = described(&folder(), &["explain", "GET /deviceAppManagement/vppTokens/$count", "--json"]);
    let json: Value = serde_json::from_str(&count.stdout).expect("JSON");
    let statements = json[0]["statements"].as_array().expect("a list");
    assert!(statements.iter().any(|one| one["verdict"] == "inferred"), "{}", count.stdout);
}

#[test]
fn files_of_an_unknown_version_or_kind_are_told_in_one_line() {
    let folder = folder();
    fs::copy(format!("{DATA}/beta.csdl"), folder.path().join("metadata.xml")).expect("it is copied");
    let untold = run(folder.path(), &["search", "x", "--metadata", "metadata.xml"]);
    assert_eq!(untold.code, 2);
    assert!(untold.stderr.contains("Write `v1.0=metadata.xml` or `beta=metadata.xml`"), "{}", untold.stderr);
    let told = run(folder.path(), &["search", "uploadDepToken", "--metadata", "beta=metadata.xml"]);
    assert_eq!(told.code, 0, "{}", told.stderr);
    let wrong =
        run(folder.path(), &["search", "x", "--metadata", "beta=metadata.xml", "--permissions", "metadata.xml"]);
    assert_eq!((wrong.code, wrong.stderr.lines().count()), (2, 1), "{}", wrong.stderr);
}
