//! Types: what they can hold, properties, null, members, secrets.

use graph_import::check::{Rule, Severity};

use crate::case::Case;

#[test]
fn a_wider_integer_does_not_fit_where_it_is_read_and_is_a_warning_where_it_is_sent() {
    let case = Case::new().described(r#"Name="count" Type="Edm.Int32""#, r#"Name="count" Type="Edm.Int64""#);
    let expected =
        ["warning type: `count` cannot hold what Graph takes", "error type: `count` cannot hold what Graph sends"];
    assert_eq!(case.found(), expected);
    let report = case.report();
    assert_eq!(report.findings[1].write.as_deref(), Some("count: Option<i64>"));
    assert_eq!(
        (report.findings[1].old.as_deref(), report.findings[1].new.as_deref()),
        (Some("Option<i32>"), Some("Edm.Int64"))
    );
}

#[test]
fn a_string_holds_whatever_is_text() {
    for ty in ["Edm.Guid", "Edm.DateTimeOffset", "Edm.Date", "Edm.Duration", "Edm.Binary", "graph.thingState"] {
        let case = Case::new().described(r#"Name="note" Type="Edm.String""#, &format!("Name=\"note\" Type=\"{ty}\""));
        assert_eq!(case.found(), Vec::<String>::new(), "{ty}");
    }
    for ty in ["Edm.Int32", "Edm.Boolean", "Edm.Double", "graph.part", "Collection(Edm.String)"] {
        let case = Case::new().described(r#"Name="note" Type="Edm.String""#, &format!("Name=\"note\" Type=\"{ty}\""));
        assert_eq!(case.found(), ["error type: `note` cannot hold what Graph sends"], "{ty}");
    }
}

#[test]
fn types_of_the_runtime_hold_their_own_kind() {
    let cases = [
        ("graph_runtime::DateTimeOffset", "Edm.DateTimeOffset", "Edm.Date"),
        ("graph_runtime::odata::Date", "Edm.Date", "Edm.DateTimeOffset"),
        ("graph_runtime::odata::TimeOfDay", "Edm.TimeOfDay", "Edm.Duration"),
        ("graph_runtime::odata::Duration", "Edm.Duration", "Edm.TimeOfDay"),
        ("graph_runtime::odata::Base64", "Edm.Binary", "Edm.String"),
        ("f64", "Edm.Double", "Edm.String"),
        ("f32", "Edm.Single", "Edm.Double"),
        ("i64", "Edm.Int32", "Edm.String"),
        ("u32", "Edm.Byte", "Edm.Int32"),
        ("bool", "Edm.Boolean", "Edm.Int32"),
        ("uuid::Uuid", "Edm.Guid", "Edm.Date"),
        ("Vec<String>", "Collection(Edm.String)", "Edm.String"),
        ("Part", "graph.part", "graph.thingState"),
        ("ThingState", "graph.thingState", "graph.part"),
        ("serde_json::Value", "graph.part", ""),
        ("time::OffsetDateTime", "Edm.DateTimeOffset", ""),
    ];
    for (rust, fits, does_not) in cases {
        let declared = Case::new().declared("pub note: Option<String>", &format!("pub note: Option<{rust}>"));
        let with = |ty: &str| {
            declared
                .clone()
                .described(r#"Name="note" Type="Edm.String""#, &format!("Name=\"note\" Type=\"{ty}\""))
                .found()
        };
        assert_eq!(with(fits), Vec::<String>::new(), "{rust} for {fits}");
        if !does_not.is_empty() {
            assert_eq!(with(does_not), ["error type: `note` cannot hold what Graph sends"], "{rust} for {does_not}");
        }
    }
}

#[test]
fn a_set_of_members_needs_flags() {
    let finding = Case::new().declared("Option<Flags<ThingMarks>>", "Option<ThingMarks>").only();
    assert_eq!((finding.rule, finding.severity), (Rule::Type, Severity::Warning));
    assert_eq!(finding.write.as_deref(), Some("marks: Option<Flags<ThingMarks>>"));
}

#[test]
fn null_where_the_declaration_has_none_is_found() {
    let finding = Case::new()
        .described(r#"Name="size" Type="Edm.Int32" Nullable="false""#, r#"Name="size" Type="Edm.Int32""#)
        .only();
    assert_eq!((finding.rule, finding.item.as_str()), (Rule::Null, "Part.size"));
    assert_eq!(finding.write.as_deref(), Some("size: Option<i32>"));
}

#[test]
fn a_property_of_a_type_that_is_gone_is_an_error_only_if_it_is_required() {
    let optional = Case::new().declared("pub label: Option<String>", "pub lable: Option<String>").only();
    assert_eq!((optional.rule, optional.severity), (Rule::Property, Severity::Warning));
    assert_eq!(optional.write.as_deref(), Some("#[graph(name = \"label\")]"));
    let required = Case::new().declared("pub size: i32", "pub length: i32").only();
    assert_eq!((required.rule, required.severity), (Rule::Property, Severity::Error));
    assert_eq!(required.message, "`part` has no property `length`");
}

#[test]
fn properties_of_derived_types_navigation_and_annotations_are_known() {
    let case = Case::new().declared(
        "pub note: Option<String>,",
        "pub note: Option<String>, pub height: Option<f64>, pub owner: Option<serde_json::Value>, #[graph(name = \"@odata.etag\")] pub etag: Option<String>,",
    );
    assert_eq!(case.found(), Vec::<String>::new());
}

#[test]
fn a_type_of_two_versions_may_have_what_only_one_of_them_has() {
    let both = Case::new()
        .beta(r#"<Property Name="note""#, r#"<Property Name="later" Type="Edm.String" /><Property Name="note""#)
        .declared("pub note: Option<String>,", "pub note: Option<String>, pub later: Option<String>,");
    assert_eq!(both.found(), ["warning property: `thing` has no property `later`"]);
    let listed = both.declared("GET, \"/things\",", "GET, \"/things\", version = [\"v1.0\", \"beta\"],");
    assert_eq!(listed.found(), Vec::<String>::new());
}

#[test]
fn what_only_one_version_has_otherwise_says_which() {
    let case = Case::new()
        .beta(r#"Name="size" Type="Edm.Int32""#, r#"Name="size" Type="Edm.Int64""#)
        .declared("GET, \"/things\",", "GET, \"/things\", version = [\"v1.0\", \"beta\"],");
    assert_eq!(case.found(), ["error type: `size` cannot hold what Graph sends in beta"]);
}

#[test]
fn a_new_member_is_a_note_and_one_that_is_gone_a_warning() {
    let new = Case::new()
        .described(r#"<Member Name="off""#, r#"<Member Name="unknown" Value="7" /><Member Name="off""#)
        .only();
    assert_eq!((new.rule, new.severity), (Rule::Member, Severity::Note));
    assert_eq!(new.write.as_deref(), Some("UnknownMember = \"unknown\","));
    let gone = Case::new().declared("Off = \"off\"", "Off = \"of\"");
    let found = gone.report().findings;
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!((found[1].rule, found[1].severity), (Rule::Member, Severity::Warning));
    assert_eq!(found[1].write.as_deref(), Some("Off = \"off\""));
}

#[test]
fn a_secret_that_is_not_marked_is_found_unless_its_type_is_secret() {
    let secret = Case::new().described(
        r#"<Property Name="note""#,
        r#"<Property Name="password" Type="Edm.String" /><Property Name="note""#,
    );
    let with = |field: &str| {
        secret.clone().declared("pub note: Option<String>,", &format!("pub note: Option<String>, {field},"))
    };
    assert_eq!(with("pub password: Option<String>").only().rule, Rule::Secret);
    assert_eq!(with("#[graph(secret)] pub password: Option<String>").found(), Vec::<String>::new());
    assert_eq!(with("pub password: Option<graph_runtime::Secret<String>>").found(), Vec::<String>::new());
}

#[test]
fn a_type_that_stands_for_another_than_it_says_is_found() {
    let case = Case::new()
        .declared("#[graph_type]\npub struct Part", "#[graph_type(\"#microsoft.graph.thing\")]\npub struct Part");
    let finding = case.only();
    assert_eq!(finding.rule, Rule::OdataType);
    assert_eq!(finding.write.as_deref(), Some("\"#microsoft.graph.part\""));
}

#[test]
fn derived_types_are_compared_each_with_its_own() {
    let derived = r##"
#[graph_action(GET, "/things/<id>", perms(delegated = "User.Read", application = "User.Read.All"), returns = AnyThing)]
pub struct GetThing { pub id: String }

#[graph_type]
pub enum AnyThing {
    #[graph("#microsoft.graph.bigThing")]
    Big(BigThing),
    #[graph(other)]
    Other(graph_runtime::odata::AdditionalProperties),
}

#[graph_type]
pub struct BigThing { pub height: Option<f64> }
"##;
    let case = Case::new().adding(derived);
    assert_eq!(case.found(), Vec::<String>::new());
    let narrow = case.clone().declared("height: Option<f64>", "height: Option<bool>");
    assert_eq!(narrow.found(), ["error type: `height` cannot hold what Graph sends"]);
    let other = case.declared("microsoft.graph.bigThing", "microsoft.graph.hugeThing");
    assert_eq!(other.only().message, "there is no type `microsoft.graph.hugeThing`");
}

#[test]
fn aliases_and_renamed_imports_are_followed() {
    let case = Case::new()
        .declared("pub note: Option<String>", "pub note: Maybe<inner::Words>")
        .adding("type Maybe<T> = Option<T>; mod inner { pub use std::string::String as Words; }");
    assert_eq!(case.found(), Vec::<String>::new());
    let number = case.declared("std::string::String as Words", "std::primitive::bool as Words");
    assert_eq!(number.found(), ["error type: `note` cannot hold what Graph sends"]);
}

#[test]
fn a_type_that_contains_itself_is_compared_once() {
    let case = Case::new()
        .described(r#"<Property Name="label""#, r#"<Property Name="inner" Type="graph.part" /><Property Name="label""#)
        .declared("pub label: Option<String>", "pub label: Option<bool>, pub inner: Option<Box<Part>>");
    assert_eq!(case.found(), ["error type: `label` cannot hold what Graph sends"]);
}
