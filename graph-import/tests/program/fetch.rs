//! `graph-import fetch`.

use std::{fs, io::Write as _};

use flate2::{Compression, write::GzEncoder};
use serde_json::Value;

use crate::{
    run::{Run, run},
    server::Server,
};

const V1_0: &[u8] = include_bytes!("../data/onboarding/v1.0.csdl");
const BETA: &[u8] = include_bytes!("../data/onboarding/beta.csdl");
const PERMISSIONS: &[u8] = include_bytes!("../data/onboarding/permissions.json");
const PROVISIONING: &str = r#"{"permissionDeployments": {}}"#;

/// A server with everything, and a folder for the cache.
fn setting() -> (Server, tempfile::TempDir) {
    let server = Server::start();
    server.put("/v1.0/$metadata", 200, V1_0);
    server.put("/beta/$metadata", 200, BETA);
    server.put("/permissions/new/permissions.json", 200, PERMISSIONS);
    server.put("/permissions/new/provisioningInfo.json", 200, PROVISIONING);
    (server, tempfile::tempdir().expect("a folder"))
}

fn fetch(server: &Server, folder: &tempfile::TempDir, more: &[&str]) -> Run {
    run(folder.path(), &[&["fetch", "--base-url", &server.url], more].concat())
}

#[test]
fn everything_is_fetched_once_and_then_asked_for_by_its_etag() {
    let (server, folder) = setting();
    let first = fetch(&server, &folder, &[]);
    assert_eq!((first.code, first.stderr.as_str()), (0, ""), "{}", first.stdout);
    for name in ["global-v1.0.csdl", "global-beta.csdl", "permissions.json", "provisioningInfo.json"] {
        assert!(first.stdout.lines().any(|line| line.trim().starts_with(name) && line.ends_with("new")), "{name}");
    }
    assert_eq!(fs::read(folder.path().join("cache/global-beta.csdl")).expect("it is kept"), BETA);
    assert!(server.requests().iter().all(|(_, known)| known.is_none()));

    let second = fetch(&server, &folder, &[]);
    assert_eq!(second.code, 0, "{}", second.stderr);
    assert_eq!(second.stdout.matches("unchanged since").count(), 4, "{}", second.stdout);
    let requests = server.requests();
    let expected = Some(format!("\"{}\"", V1_0.len()));
    assert!(requests.contains(&("/v1.0/$metadata".into(), expected)), "{requests:?}");
}

#[test]
fn a_change_is_told_in_bytes() {
    let (server, folder) = setting();
    fetch(&server, &folder, &[]);
    server.put("/v1.0/$metadata", 200, [V1_0, b"<!-- -->"].concat());
    let changed = fetch(&server, &folder, &[]);
    let line = changed.stdout.lines().find(|line| line.contains("global-v1.0.csdl")).expect("a line");
    assert!(line.contains("changed: +8 bytes since 20"), "{line}");
    assert_eq!(fs::read(folder.path().join("cache/global-v1.0.csdl")).expect("it is kept").len(), V1_0.len() + 8);
}

#[test]
fn a_file_that_was_damaged_in_the_cache_is_fetched_anew() {
    let (server, folder) = setting();
    fetch(&server, &folder, &[]);
    let path = folder.path().join("cache/permissions.json");
    fs::write(&path, "{").expect("it is written");
    assert_eq!(fetch(&server, &folder, &[]).code, 0);
    assert_eq!(fs::read(&path).expect("it is kept"), PERMISSIONS);
}

#[test]
fn what_is_sent_compressed_is_kept_plain() {
    let (server, folder) = setting();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(V1_0).expect("memory takes everything");
    server.put("/v1.0/$metadata", 200, gzip.finish().expect("memory takes everything"));
    assert_eq!(fetch(&server, &folder, &[]).code, 0);
    assert_eq!(fs::read(folder.path().join("cache/global-v1.0.csdl")).expect("it is kept"), V1_0);
}

#[test]
fn what_is_larger_than_any_description_is_not_kept() {
    let (server, folder) = setting();
    fetch(&server, &folder, &[]);
    // 64 MiB are the limit, for what is sent and for what it is when it is decompressed.
    let zeros = vec![0_u8; 65 << 20];
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&zeros).expect("memory takes everything");
    server.put("/v1.0/$metadata", 200, gzip.finish().expect("memory takes everything"));
    server.put("/beta/$metadata", 200, zeros);
    let failed = fetch(&server, &folder, &[]);
    assert_eq!((failed.code, failed.stderr.lines().count()), (2, 2), "{}", failed.stderr);
    for version in ["v1.0", "beta"] {
        let line = failed.stderr.lines().find(|line| line.contains(&format!("/{version}/$metadata")));
        assert!(line.is_some_and(|line| line.contains("64 MiB")), "{version}: {}", failed.stderr);
    }
    assert_eq!(fs::read(folder.path().join("cache/global-v1.0.csdl")).expect("it is kept"), V1_0);
    assert_eq!(fs::read(folder.path().join("cache/global-beta.csdl")).expect("it is kept"), BETA);
}

#[test]
fn a_failure_is_one_line_and_leaves_what_was_there() {
    let (server, folder) = setting();
    fetch(&server, &folder, &[]);
    server.put("/v1.0/$metadata", 503, "later");
    server.put("/beta/$metadata", 200, "<html>Please sign in to this network</html>");
    let failed = fetch(&server, &folder, &[]);
    assert_eq!(failed.code, 2);
    let lines: Vec<_> = failed.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{}", failed.stderr);
    assert!(failed.stderr.contains("/v1.0/$metadata: the server responded with 503"), "{}", failed.stderr);
    assert!(failed.stderr.contains("/beta/$metadata: the response is not a description of Graph"), "{}", failed.stderr);
    assert!(failed.stdout.contains("permissions.json"), "the rest is fetched: {}", failed.stdout);
    assert_eq!(fs::read(folder.path().join("cache/global-beta.csdl")).expect("it is kept"), BETA);
}

#[test]
fn a_server_that_is_not_there_is_told_with_the_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    // Nothing listens on the port that was just given back.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let failed = run(folder.path(), &["fetch", "--base-url", &url]);
    assert_eq!(failed.code, 2);
    assert!(failed.stderr.lines().all(|line| line.starts_with("graph-import: http://127.0.0.1")), "{}", failed.stderr);
    assert!(failed.stderr.to_lowercase().contains("refused"), "{}", failed.stderr);
}

#[test]
fn scripts_get_json_and_clouds_have_files_of_their_own() {
    let (server, folder) = setting();
    let fetched = fetch(&server, &folder, &["--json", "--cloud", "china"]);
    let json: Value = serde_json::from_str(&fetched.stdout).expect("JSON");
    let files = json["files"].as_array().expect("a list");
    assert_eq!(files[0]["file"], "china-v1.0.csdl");
    assert_eq!(files[0]["state"], "new");
    assert_eq!(files[0]["now"]["bytes"], V1_0.len());
    assert_eq!(files.len(), 4);
}
