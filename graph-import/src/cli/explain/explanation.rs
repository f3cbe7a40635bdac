//! What the sources state about an operation, by subject.

use std::collections::{BTreeMap, BTreeSet};

use graph_import::{
    description::{Body, Evidence, Operation, Property, Source, TypeDefinition, TypeName, Types, Verdict},
    write,
};
use serde_json::{Value, json};

use crate::cli::subject::Subject;

/// An operation with what the sources state about it.
pub(super) struct Explanation {
    operation: Operation,
    /// By subject, in the order of the alphabet, so that the same part of two operations is found at the same place.
    statements: BTreeMap<String, Vec<Evidence>>,
    /// The subjects about which the sources say the same.
    alike: Vec<String>,
    /// The sources that state the operation.
    sources: Vec<Source>,
}

impl Explanation {
    pub(super) fn new(operation: &Operation, subject: &Subject<'_>) -> Self {
        let options = write::Options::default();
        let items = write::write(std::slice::from_ref(operation), &subject.types, &options).items;
        let types = subject.types_apart(items.iter().map(|item| (item.kind, item.of.as_str())));
        let mut statements: BTreeMap<String, Vec<Evidence>> = BTreeMap::new();
        for evidence in operation.evidence.iter().chain(&subject.evidence).chain(&types) {
            let known = statements.entry(evidence.subject.clone()).or_default();
            if !known.contains(evidence) {
                known.push(evidence.clone());
            }
        }
        let stating = subject.described.iter().find(|schema| operation.versions.first() == Some(&schema.version));
        if let Some(schema) = stating {
            add_taken(operation, &subject.types, &schema.source, &mut statements);
        }
        let apart: BTreeSet<&str> = statements.keys().map(String::as_str).collect();
        let is_alike = |name: &String| {
            let is_part = |part: &&str| part.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(".type"));
            !apart.contains(name.as_str()) && !apart.iter().any(is_part)
        };
        let alike = parts(operation).into_iter().filter(is_alike).collect();
        let sources = sources(operation, subject);
        Self { operation: operation.clone(), statements, alike, sources }
    }

    /// Writes the operation: its title, then each subject on which the sources differ with what each states, and in one
    /// line what they state alike.
    pub(super) fn lines(&self) -> Vec<String> {
        let versions: Vec<_> = self.operation.versions.iter().map(|version| version.as_str()).collect();
        let mut lines = vec![format!("{} ({})", self.operation.title(), versions.join(", "))];
        for (subject, statements) in &self.statements {
            lines.push(format!("  {subject}"));
            for Evidence { statement, source, verdict, .. } in statements {
                let written = match verdict {
                    Verdict::Repaired { written } => format!("; written: {written}"),
                    _ => String::new(),
                };
                lines.push(format!("    {:<9} {statement}{written} [{source}]", verdict_name(verdict)));
            }
        }
        if !self.alike.is_empty() && !self.sources.is_empty() {
            let sources: Vec<_> = self.sources.iter().map(ToString::to_string).collect();
            lines.push(format!("  alike: {} [{}]", self.alike.join(", "), sources.join("; ")));
        }
        lines
    }

    pub(super) fn to_json(&self) -> Value {
        let statements: Vec<_> = self.statements.values().flatten().map(statement_to_json).collect();
        let versions: Vec<_> = self.operation.versions.iter().map(|version| version.as_str()).collect();
        let source = |source: &Source| json!({ "name": source.name, "date": source.date });
        json!({
            "method": self.operation.method.as_str(),
            "path": self.operation.path.shown(&self.operation.parameters),
            "versions": versions,
            "statements": statements,
            "alike": self.alike,
            "sources": self.sources.iter().map(source).collect::<Vec<_>>(),
        })
    }
}

/// The sources that state the operation: the descriptions of its versions, and a page.
fn sources(operation: &Operation, subject: &Subject<'_>) -> Vec<Source> {
    let schemas = subject.described.iter().chain(&subject.others);
    let described = schemas.filter(|schema| operation.versions.contains(&schema.version)).map(|schema| &schema.source);
    let mut sources: Vec<Source> = Vec::new();
    for source in described.chain(&subject.pages) {
        if !sources.contains(source) {
            sources.push(source.clone());
        }
    }
    sources
}

/// Adds what was taken where a source says something else.
fn add_taken(operation: &Operation, types: &Types, source: &Source, statements: &mut BTreeMap<String, Vec<Evidence>>) {
    for (subject, statements) in statements {
        let is_other = |verdict: &Verdict| matches!(verdict, Verdict::Overruled | Verdict::OtherVersion { .. });
        let is_said = statements.iter().any(|one| one.verdict == Verdict::Taken || one.source == *source);
        if is_said || !statements.iter().any(|one| is_other(&one.verdict)) {
            continue;
        }
        if let Some(statement) = stated(operation, types, subject) {
            let (subject, source) = (subject.clone(), source.clone());
            statements.insert(0, Evidence { subject, statement, source, verdict: Verdict::Taken });
        }
    }
}

/// Returns what the description states about a subject.
fn stated(operation: &Operation, types: &Types, subject: &str) -> Option<String> {
    let mut names = subject.split('.');
    let part = names.next()?;
    match (part, names.next()) {
        ("path", None) => Some(operation.path.shown(&operation.parameters)),
        ("response", None) => Some(operation.response.to_string()),
        ("body", None) => Some(operation.body.to_string()),
        ("parameters", Some(name)) => {
            let parameter = operation.parameters.iter().find(|parameter| parameter.name == name)?;
            Some(parameter.ty.to_string())
        }
        ("body", Some(name)) => {
            Some(property(operation.body.properties().iter().find(|property| property.name == name)))
        }
        ("types", Some(ty)) => {
            let name = names.next()?;
            let ty = types.iter().find(|definition| definition.name().short() == ty)?.name();
            Some(member(types, ty, name))
        }
        _ => None,
    }
}

fn member(types: &Types, ty: &TypeName, name: &str) -> String {
    if let Some(TypeDefinition::Enumeration(enumeration)) = types.get(ty) {
        let is_there = enumeration.members.iter().any(|member| member.name == name);
        return String::from(if is_there { "it is there" } else { "it is not there" });
    }
    property(types.properties(ty).into_iter().find(|property| property.name == name))
}

fn property(property: Option<&Property>) -> String {
    match property {
        None => String::from("it is not there"),
        Some(Property { ty, nullable: Some(true), .. }) => format!("{ty}, or null"),
        Some(Property { ty, .. }) => ty.to_string(),
    }
}

/// Returns the subjects that an operation has.
fn parts(operation: &Operation) -> Vec<String> {
    let mut parts = vec![String::from("path")];
    parts.extend(operation.parameters.iter().map(|parameter| format!("parameters.{}", parameter.name)));
    if operation.body == Body::None || operation.body.properties().is_empty() {
        parts.push(String::from("body"));
    }
    parts.extend(operation.body.properties().iter().map(|property| format!("body.{}", property.name)));
    parts.push(String::from("response"));
    parts
}

fn verdict_name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Taken => "taken",
        Verdict::Overruled => "overruled",
        Verdict::Repaired { .. } => "repaired",
        Verdict::Inferred => "inferred",
        Verdict::Missing => "missing",
        Verdict::Unclear => "unclear",
        Verdict::OtherVersion { version, .. } => version.as_str(),
    }
}

fn statement_to_json(Evidence { subject, statement, source, verdict }: &Evidence) -> Value {
    let written = match verdict {
        Verdict::Repaired { written } => Some(written),
        _ => None,
    };
    json!({
        "subject": subject,
        "verdict": verdict_name(verdict),
        "statement": statement,
        "written": written,
        "source": source.name,
        "date": source.date,
    })
}
