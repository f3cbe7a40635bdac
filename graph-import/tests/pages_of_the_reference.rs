//! The reader of pages over thousands of pages of the reference, where they are to be had.
//!
//! `GRAPH_IMPORT_CORPUS` is the folder in which they are unpacked.

#![expect(clippy::print_stdout, reason = "what was left out, and what was counted, is printed")]

mod shared;

use std::collections::{BTreeMap, BTreeSet};

use graph_import::{
    csdl,
    description::{Body, Operation, PermissionOrigin, Source, SourceKind, TypeDefinition, Verdict, Version},
    page::{self, Language},
    permission_data,
    resolve::{Request, Resolver},
};
use shared::{
    comparison::differences,
    corpus::{corpus, pages, read},
};

#[test]
fn every_page_is_read_or_says_what_is_missing() {
    let Some(corpus) = corpus() else { return };
    for folder in
        ["pages-en-2021", "pages-ru-2021-bilingual", "pages-ru-2023", "pages-de-2019", "pages-ja-2019", "pages-zh-2023"]
    {
        let pages = pages(&corpus.join(folder));
        let mut failures = Vec::new();
        for (name, path) in &pages {
            if let Err(error) = read(path, Language::Translated) {
                assert!(!error.to_string().contains('\n'), "{error}");
                failures.push(format!("{name}: {error}"));
            }
        }
        println!("{folder}: {} pages, {} without an operation", pages.len(), failures.len());
        for failure in &failures {
            println!("  {failure}");
        }
    }
}

/// The requests of a page as a plain search finds them: lines in code blocks of the section about the request.
fn plain_requests(text: &str) -> BTreeSet<String> {
    let mut requests = BTreeSet::new();
    let (mut in_section, mut in_code) = (false, false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if !in_code && line.starts_with("##") && !line.contains("#tab/") {
            let heading = line.trim_start_matches('#').trim().to_lowercase();
            if heading == "http request" || line.starts_with("## ") {
                in_section = heading == "http request";
            }
        } else if in_section && in_code {
            let mut words = line.trim().splitn(2, ' ');
            let method = words.next().unwrap_or("");
            if ["GET", "POST", "PATCH", "PUT", "DELETE"].contains(&method) {
                requests.insert(format!("{method} {}", shape(words.next().unwrap_or(""))));
            }
        }
    }
    requests
}

/// A path without host, version, query, and without what stands in placeholders.
fn shape(path: &str) -> String {
    let mut path = path.trim();
    for prefix in ["https://graph.microsoft.com", "~", "/beta/", "/v1.0/"] {
        path = path.strip_prefix(prefix).unwrap_or(path);
    }
    let mut shape = String::from("/");
    let mut depth = 0;
    for c in path.trim_matches('/').chars() {
        match c {
            '{' | '<' => {
                depth += 1;
                if depth == 1 {
                    shape.push_str("{}");
                }
            }
            '}' | '>' => depth -= 1,
            '?' if depth == 0 => break,
            '\'' => {}
            c if depth == 0 => shape.push(c),
            _ => {}
        }
    }
    shape.trim_end_matches('/').to_owned()
}

#[test]
fn method_and_path_are_those_that_the_page_states() {
    let Some(corpus) = corpus() else { return };
    let (mut stating, mut wrong) = (0, Vec::new());
    for (name, path) in pages(&corpus.join("pages-en-2021")) {
        let text = std::fs::read_to_string(&path).expect("a file");
        let expected = plain_requests(&text);
        let Ok(page) = read(&path, Language::Translated) else { continue };
        if expected.is_empty() {
            continue;
        }
        stating += 1;
        // A path that was repaired differs from what is written.
        let repaired = |operation: &&Operation| {
            operation.evidence.iter().any(|e| e.subject == "path" && matches!(e.verdict, Verdict::Repaired { .. }))
        };
        let found: BTreeSet<_> = page
            .operations
            .iter()
            .map(|operation| {
                format!("{} {}", operation.method.as_str(), shape(&operation.path.shown(&operation.parameters)))
            })
            .collect();
        let unmatched = expected.difference(&found).count();
        let explained = page.operations.iter().filter(repaired).count() + page.evidence.len();
        let version = if name.starts_with("beta/") { "beta" } else { "v1.0" };
        if unmatched > explained || page.operations.iter().any(|operation| operation.versions[0].as_str() != version) {
            wrong.push(format!("{name}: {expected:?} {found:?}"));
        }
    }
    println!("{stating} pages state a request, {} are read otherwise", wrong.len());
    for wrong in &wrong {
        println!("  {wrong}");
    }
    assert!(stating > 2_000 && wrong.len() <= 2, "{}", wrong.len());
}

#[test]
fn both_languages_of_a_page_say_the_same() {
    let Some(corpus) = corpus() else { return };
    let mut different = Vec::new();
    let pages = pages(&corpus.join("pages-ru-2021-bilingual"));
    for (name, path) in &pages {
        let [translated, original] = [Language::Translated, Language::Original].map(|language| read(path, language));
        match (translated, original) {
            (Ok(translated), Ok(original)) => {
                let found = differences(&translated, &original);
                if !found.is_empty() {
                    different.push(format!("{name}: {}", found.join("; ")));
                }
            }
            (translated, original) => assert_eq!(translated.err(), original.err(), "{name}"),
        }
    }
    println!("{} bilingual pages, {} differ", pages.len(), different.len());
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// The names of properties by type, with the base type, and of parameters by action, as a plain search finds them.
#[derive(Default)]
struct Csdl {
    types: BTreeMap<String, (BTreeSet<String>, String)>,
    actions: BTreeMap<String, BTreeSet<String>>,
}

impl Csdl {
    fn read(xml: &str) -> Self {
        let attribute = |line: &str, name: &str| {
            let start = line.find(&format!(" {name}=\""))? + name.len() + 3;
            Some(line[start..].split('"').next().unwrap_or("").to_owned())
        };
        let mut csdl = Self::default();
        let (mut current, mut action) = (String::new(), String::new());
        for line in xml.lines().map(str::trim) {
            let name = attribute(line, "Name").unwrap_or_default();
            if line.starts_with("<EntityType ") || line.starts_with("<ComplexType ") {
                let base = attribute(line, "BaseType").unwrap_or_default();
                current = name.to_lowercase();
                let base = base.rsplit('.').next().unwrap_or("").to_lowercase();
                csdl.types.entry(current.clone()).or_default().1 = base;
            } else if line.starts_with("<Property ") || line.starts_with("<NavigationProperty ") {
                csdl.types.entry(current.clone()).or_default().0.insert(name);
            } else if line.starts_with("<Action ") {
                action = name.to_lowercase();
            } else if line.starts_with("<Function ") {
                action = String::new();
            } else if line.starts_with("<Parameter ") {
                csdl.actions.entry(action.clone()).or_default().insert(name);
            }
        }
        csdl
    }

    fn has(&self, ty: &str, name: &str) -> bool {
        let mut next = ty.to_lowercase();
        for _ in 0..20 {
            let Some((names, base)) = self.types.get(&next) else { return false };
            if names.contains(name) {
                return true;
            }
            next.clone_from(base);
        }
        false
    }
}

#[test]
fn every_property_of_a_body_is_in_the_description_of_the_time_or_reported() {
    let Some(corpus) = corpus() else { return };
    let csdl = Csdl::read(&std::fs::read_to_string(corpus.join("beta-2021-06-08-clean.xml")).expect("a file"));
    let xml = std::fs::read(corpus.join("beta-2021-06-08-clean.xml")).expect("a file");
    let source = Source { kind: SourceKind::Metadata, name: "beta".to_owned(), date: None };
    let beta = csdl::read(&xml, Version::Beta, source).expect("it is there");
    let resolver = Resolver::new([&beta]);
    let (mut reports, mut silent) = (BTreeMap::new(), Vec::new());
    let folders = [
        "pages-en-2021",
        "pages-ru-2021-bilingual",
        "pages-ru-2023",
        "pages-de-2019",
        "pages-ja-2019",
        "pages-zh-2023",
    ];
    for folder in folders {
        let (mut checked, mut unknown, mut lost) = (0, BTreeSet::new(), 0);
        for (name, path) in pages(&corpus.join(folder)) {
            let Ok(page) = read(&path, Language::Translated) else { continue };
            for operation in &page.operations {
                lost += operation.evidence.iter().filter(|evidence| evidence.statement.contains("is broken")).count();
                for property in operation.body.properties() {
                    checked += 1;
                    let shown = operation.path.shown(&operation.parameters);
                    let (found, of) = if let Body::Object { ty, .. } = &operation.body {
                        (csdl.has(ty.short(), &property.name), ty.short().to_owned())
                    } else {
                        let ending = shown.rsplit(['/', '.']).next().unwrap_or("").to_lowercase();
                        let found = csdl.actions.get(&ending).is_some_and(|names| names.contains(&property.name));
                        (found, format!("parameters of {}", operation.title()))
                    };
                    if !found {
                        unknown.insert(format!("{name}: {} of {of}", property.name));
                        if folder == "pages-en-2021" {
                            let reported = reports.entry(name.clone()).or_insert_with(|| {
                                let combined = page::combine(page.clone(), &[&beta], None);
                                let evidence = combined.operations.into_iter().flat_map(|operation| operation.evidence);
                                evidence.map(|evidence| evidence.subject).collect::<BTreeSet<_>>()
                            });
                            let subject = format!("body.{}", property.name);
                            // A name may also be in a type that the comparison by name does not find.
                            let described = Request::parse(&operation.title())
                                .and_then(|request| resolver.resolve(&request))
                                .is_ok_and(|described| {
                                    let mut properties = described.body.properties().iter();
                                    properties.any(|other| other.name.eq_ignore_ascii_case(&property.name))
                                });
                            if !described && !reported.contains(&subject) && !reported.contains("path") {
                                silent.push(format!("{name}: {} of {of}: {reported:?}", property.name));
                            }
                        }
                    }
                }
            }
        }
        println!(
            "{folder}: {checked} properties of bodies, {} not in the description, {lost} names lost",
            unknown.len()
        );
        for unknown in &unknown {
            println!("  {folder} {unknown}");
        }
        assert!(checked > 1_000 && unknown.len() * 10 < checked, "{folder}: {}", unknown.len());
    }
    assert!(silent.is_empty(), "{} names are not reported:\n{}", silent.len(), silent.join("\n"));
}

#[test]
fn pages_combine_with_the_descriptions_of_their_time() {
    let Some(corpus) = corpus() else { return };
    let source = |kind, name: &str| Source { kind, name: name.to_owned(), date: None };
    let schema = |name: &str, version| {
        let xml = std::fs::read(corpus.join(name)).expect("a file");
        csdl::read(&xml, version, source(SourceKind::Metadata, name)).expect("it is there")
    };
    let v1 = schema("v1.0-2022-08-09-annotated.xml", Version::V1_0);
    let beta = schema("beta-2021-06-08-clean.xml", Version::Beta);
    let name = "permissions-2025-07-31.json";
    let json = std::fs::read(corpus.join(name)).expect("a file");
    let data = permission_data::read(&json, None, source(SourceKind::Permissions, name)).expect("it is there");
    let (mut all, mut published) = (0, 0);
    let mut absent = Vec::new();
    let (mut ruled, mut right) = (0, 0);
    let mut subjects: BTreeMap<String, usize> = BTreeMap::new();
    // Resolving takes long without optimization; every tenth page tells enough.
    for (name, path) in pages(&corpus.join("pages-en-2021")).into_iter().step_by(10) {
        let Ok(page) = read(&path, Language::Translated) else { continue };
        let stated = page.clone();
        let combined = page::combine(page, &[&v1, &beta], Some(&data));
        for (operation, stated) in combined.operations.iter().zip(&stated.operations) {
            all += 1;
            published += usize::from(operation.permissions.origin == PermissionOrigin::Published);
            let missing = operation
                .evidence
                .iter()
                .find(|evidence| evidence.subject == "path" && evidence.source.kind == SourceKind::Metadata);
            if let Some(missing) = missing {
                absent.push(format!("{name}: {}", missing.statement));
                continue;
            }
            for evidence in &operation.evidence {
                let subject = evidence.subject.split('.').next().unwrap_or("");
                let verdict = format!("{:?}", evidence.verdict);
                let verdict = verdict.split(' ').next().unwrap_or("");
                *subjects.entry(format!("{subject} {verdict}")).or_default() += 1;
            }
            for property in stated.body.properties().iter().filter(|property| property.nullable.is_some()) {
                let described = operation.body.properties().iter().find(|other| other.name == property.name);
                ruled += usize::from(described.is_some());
                right += usize::from(described.is_some_and(|described| described.nullable == property.nullable));
            }
            if std::env::var_os("GRAPH_IMPORT_DETAILS").is_some() {
                let responses = operation.evidence.iter().filter(|evidence| evidence.subject == "response");
                responses.for_each(|evidence| println!("  {name}: {} | {:?}", evidence.statement, operation.response));
            }
            // Whatever the page lists is in the body, or said.
            let names: BTreeSet<_> = operation.body.properties().iter().map(|property| &property.name).collect();
            for property in stated.body.properties() {
                let is_said = operation.evidence.iter().any(|evidence| {
                    let mended =
                        matches!(&evidence.verdict, Verdict::Repaired { written } if *written == property.name);
                    mended || evidence.subject == format!("body.{}", property.name)
                });
                assert!(names.contains(&property.name) || is_said, "{name}: {}", property.name);
            }
        }
    }
    println!(
        "{all} operations, {published} with published permissions, {} not in the descriptions; {subjects:?}",
        absent.len()
    );
    println!("{ruled} properties with a rule about null, {right} as in the descriptions");
    for absent in &absent {
        println!("  {absent}");
    }
    assert!(all > 200 && absent.len() * 10 < all);
}

#[test]
fn the_same_page_gives_the_same_twice_and_every_type_is_defined() {
    let Some(corpus) = corpus() else { return };
    for (name, path) in pages(&corpus.join("pages-zh-2023")) {
        let (Ok(first), Ok(second)) = (read(&path, Language::Translated), read(&path, Language::Translated)) else {
            continue;
        };
        assert_eq!(format!("{first:?}"), format!("{second:?}"), "{name}");
        for definition in first.types.iter() {
            let TypeDefinition::Structured(structured) = definition else { continue };
            for property in &structured.properties {
                let ty = &property.ty.name;
                assert!(ty.primitive().is_some() || first.types.get(ty).is_some(), "{name}: {ty}");
            }
        }
    }
}
