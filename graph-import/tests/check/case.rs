//! A crate and its descriptions that agree, in which a test changes one thing.

use std::fs;

use graph_import::{
    check::{AtHand, Finding, Options, Report, between, check},
    csdl,
    description::{Schema, Source, SourceKind, Version},
    permission_data::{self, PermissionData},
    source::{Crate, Targets},
};

const DESCRIPTION: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EnumType Name="thingState">
    <Member Name="on" Value="0" />
    <Member Name="off" Value="1" />
    <Member Name="unknownFutureValue" Value="2" />
  </EnumType>
  <EnumType Name="thingMarks" IsFlags="true">
    <Member Name="red" Value="1" />
    <Member Name="blue" Value="2" />
  </EnumType>
  <ComplexType Name="part">
    <Property Name="label" Type="Edm.String" />
    <Property Name="size" Type="Edm.Int32" Nullable="false" />
  </ComplexType>
  <EntityType Name="entity" Abstract="true">
    <Key><PropertyRef Name="id" /></Key>
    <Property Name="id" Type="Edm.String" Nullable="false" />
  </EntityType>
  <EntityType Name="thing" BaseType="graph.entity">
    <Property Name="name" Type="Edm.String" />
    <Property Name="count" Type="Edm.Int32" Nullable="false" />
    <Property Name="state" Type="graph.thingState" />
    <Property Name="marks" Type="graph.thingMarks" />
    <Property Name="parts" Type="Collection(graph.part)" />
    <Property Name="note" Type="Edm.String" />
    <NavigationProperty Name="owner" Type="graph.entity" />
  </EntityType>
  <EntityType Name="bigThing" BaseType="graph.thing">
    <Property Name="height" Type="Edm.Double" />
  </EntityType>
  <Action Name="start" IsBound="true">
    <Parameter Name="bindingParameter" Type="graph.thing" />
    <Parameter Name="delay" Type="Edm.Int32" Nullable="false" />
    <Parameter Name="reason" Type="Edm.String" />
  </Action>
  <Function Name="summary" IsBound="true">
    <Parameter Name="bindingParameter" Type="graph.thing" />
    <Parameter Name="period" Type="Edm.String" Nullable="false" Unicode="false" />
    <ReturnType Type="graph.part" />
  </Function>
  <EntityContainer Name="GraphService">
    <EntitySet Name="things" EntityType="graph.thing" />
  </EntityContainer>
</Schema>
</edmx:DataServices></edmx:Edmx>"#;

const PERMISSIONS: &str = r#"{"permissions": {
  "User.Read": {"schemes": {"DelegatedWork": {"privilegeLevel": 1}, "DelegatedPersonal": {}}, "pathSets": [
    {"schemeKeys": ["DelegatedWork"], "methods": ["GET"], "paths": {"/things": "least=DelegatedWork", "/things/{id}": "least=DelegatedWork"}}]},
  "User.Read.All": {"schemes": {"DelegatedWork": {"privilegeLevel": 3}, "Application": {"privilegeLevel": 3}}, "pathSets": [
    {"schemeKeys": ["DelegatedWork", "Application"], "methods": ["GET"], "paths": {"/things": "least=Application", "/things/{id}": "least=Application"}}]},
  "User.ReadWrite.All": {"schemes": {"DelegatedWork": {"privilegeLevel": 4}, "Application": {"privilegeLevel": 4}}, "pathSets": [
    {"schemeKeys": ["DelegatedWork", "Application"], "methods": ["PATCH", "POST", "DELETE"], "paths": {"/things": "", "/things/{id}": "", "/things/{id}/start": ""}}]}
}}"#;

const SOURCE: &str = r#"
use graph_runtime::{Page, Patch, QueryOptions, graph_action, graph_enum, graph_type, odata::Flags};

/// Lists things.
#[graph_action(
    GET, "/things",
    perms(delegated = ["User.Read", "User.Read.All"], application = "User.Read.All"),
    returns = Page<Thing>,
)]
pub struct ListThings {
    #[graph(query_options)]
    pub options: QueryOptions,
}

#[graph_action(PATCH, "/things/<id>", perms = "User.ReadWrite.All", returns = Option<Thing>)]
pub struct UpdateThing {
    pub id: String,
    pub name: Patch<String>,
    pub count: Option<i32>,
    pub state: Patch<ThingState>,
}

#[graph_action(POST, "/things/<id>/start", perms = "User.ReadWrite.All")]
pub struct StartThing {
    pub id: String,
    pub delay: i32,
    pub reason: Option<String>,
}

#[graph_action(GET, "/things/<id>/summary(period='<period>')", perms = none, returns = Part)]
pub struct SummarizeThing {
    pub id: String,
    pub period: String,
}

#[graph_type]
pub struct Thing {
    pub id: Option<String>,
    pub name: Option<String>,
    pub count: Option<i32>,
    pub state: Option<ThingState>,
    pub marks: Option<Flags<ThingMarks>>,
    pub parts: Vec<Part>,
    pub note: Option<String>,
}

#[graph_type]
pub struct Part {
    pub label: Option<String>,
    pub size: i32,
}

graph_enum! {
    pub enum ThingState {
        On = "on",
        Off = "off",
    }
}

graph_enum! {
    pub flags enum ThingMarks {
        Red = "red",
        Blue = "blue",
    }
}
"#;

/// A crate and its descriptions.
#[derive(Clone)]
pub(crate) struct Case {
    v1: String,
    beta: Option<String>,
    permissions: String,
    source: String,
    pages: Option<Vec<String>>,
    pub(crate) options: Options,
}

impl Case {
    pub(crate) fn new() -> Self {
        Self {
            v1: DESCRIPTION.into(),
            beta: None,
            permissions: PERMISSIONS.into(),
            source: SOURCE.into(),
            pages: None,
            options: Options::default(),
        }
    }

    /// Replaces a text in the description of v1.0, where it must be.
    pub(crate) fn described(mut self, from: &str, to: &str) -> Self {
        self.v1 = replaced(&self.v1, from, to);
        self
    }

    /// Adds a description of beta: that of v1.0 with a text replaced.
    pub(crate) fn beta(mut self, from: &str, to: &str) -> Self {
        self.beta = Some(replaced(self.beta.as_deref().unwrap_or(DESCRIPTION), from, to));
        self
    }

    /// Replaces a text in the permission data, where it must be.
    pub(crate) fn permissions(mut self, from: &str, to: &str) -> Self {
        self.permissions = replaced(&self.permissions, from, to);
        self
    }

    /// Replaces a text in the source, where it must be.
    pub(crate) fn declared(mut self, from: &str, to: &str) -> Self {
        self.source = replaced(&self.source, from, to);
        self
    }

    /// Adds declarations.
    pub(crate) fn adding(mut self, source: &str) -> Self {
        self.source.push_str(source);
        self
    }

    pub(crate) fn pages(mut self, names: &[&str]) -> Self {
        self.pages = Some(names.iter().map(|name| (*name).to_owned()).collect());
        self
    }

    pub(crate) fn report(&self) -> Report {
        let krate = self.krate();
        let (schemas, permissions) = (self.schemas(), self.permission_data());
        check(&krate, &self.at_hand(&schemas, &permissions), &self.options)
    }

    /// Compares these descriptions, as the older ones, with those of another case.
    pub(crate) fn between(&self, newer: &Self) -> Report {
        let krate = self.krate();
        let (old, new) = (self.schemas(), newer.schemas());
        let (old_permissions, new_permissions) = (self.permission_data(), newer.permission_data());
        let old = self.at_hand(&old, &old_permissions);
        between(&krate, &old, &newer.at_hand(&new, &new_permissions), &self.options)
    }

    /// Returns the findings, each as `place rule: message`.
    pub(crate) fn found(&self) -> Vec<String> {
        lines(&self.report())
    }

    /// Returns the only finding.
    pub(crate) fn only(&self) -> Finding {
        let report = self.report();
        assert_eq!(report.findings.len(), 1, "{:#?}", lines(&report));
        report.findings.into_iter().next().expect("it was counted")
    }

    /// Returns the line of the source that a finding is on.
    pub(crate) fn line(&self, finding: &Finding) -> &str {
        self.source.lines().nth(finding.place.line - 1).expect("a line of the source")
    }

    pub(crate) fn krate(&self) -> Crate {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("lib.rs");
        fs::write(&file, &self.source).expect("the source is written");
        let krate = Crate::read(&file, Targets::default()).expect("a crate");
        assert_eq!(krate.problems, []);
        krate
    }

    fn schemas(&self) -> Vec<Schema> {
        let source =
            |name: &str| Source { kind: SourceKind::Metadata, name: name.into(), date: Some("2026-08-04".into()) };
        let v1 = csdl::read(self.v1.as_bytes(), Version::V1_0, source("v1.0.csdl")).expect("v1.0");
        let beta = self
            .beta
            .as_ref()
            .map(|beta| csdl::read(beta.as_bytes(), Version::Beta, source("beta.csdl")).expect("beta"));
        [v1].into_iter().chain(beta).collect()
    }

    fn permission_data(&self) -> PermissionData {
        let source = Source { kind: SourceKind::Permissions, name: "permissions.json".into(), date: None };
        permission_data::read(self.permissions.as_bytes(), None, source).expect("permission data")
    }

    fn at_hand<'a>(&self, schemas: &'a [Schema], permissions: &'a PermissionData) -> AtHand<'a> {
        let at_hand = AtHand::new(schemas).with_permissions(permissions);
        match &self.pages {
            Some(pages) => at_hand.with_pages(pages.clone()),
            None => at_hand,
        }
    }
}

/// Returns the findings of a report, each as `rule: message`.
pub(crate) fn lines(report: &Report) -> Vec<String> {
    assert_eq!(report.untold, []);
    report
        .findings
        .iter()
        .map(|finding| format!("{} {}: {}", finding.severity, finding.rule, finding.message))
        .collect()
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "`{from}` is not there");
    text.replacen(from, to, 1)
}
