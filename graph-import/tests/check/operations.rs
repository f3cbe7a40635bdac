//! Operations: existence, versions, path, parameters, body, response.

use graph_import::check::{Rule, Severity};

use crate::case::Case;

#[test]
fn declarations_that_agree_with_the_descriptions_bring_no_finding() {
    let report = Case::new().report();
    assert_eq!(report.findings, []);
    assert_eq!((report.operations, report.exit_code()), (4, 0));
}

#[test]
fn an_operation_that_is_gone_is_found_at_its_path() {
    let case = Case::new().described(r#"<Action Name="start""#, r#"<Action Name="begin""#);
    let finding = case.only();
    assert_eq!((finding.rule, finding.severity), (Rule::Gone, Severity::Error));
    assert_eq!(finding.message, "`POST /things/<id>/start` does not exist");
    assert!(case.line(&finding)[finding.place.column - 1..].starts_with("\"/things/<id>/start\""));
    assert_eq!(finding.source.expect("a source").to_string(), "v1.0.csdl of 2026-08-04");
}

#[test]
fn an_operation_that_moved_to_another_version_is_no_longer_in_its_own() {
    let case = Case::new().beta("red", "red").described(r#"<Action Name="start""#, r#"<Action Name="begin""#);
    let finding = case.only();
    assert_eq!(finding.rule, Rule::Version);
    assert_eq!(finding.message, "`POST /things/<id>/start` is not in v1.0");
    assert_eq!(finding.write.as_deref(), Some("version = \"beta\""));
}

#[test]
fn an_operation_of_beta_that_is_in_v1_now_is_noted_at_its_version() {
    let case = Case::new().beta("red", "red").declared("/start\", perms", "/start\", version = \"beta\", perms");
    let finding = case.only();
    assert_eq!((finding.rule, finding.severity), (Rule::Version, Severity::Note));
    assert_eq!(finding.write.as_deref(), Some("version = [\"v1.0\", \"beta\"]"));
    assert!(case.line(&finding)[finding.place.column - 1..].starts_with("\"beta\""));
}

#[test]
fn one_of_two_declared_versions_may_be_without_the_operation() {
    let case = Case::new()
        .beta(r#"<Action Name="start""#, r#"<Action Name="begin""#)
        .declared("/start\", perms", "/start\", version = [\"v1.0\", \"beta\"], perms");
    let finding = case.only();
    assert_eq!(finding.message, "`POST /things/<id>/start` is not in beta");
    assert!(case.line(&finding)[finding.place.column - 1..].starts_with("\"beta\""));
}

#[test]
fn without_a_description_of_a_version_nothing_can_be_told_about_it() {
    let report = Case::new().declared("/start\", perms", "/start\", version = \"beta\", perms").report();
    let found: Vec<_> = report.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(found, ["`POST /things/<id>/start` is in v1.0 now"]);
    assert_eq!(report.findings[0].write.as_deref(), Some("version = [\"v1.0\", \"beta\"]"));
    assert!(report.untold[0].1.contains("no description of beta"), "{:?}", report.untold);
    assert_eq!(report.exit_code(), 2);
}

#[test]
fn a_deprecated_operation_says_until_when_it_works() {
    let deprecated = r#"<Annotations Target="microsoft.graph.start(microsoft.graph.thing)">
        <Annotation Term="Org.OData.Core.V1.Revisions"><Collection><Record>
          <PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/Deprecated" />
          <PropertyValue Property="Date" Date="2026-02-01" />
          <PropertyValue Property="RemovalDate" Date="2027-03-01" />
          <PropertyValue Property="Description" String="Use begin." />
        </Record></Collection></Annotation></Annotations></Schema>"#;
    let case = Case::new().described("</Schema>", deprecated);
    let finding = case.only();
    assert_eq!(finding.rule, Rule::Deprecated);
    assert_eq!(finding.message, "`POST /things/<id>/start` is deprecated, and may be gone from 2027-03-01 on");
    assert_eq!(finding.new.as_deref(), Some("since 2026-02-01: Use begin."));
    let marked = case.declared("pub struct StartThing", "#[deprecated]\npub struct StartThing");
    assert_eq!(marked.found(), Vec::<String>::new());
}

#[test]
fn a_path_in_another_case_is_found_with_the_names_of_the_declaration() {
    let finding = Case::new().declared("/things/<id>/start", "/Things/<id>/start").only();
    assert_eq!(finding.rule, Rule::Path);
    assert_eq!(finding.write.as_deref(), Some("\"/things/<id>/start\""));
}

#[test]
fn a_value_in_the_path_that_is_quoted_otherwise_is_found() {
    let finding = Case::new().declared("(period='<period>')", "(period=<period>)").only();
    assert_eq!((finding.rule, finding.severity), (Rule::Path, Severity::Error));
    assert_eq!(finding.write.as_deref(), Some("\"/things/<id>/summary(period='<period>')\""));
}

#[test]
fn a_parameter_in_the_path_may_be_any_text_but_not_any_number() {
    let dated = Case::new()
        .described(r#"Name="period" Type="Edm.String""#, r#"Name="period" Type="Edm.Date""#)
        .declared("(period='<period>')", "(period=<period>)");
    assert_eq!(dated.found(), Vec::<String>::new());
    let case = dated.declared("pub period: String", "pub period: i64");
    let finding = case.only();
    assert_eq!((finding.rule, finding.item.as_str()), (Rule::Type, "SummarizeThing.period"));
    assert_eq!(finding.write.as_deref(), Some("period: Date"));
}

#[test]
fn a_property_that_the_operation_does_not_take_is_found_with_the_nearest_name() {
    let case = Case::new().declared("pub reason: Option<String>", "pub raeson: Option<String>");
    let finding = case.only();
    assert_eq!((finding.rule, finding.severity), (Rule::Property, Severity::Error));
    assert_eq!(finding.message, "the operation takes no property `raeson`");
    assert_eq!(finding.write.as_deref(), Some("#[graph(name = \"reason\")]"));
    assert_eq!(case.line(&finding).trim(), "pub raeson: Option<String>,");
}

#[test]
fn a_constant_property_that_the_operation_does_not_take_is_found() {
    let case = Case::new().declared("/start\", perms", "/start\", property(\"force\" = true), perms");
    assert_eq!(case.found(), ["error property: the operation takes no property `force`"]);
}

#[test]
fn a_required_parameter_that_is_missing_is_found() {
    let case = Case::new().declared("    pub delay: i32,\n", "");
    let finding = case.only();
    assert_eq!((finding.rule, finding.severity), (Rule::Required, Severity::Error));
    assert_eq!(finding.write.as_deref(), Some("delay: i32"));
}

#[test]
fn a_required_parameter_that_can_be_left_out_is_found() {
    let finding = Case::new().declared("pub delay: i32", "pub delay: Option<i32>").only();
    assert_eq!((finding.rule, finding.severity), (Rule::Required, Severity::Warning));
}

#[test]
fn a_property_that_can_be_cleared_although_it_is_never_null_is_found() {
    let finding = Case::new()
        .declared("pub count: Option<i32>,\n    pub state: Patch", "pub count: Patch<i32>,\n    pub state: Patch")
        .only();
    assert_eq!((finding.rule, finding.item.as_str()), (Rule::Null, "UpdateThing.count"));
    assert_eq!(finding.write.as_deref(), Some("count: Option<i32>"));
}

#[test]
fn query_parameters_and_headers_that_are_not_there_are_found() {
    let case = Case::new().adding(
        r#"
#[graph_action(GET, "/things/<id>", perms(delegated = "User.Read", application = "User.Read.All"), query("verbose" = "true"), header("X-Mode" = "x", "Prefer" = "y"), returns = Thing)]
pub struct GetThing {
    pub id: String,
    #[graph(query = "$select")]
    pub select: Option<String>,
    #[graph(header = "If-None-Match")]
    pub etag: Option<String>,
}"#,
    );
    let expected = [
        "warning query: the operation has no query parameter `verbose`",
        "warning header: the operation has no header `X-Mode`",
    ];
    assert_eq!(case.found(), expected);
}

#[test]
fn a_body_where_the_operation_takes_none_is_found() {
    let without = Case::new()
        .described("<Parameter Name=\"delay\" Type=\"Edm.Int32\" Nullable=\"false\" />", "")
        .described("<Parameter Name=\"reason\" Type=\"Edm.String\" />", "");
    assert_eq!(without.only().rule, Rule::Body);
}

#[test]
fn raw_bytes_where_the_operation_takes_json_are_found() {
    let case = Case::new().declared(
        "    pub delay: i32,\n    pub reason: Option<String>,\n",
        "    #[graph(raw_body = \"text/plain\")]\n    pub content: graph_runtime::Bytes,\n",
    );
    let finding = case.only();
    assert_eq!((finding.rule, finding.message.as_str()), (Rule::Body, "the body is JSON"));
}

#[test]
fn a_response_of_another_kind_is_found_at_returns() {
    let case = Case::new().declared("returns = Page<Thing>", "returns = Thing");
    let finding = case.only();
    assert_eq!((finding.rule, finding.severity), (Rule::Returns, Severity::Error));
    assert_eq!((finding.old.as_deref(), finding.write.as_deref()), (Some("Thing"), Some("returns = Page<Thing>")));
    assert!(case.line(&finding)[finding.place.column - 1..].starts_with("Thing"));
}

#[test]
fn a_response_that_does_not_come_is_found() {
    let case = Case::new().declared(
        "/start\", perms = \"User.ReadWrite.All\"",
        "/start\", perms = \"User.ReadWrite.All\", returns = Thing",
    );
    assert_eq!(case.found(), ["error returns: the operation returns nothing"]);
}

#[test]
fn a_response_that_is_ignored_is_noted_unless_an_update_may_be_without_one() {
    let function = Case::new().declared(", returns = Part", "");
    assert_eq!(function.found(), ["note returns: the response is ignored"]);
    let update = Case::new().declared(", returns = Option<Thing>", "");
    assert_eq!(update.found(), Vec::<String>::new());
}

#[test]
fn the_type_of_a_body_is_compared() {
    let declared = |odata_type: &str| {
        Case::new()
            .declared("PATCH, \"/things/<id>\",", &format!("PATCH, \"/things/<id>\", odata_type = \"{odata_type}\","))
    };
    assert_eq!(declared("#microsoft.graph.thing").found(), Vec::<String>::new());
    assert_eq!(declared("#microsoft.graph.bigThing").found(), Vec::<String>::new());
    let finding = declared("#microsoft.graph.part").only();
    assert_eq!(finding.rule, Rule::OdataType);
    assert_eq!(finding.write.as_deref(), Some("odata_type = \"#microsoft.graph.thing\""));
}

#[test]
fn a_page_of_the_reference_that_is_gone_is_found_only_with_the_names_of_the_pages() {
    let docs =
        "GET, \"/things\",\n    docs = \"https://learn.microsoft.com/graph/api/thing-list?view=graph-rest-1.0\",";
    let case = Case::new().declared("GET, \"/things\",", docs);
    assert_eq!(case.found(), Vec::<String>::new());
    assert_eq!(case.clone().pages(&["thing-list"]).found(), Vec::<String>::new());
    let finding = case.pages(&["thing-get"]).only();
    assert_eq!(finding.rule, Rule::Docs);
}

#[test]
fn a_description_that_contradicts_itself_about_a_call_is_told() {
    let sets = |inside: &str, apart: &str| {
        let updatable = |value: &str| {
            format!(
                r#"<Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record><PropertyValue Property="Updatable" Bool="{value}" /></Record></Annotation>"#
            )
        };
        let (inside, apart) = (updatable(inside), updatable(apart));
        Case::new()
            .described(
                r#"<EntitySet Name="things" EntityType="graph.thing" />"#,
                &format!(r#"<EntitySet Name="things" EntityType="graph.thing">{inside}</EntitySet>"#),
            )
            .described(
                "</Schema>",
                &format!(r#"<Annotations Target="graph.GraphService/things">{apart}</Annotations></Schema>"#),
            )
    };
    assert_eq!(sets("true", "true").report().exit_code(), 0);
    // Whichever comes first.
    for (inside, apart) in [("false", "true"), ("true", "false")] {
        let report = sets(inside, apart).report();
        assert_eq!(report.findings, []);
        let said: Vec<_> = report.untold.iter().map(|(_, message)| message.as_str()).collect();
        let expected = "`PATCH /things/<id>`: method: v1.0.csdl of 2026-08-04 says both that it is `Updatable` and that \
                        it is not; neither was taken";
        assert_eq!(said, [expected]);
    }
}
