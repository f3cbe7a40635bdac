//! Reading `$metadata`.

use std::fmt::Write as _;

use graph_import::{
    csdl::{self, ReadError},
    description::{
        CallKind, CallableKind, Deprecation, Method, Schema, Source, SourceKind, StructuredKind, TypeDefinition,
        TypeName, TypeRef, Version,
    },
};

fn source(name: &str) -> Source {
    Source { kind: SourceKind::Metadata, name: name.into(), date: None }
}

fn read(xml: &str) -> Result<Schema, ReadError> {
    csdl::read(xml.as_bytes(), Version::V1_0, source("test.csdl"))
}

fn fixture() -> Schema {
    read(include_str!("data/v1.0.csdl")).expect("the fixture is CSDL")
}

/// A document with these elements in the namespace `microsoft.graph`.
fn document(elements: &str) -> String {
    format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="microsoft.graph" Alias="graph">
{elements}
</Schema></edmx:DataServices></edmx:Edmx>"#
    )
}

fn name(qualified: &str) -> TypeName {
    TypeName::new(qualified)
}

fn message(xml: &str) -> String {
    let message = read(xml).expect_err("the document is refused").to_string();
    assert!(!message.contains('\n'), "{message:?} is one line");
    message
}

#[test]
fn types_have_their_bases_keys_and_properties() {
    let schema = fixture();
    let user = schema.types.structured(&name("microsoft.graph.user")).expect("user");
    assert_eq!(user.kind, StructuredKind::Entity);
    assert_eq!(user.base, Some(name("microsoft.graph.directoryObject")));
    assert!(user.open && !user.is_abstract && !user.has_stream);
    assert_eq!(schema.types.key(&user.name), ["id"]);
    let birthday = user.properties.iter().find(|property| property.name == "birthday").expect("birthday");
    assert_eq!((birthday.nullable, &birthday.ty), (Some(false), &TypeRef::one(name("Edm.DateTimeOffset"))));
    let mail = user.properties.iter().find(|property| property.name == "mail").expect("mail");
    assert_eq!(mail.nullable, Some(true), "without the attribute, a value may be null");
    let messages = user.navigation.iter().find(|navigation| navigation.name == "messages").expect("messages");
    assert!(messages.contains_target && messages.ty.collection);
    let hours = schema.types.structured(&name("microsoft.graph.workingHours")).expect("workingHours");
    assert_eq!(hours.kind, StructuredKind::Complex);
    let record = schema.types.structured(&name("microsoft.graph.usageRecord")).expect("usageRecord");
    assert_eq!(record.key, ["year", "product"]);
    assert!(schema.types.structured(&name("microsoft.graph.profilePhoto")).is_some_and(|photo| photo.has_stream));
    assert!(schema.types.structured(&name("microsoft.graph.attachment")).is_some_and(|base| base.is_abstract));
}

#[test]
fn enumerations_and_other_names_of_types_are_read() {
    let schema = fixture();
    let Some(TypeDefinition::Enumeration(parts)) = schema.types.get(&name("microsoft.graph.dayParts")) else {
        panic!("dayParts is an enumeration");
    };
    assert!(parts.flags);
    let members: Vec<_> = parts.members.iter().map(|member| (member.name.as_str(), member.value)).collect();
    assert_eq!(members, [("morning", Some(1)), ("evening", Some(2)), ("night", Some(4))]);
    assert_eq!(parts.members[2].facts.description.as_deref(), Some("Between the evening and the morning."));
    let alias = schema.types.get(&name("microsoft.graph.language"));
    assert!(matches!(alias, Some(TypeDefinition::Alias { underlying, .. }) if underlying.as_str() == "Edm.String"));
}

#[test]
fn names_are_in_one_form_whatever_alias_was_written() {
    let schema = fixture();
    let case = schema.types.structured(&name("microsoft.graph.security.case")).expect("case");
    assert_eq!(case.base, Some(name("microsoft.graph.entity")), "an alias of another schema");
    assert_eq!(case.properties[0].ty.name, name("microsoft.graph.security.caseSettings"), "`self.`");
    let security = schema.types.structured(&name("microsoft.graph.securityRoot")).expect("securityRoot");
    assert_eq!(security.navigation[1].ty.name, case.name, "a name without alias");
}

#[test]
fn an_alias_belongs_to_its_own_schema_first() {
    let xml = r#"<edmx:Edmx xmlns:edmx="e"><edmx:DataServices>
        <Schema Namespace="a.b" Alias="self"><ComplexType Name="x"><Property Name="p" Type="self.y" /></ComplexType></Schema>
        <Schema Namespace="a.c" Alias="self"><ComplexType Name="x"><Property Name="p" Type="self.y" /></ComplexType></Schema>
        </edmx:DataServices></edmx:Edmx>"#;
    let schema = read(xml).expect("CSDL");
    let of = |qualified| schema.types.structured(&name(qualified)).expect("x").properties[0].ty.name.clone();
    assert_eq!((of("a.b.x"), of("a.c.x")), (name("a.b.y"), name("a.c.y")));
}

#[test]
fn actions_and_functions_have_their_binding_apart_from_their_parameters() {
    let schema = fixture();
    let send = schema.callables.iter().find(|callable| callable.name.short() == "sendMail").expect("sendMail");
    assert_eq!(send.kind, CallableKind::Action);
    assert_eq!(send.binding, Some(TypeRef::one(name("microsoft.graph.user"))));
    let parameters: Vec<_> =
        send.parameters.iter().map(|one| (one.property.name.as_str(), one.property.nullable)).collect();
    assert_eq!(parameters, [("Message", Some(false)), ("SaveToSentItems", Some(true))]);
    assert_eq!(send.facts.description.as_deref(), Some("Sends a message at once."));
    assert_eq!(send.parameters[1].property.facts.description.as_deref(), Some("Whether a copy is kept."));
    let range = schema.callables.iter().find(|callable| callable.name.short() == "range").expect("range");
    assert!(range.composable && range.kind == CallableKind::Function && range.parameters[0].optional);
    let deltas: Vec<_> = schema.callables.iter().filter(|callable| callable.name.short() == "delta").collect();
    assert_eq!(deltas.len(), 4, "each overload is one");
    assert!(!deltas[0].facts.details().explicit_binding && deltas[1].facts.details().explicit_binding);
}

#[test]
fn paths_begin_in_the_container() {
    let container = fixture().container;
    let users = container.entity_sets.iter().find(|set| set.name == "users").expect("users");
    assert_eq!(users.ty, name("microsoft.graph.user"));
    assert_eq!(
        users.facts.details().descriptions.get(&CallKind::Delete).map(String::as_str),
        Some("Moves the user to the deleted items."),
    );
    assert!(container.singletons.iter().any(|singleton| singleton.name == "me"));
    assert_eq!(container.imports[0].callable, name("microsoft.graph.currentHour"));
}

#[test]
fn what_is_stated_both_ways_is_not_taken_whichever_comes_first() {
    let computed = |value: &str| format!(r#"<Annotation Term="Org.OData.Core.V1.Computed" Bool="{value}" />"#);
    for [first, second] in [["true", "false"], ["false", "true"]] {
        let xml = format!(
            r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="a">
            <ComplexType Name="x"><Property Name="y" Type="Edm.String">{}</Property></ComplexType>
            <Annotations Target="a.x/y">{}</Annotations></Schema></edmx:DataServices></edmx:Edmx>"#,
            computed(first),
            computed(second)
        );
        let schema = read(&xml).expect("CSDL");
        let facts = &schema.types.structured(&name("a.x")).expect("x").properties[0].facts;
        assert_eq!((facts.computed, facts.details().contradictions.as_slice()), (false, &["Computed".to_owned()][..]));
    }
}

#[test]
fn annotations_are_read_inside_an_element_and_apart_from_it() {
    let schema = fixture();
    let user = schema.types.structured(&name("microsoft.graph.user")).expect("user");
    let own = |property: &str| &user.properties.iter().find(|one| one.name == property).expect("a property").facts;
    assert!(own("userType").immutable, "inside");
    assert!(own("displayName").description.as_deref().is_some_and(|text| text.starts_with("The name shown")), "apart");
    let alert = schema.types.structured(&name("microsoft.graph.alert")).expect("alert");
    let deprecation = Deprecation {
        description: Some("Use the alerts of the new kind.".into()),
        date: Some("2025-04-10".into()),
        removal: Some("2027-04-10".into()),
        version: Some("2025-04/Alerts".into()),
    };
    assert_eq!(alert.facts.deprecation, Some(deprecation));
    let application = schema.types.structured(&name("microsoft.graph.application")).expect("application");
    assert_eq!(application.facts.details().alternate_keys[0][0].property, "appId", "a target with an alias");
    assert_eq!(application.properties[1].facts.details().media_types, ["image/png"]);
}

#[test]
fn restrictions_headers_and_query_options_are_read() {
    let schema = fixture();
    let set = |name: &str| &schema.container.entity_sets.iter().find(|set| set.name == name).expect("a set").facts;
    let objects = set("directoryObjects");
    assert_eq!(objects.restrictions.get("Insertable"), Some(&false));
    assert_eq!(objects.restrictions.get("TopSupported"), Some(&false));
    let header = &set("groups").details().parameters[0];
    assert!(header.header && !header.required && header.call == CallKind::Read);
    assert_eq!((header.name.as_str(), header.examples.as_slice()), ("ConsistencyLevel", &["eventual".to_owned()][..]));
    let view = &set("groups").details().members["calendarView"].details().parameters;
    let names: Vec<_> = view.iter().map(|one| (one.name.as_str(), one.required, one.header)).collect();
    assert_eq!(names, [("startDateTime", true, false), ("endDateTime", true, false)]);
}

#[test]
fn what_may_only_be_read_or_is_updated_by_put_or_needs_properties_is_known() {
    let schema = read(&document(
        r#"<EntityType Name="a"><Property Name="p" Type="Edm.String"/><NavigationProperty Name="n" Type="Collection(graph.a)" /></EntityType>
        <Annotations Target="graph.a/p"><Annotation Term="Org.OData.Core.V1.Permissions"><EnumMember>Org.OData.Core.V1.Permission/Read</EnumMember></Annotation></Annotations>
        <Annotations Target="graph.a/n"><Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record>
          <PropertyValue Property="UpdateMethod"><EnumMember>Org.OData.Capabilities.V1.HttpMethod/PUT</EnumMember></PropertyValue>
          <PropertyValue Property="NonUpdatableProperties"><Collection><PropertyPath>p</PropertyPath></Collection></PropertyValue>
        </Record></Annotation><Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record>
          <PropertyValue Property="RequiredProperties"><Collection><PropertyPath>p</PropertyPath></Collection></PropertyValue>
        </Record></Annotation></Annotations>
        <Annotations Target="graph.a/inherited"><Annotation Term="Org.OData.Core.V1.Computed" /></Annotations>"#,
    ))
    .expect("CSDL");
    let a = schema.types.structured(&name("microsoft.graph.a")).expect("a");
    assert!(a.properties[0].facts.computed);
    let details = a.navigation[0].facts.details();
    assert_eq!(details.update_method, Some(Method::Put));
    assert_eq!((&details.required[..], &details.not_updatable[..]), (&["p".to_owned()][..], &["p".to_owned()][..]));
    assert!(a.facts.details().members["inherited"].computed, "a member that the type does not have itself");
}

#[test]
fn the_same_document_gives_the_same_schema() {
    assert_eq!(format!("{:?}", fixture()), format!("{:?}", fixture()));
}

#[test]
fn unknown_elements_and_attributes_are_skipped() {
    let schema = read(&document(
        r#"<Strange><EntityType Name="hidden" /></Strange><EntityType Name="a" Strange="1"><Other/></EntityType><Term Name="t" />"#,
    ))
    .expect("CSDL");
    assert_eq!(schema.types.iter().count(), 1);
}

#[test]
fn a_document_that_is_cut_off_is_an_error_with_its_line() {
    let xml = document("<EntityType Name=\"a\">\n<Property Name=\"p\" Type=\"Edm.String\" />\n</EntityType>");
    let text = message(&xml[..xml.find("</EntityType>").expect("a tag")]);
    assert_eq!(text, "test.csdl, line 5: the file ends inside `EntityType`, which starts in line 3");
    for end in (0..xml.len()).filter(|end| xml.is_char_boundary(*end)) {
        assert!(read(&xml[..end]).is_err(), "cut off at {end}");
    }
}

#[test]
fn entities_and_document_types_are_refused() {
    let bomb =
        r#"<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><edmx:Edmx>&b;</edmx:Edmx>"#;
    assert!(message(bomb).contains("document type declaration"));
    assert!(message("<edmx:Edmx>&b;</edmx:Edmx>").contains("unknown entity `&b;`"));
    assert!(message(&document(r#"<EntityType Name="&b;" />"#)).contains("attribute `Name` of `EntityType`"));
}

#[test]
fn what_is_no_csdl_says_what_was_expected() {
    assert!(message("").contains("the file is empty; expected the element `edmx:Edmx`"));
    assert!(message("<html><body/></html>").contains("expected the element `edmx:Edmx`, found `html`"));
    assert!(message("{\"error\": {}}").contains("found `{\"error\": {}}`"));
    assert!(message("<edmx:Edmx></edmx:Edmx>").contains("no element `Schema`"));
    assert!(message(&format!("{}<more/>", document(""))).contains("expected the end of the file"));
    assert!(message(&document("<EntityType />")).contains("`EntityType` has no attribute `Name`"));
    let twice = r#"<EntityType Name="a&#10;b" BaseType="graph.a&#10;b" />"#;
    assert!(message(&document(twice)).contains("`microsoft.graph.a b` derives from itself"));
    let error = csdl::read(b"<a>\n\xff\xfe", Version::Beta, source("x")).expect_err("no UTF-8");
    assert_eq!(error.to_string(), "x, line 2: the file is not UTF-8 text; expected XML in UTF-8");
}

#[test]
fn types_that_derive_from_themselves_are_refused() {
    let xml =
        document("<EntityType Name=\"a\" BaseType=\"graph.b\" />\n<EntityType Name=\"b\" BaseType=\"graph.a\" />");
    assert_eq!(message(&xml), "test.csdl, line 3: `microsoft.graph.a` derives from itself");
    let chain = (0..100).fold(String::new(), |mut xml, index| {
        let _ = write!(xml, "<EntityType Name=\"t{index}\" BaseType=\"graph.t{}\" />", index + 1);
        xml
    });
    assert!(message(&document(&chain)).contains("more than 32 base types"));
}

#[test]
fn documents_beyond_all_measure_are_refused() {
    let deep = "<Record>".repeat(100_000);
    assert!(message(&document(&deep)).contains("nested more than 64 deep"));
    let large = vec![b' '; (64 << 20) + 1];
    let error = csdl::read(&large, Version::V1_0, source("large.csdl")).expect_err("too large");
    assert!(error.to_string().contains("64 MB"), "{error}");
}

#[test]
fn descriptions_of_microsoft_are_read() {
    let Some(folder) = std::env::var_os("GRAPH_IMPORT_CORPUS") else {
        eprintln!("left out: GRAPH_IMPORT_CORPUS is not set");
        return;
    };
    for (file, types) in [
        ("v1.0-2026-08-04.csdl", 3822),
        ("v1.0-2026-08-04-clean.xml", 3823),
        ("v1.0-2025-08-05.csdl", 2952),
        ("v1.0-2026-08-04-china.csdl", 1703),
        ("v1.0-2026-08-04-usgov.csdl", 2491),
        ("v1.0-2022-08-09-annotated.xml", 1708),
        ("beta-2021-06-08-clean.xml", 3419),
    ] {
        let path = std::path::Path::new(&folder).join(file);
        let xml = std::fs::read(&path).expect("the corpus is complete");
        let schema = csdl::read(&xml, Version::V1_0, source(file)).expect("CSDL");
        // Counted with another XML library: types and enumerations of all schemas.
        assert_eq!(schema.types.iter().count(), types, "{file}");
        for definition in schema.types.iter() {
            let TypeDefinition::Structured(structured) = definition else { continue };
            let unknown = structured
                .properties
                .iter()
                .map(|property| &property.ty.name)
                .chain(structured.navigation.iter().map(|navigation| &navigation.ty.name))
                .chain(&structured.base)
                .find(|name| name.primitive().is_none() && schema.types.get(name).is_none());
            assert_eq!(unknown, None, "{file}: {} names a type that is not there", structured.name);
        }
    }
}
