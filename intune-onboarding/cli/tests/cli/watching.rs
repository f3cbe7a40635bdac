//! The examples of `docs/watching` are what their readers accept, and run commands that exist.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use serde_json::Value;

use super::{Bench, Run, exposition, program};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/watching")
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Runs the program with these arguments, but sends nothing.
#[track_caller]
fn runs(arguments: &[&str]) {
    let shown = Run::of(program(arguments).arg("--dry-run")).success();
    assert!(shown.contains("GET https://graph.microsoft.com/"), "{shown}");
}

/// Reads a unit of systemd: the entries of each section. No key is there twice, as none of these may be.
fn unit(name: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut sections: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut section = None;
    for line in text(name).lines().filter(|line| !line.is_empty() && !line.starts_with(['#', ';'])) {
        if let Some(title) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            assert!(sections.insert(title.to_owned(), BTreeMap::new()).is_none(), "{name}: {line}");
            section = Some(title.to_owned());
            continue;
        }
        let (key, value) = line.split_once('=').unwrap_or_else(|| panic!("{name}: {line}"));
        assert!(!value.is_empty() && key.trim() == key && value.trim() == value, "{name}: {line}");
        let entries = sections.get_mut(section.as_ref().expect("a section")).expect("the section");
        assert!(entries.insert(key.to_owned(), value.to_owned()).is_none(), "{name}: {line}");
    }
    sections
}

#[test]
fn the_units_of_systemd_have_only_keys_that_it_knows() {
    let known = BTreeMap::from([
        ("Unit", "Description Documentation Wants After OnFailure"),
        (
            "Service",
            "Type EnvironmentFile ExecStart Restart RestartSec TimeoutStartSec SuccessExitStatus DynamicUser \
             NoNewPrivileges PrivateDevices PrivateTmp ProtectHome ProtectKernelTunables ProtectSystem \
             RestrictAddressFamilies",
        ),
        ("Timer", "OnCalendar RandomizedDelaySec Persistent"),
        ("Install", "WantedBy"),
    ]);
    let units =
        ["intune-onboarding-status.service", "intune-onboarding-status.timer", "intune-onboarding-watch.service"];
    for name in units {
        for (section, entries) in unit(name) {
            let keys: BTreeSet<_> = known.get(section.as_str()).expect("a section").split_whitespace().collect();
            for key in entries.keys() {
                assert!(keys.contains(key.as_str()), "{name}: [{section}] {key}");
            }
        }
    }
    for name in [units[0], units[2]] {
        let service = &unit(name)["Service"];
        let command = service["ExecStart"].strip_prefix("/usr/local/bin/intune-onboarding ").expect("the program");
        runs(&command.split_whitespace().collect::<Vec<_>>());
        assert!(!service.values().any(|value| value.contains("TOKEN")), "{name}: nothing secret");
    }
    assert_eq!(unit(units[0])["Service"]["Type"], "oneshot", "a timer waits for its end");
    assert_eq!(unit(units[1])["Install"]["WantedBy"], "timers.target");
}

fn yaml(name: &str) -> Value {
    yaml_serde::from_str(&text(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|item| item.as_str().expect("text")).collect()
}

#[test]
fn the_job_of_kubernetes_runs_the_program_once_and_without_rights() {
    let job = yaml("cronjob.yaml");
    assert_eq!((job["apiVersion"].as_str(), job["kind"].as_str()), (Some("batch/v1"), Some("CronJob")));
    let spec = &job["spec"];
    assert_eq!(spec["schedule"].as_str().expect("a schedule").split(' ').count(), 5);
    let job = &spec["jobTemplate"]["spec"];
    let pod = &job["template"]["spec"];
    assert_eq!((job["backoffLimit"].as_i64(), pod["restartPolicy"].as_str()), (Some(0), Some("Never")));
    assert_eq!(pod["securityContext"]["runAsNonRoot"].as_bool(), Some(true));
    let container = &pod["containers"][0];
    let context = &container["securityContext"];
    assert_eq!(context["allowPrivilegeEscalation"].as_bool(), Some(false));
    assert_eq!(strings(&context["capabilities"]["drop"]), ["ALL"]);
    assert!(container["envFrom"][0]["secretRef"]["name"].as_str().is_some() && container.get("env").is_none());
    runs(&strings(&container["args"]));
}

/// The instructions of a Dockerfile, each in one line.
fn instructions(name: &str) -> Vec<(String, String)> {
    let text = text(name);
    let lines: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    let joined = lines.join("\n").replace("\\\n", " ");
    let lines = joined.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| line.split_once(' ').expect("an argument"))
        .map(|(name, rest)| (name.to_owned(), rest.to_owned()))
        .collect()
}

#[test]
fn the_image_is_built_with_the_rust_that_the_program_needs_and_runs_it() {
    let instructions = instructions("Dockerfile");
    let known = ["FROM", "RUN", "WORKDIR", "COPY", "USER", "ENTRYPOINT", "CMD"];
    assert!(instructions.iter().all(|(name, _)| known.contains(&name.as_str())), "{instructions:?}");
    let of = |name: &str| {
        instructions.iter().filter(|(of, _)| of == name).map(|(_, rest)| rest.as_str()).collect::<Vec<_>>()
    };
    let version = env!("CARGO_PKG_RUST_VERSION");
    assert_eq!(instructions[0], ("FROM".to_owned(), format!("rust:{version}-slim-bookworm AS build")));
    assert!(of("RUN").contains(&"cargo install --locked --path intune-onboarding/cli --root /installed"));
    let list = |text: &str| serde_json::from_str::<Vec<String>>(text).expect("a list in JSON");
    assert_eq!(list(of("ENTRYPOINT")[0]), ["/usr/local/bin/intune-onboarding"]);
    let command = list(of("CMD")[0]);
    runs(&command.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(!of("USER").contains(&"root"), "{instructions:?}");
}

#[test]
fn the_alerts_and_the_table_name_gauges_that_exist() {
    let bench = Bench::new();
    let gauges = exposition::parse(&bench.run("status --prometheus").success());
    let mut known: BTreeSet<_> = gauges.iter().map(|sample| sample.name.clone()).collect();
    known.insert("intune_onboarding_last_read_timestamp_seconds".to_owned());
    let names = |text: &str| {
        let words = text.split(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
        words.filter(|word| word.starts_with("intune_onboarding_")).map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let rules = yaml("prometheus-rules.yaml");
    let rules = rules["groups"][0]["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), 3);
    for rule in rules {
        let expression = rule["expr"].as_str().expect("an expression");
        assert!(!names(expression).is_empty() && names(expression).is_subset(&known), "{expression}");
        assert!(rule["alert"].as_str().is_some() && rule["annotations"]["summary"].as_str().is_some(), "{rule:?}");
    }
    let readme = text("README.md");
    let table = readme.split("## Gauges").nth(1).expect("a table");
    assert_eq!(names(table), known);
}

#[test]
fn the_page_names_files_and_operations_that_exist() {
    let readme = text("README.md");
    let links = readme.split("](").skip(1).map(|rest| rest.split(')').next().expect("a link"));
    let linked: BTreeSet<_> = links.filter(|link| !link.starts_with("../")).collect();
    let files: BTreeSet<_> = fs::read_dir(folder())
        .expect("a folder")
        .map(|file| file.expect("a file").file_name().into_string().expect("text"))
        .filter(|name| name != "README.md")
        .collect();
    assert_eq!(linked, files.iter().map(String::as_str).collect());
    let operations =
        readme.split("permissions --for ").nth(1).and_then(|rest| rest.split('`').next()).expect("operations");
    let shown = Run::of(&mut program(["permissions", "--for", operations])).success();
    assert!(shown.contains("DeviceManagementConfiguration.Read.All"), "{shown}");
}
