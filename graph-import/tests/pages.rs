//! Pages of the reference become the operations that they describe, in each layout that the reference has had.

mod shared;

use std::path::{Path, PathBuf};

use graph_import::{
    csdl,
    description::{
        Access, Body, Caller, Method, Operation, OperationKind, PermissionOrigin, Purpose, Response, Schema, Source,
        SourceKind, TypeDefinition, TypeName, Verdict, Version,
    },
    fuzzing,
    page::{self, Includes, Language, Page},
    permission_data::{self, PermissionData},
};
use shared::comparison::differences;

const SERVICE_CONFIG: &str = "DeviceManagementServiceConfig.ReadWrite.All";
const CONFIGURATION: &str = "DeviceManagementConfiguration.ReadWrite.All";

const UPLOAD: &str = "beta/api/intune-enrollment-deponboardingsetting-uploaddeptoken.md";
const CREATE: &str = "beta/api/intune-androidforwork-androiddeviceownerenrollmentprofile-createtoken.md";
const UPDATE: &str = "v1.0/api/intune-onboarding-vpptoken-update.md";

/// The layouts: of 2019 with each sentence in German and English, of 2020 translated into Russian, and in English.
const LAYOUTS: [(&str, Language); 4] = [
    ("de-2019-bilingual", Language::Translated),
    ("de-2019-bilingual", Language::Original),
    ("ru-2020", Language::Translated),
    ("en", Language::Translated),
];

fn read((layout, language): (&str, Language), name: &str) -> Page {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests/data/pages", layout, name].iter().collect();
    let text = std::fs::read_to_string(&path).expect("a file");
    page::read(&text, &path.to_string_lossy(), &Includes::beside(&path), language).expect("it is there")
}

fn only(page: &Page) -> &Operation {
    let [operation] = page.operations.as_slice() else { panic!("{:?}", page.operations) };
    operation
}

/// The properties of a body: name, type, whether it may be null.
fn body(operation: &Operation) -> Vec<(String, String, Option<bool>)> {
    let properties = operation.body.properties().iter();
    properties.map(|p| (p.name.clone(), p.ty.name.short().to_owned(), p.nullable)).collect()
}

fn any_of(names: &[&str]) -> Access {
    Access::AnyOf(names.iter().map(|name| vec![(*name).to_owned()]).collect())
}

/// Asserts the permissions: those of delegated callers, and those of applications.
fn assert_permissions(operation: &Operation, delegated: &[&str], application: &[&str], layout: &str) {
    assert_eq!(operation.permissions.origin, PermissionOrigin::Page, "{layout}");
    assert_eq!(operation.permissions.of(Caller::Delegated), &any_of(delegated), "{layout}");
    assert_eq!(operation.permissions.of(Caller::Personal), &Access::NotSupported, "{layout}");
    let expected = if application.is_empty() { Access::NotSupported } else { any_of(application) };
    assert_eq!(operation.permissions.of(Caller::Application), &expected, "{layout}");
}

#[test]
fn upload_dep_token_is_read_from_each_layout() {
    for layout in LAYOUTS {
        let page = read(layout, UPLOAD);
        let operation = only(&page);
        assert_eq!((operation.method, operation.kind), (Method::Post, OperationKind::Action), "{layout:?}");
        assert_eq!(operation.route(), "/deviceManagement/depOnboardingSettings/<id>/uploadDepToken");
        assert_eq!(operation.versions, [Version::Beta]);
        assert!(matches!(operation.body, Body::Parameters(_)));
        let text = |name: &str| (name.to_owned(), "String".to_owned(), Some(false));
        assert_eq!(body(operation), [text("appleId"), text("depToken")], "{layout:?}");
        assert_eq!(operation.response, Response::None);
        assert!(operation.headers.is_empty() && operation.query.is_empty() && !operation.query_options);
        match layout.0 {
            // The pages of 2019 list applications as not supported.
            "de-2019-bilingual" => assert_permissions(operation, &[SERVICE_CONFIG], &[], layout.0),
            "ru-2020" => assert_permissions(operation, &[SERVICE_CONFIG], &[SERVICE_CONFIG], layout.0),
            // The newest pages include a table with a column for the least privileged permission.
            _ => assert_permissions(
                operation,
                &[SERVICE_CONFIG, CONFIGURATION],
                &[SERVICE_CONFIG, CONFIGURATION],
                layout.0,
            ),
        }
    }
}

#[test]
fn create_token_is_read_from_each_layout() {
    for layout in LAYOUTS {
        let page = read(layout, CREATE);
        let operation = only(&page);
        assert_eq!((operation.method, operation.kind), (Method::Post, OperationKind::Action), "{layout:?}");
        assert_eq!(operation.route(), "/deviceManagement/androidDeviceOwnerEnrollmentProfiles/<id>/createToken");
        assert_eq!(operation.versions, [Version::Beta]);
        assert_eq!(body(operation), [("tokenValidityInSeconds".into(), "Int32".into(), Some(false))], "{layout:?}");
        assert_eq!(operation.response, Response::None);
        let application: &[&str] = if layout.0 == "de-2019-bilingual" { &[] } else { &[CONFIGURATION] };
        assert_permissions(operation, &[CONFIGURATION], application, layout.0);
    }
}

#[test]
fn update_vpp_token_is_read_from_each_layout() {
    let vpp_token = TypeName::new("microsoft.graph.vppToken");
    for layout in LAYOUTS {
        let page = read(layout, UPDATE);
        let operation = only(&page);
        assert_eq!((operation.method, operation.kind), (Method::Patch, OperationKind::Update), "{layout:?}");
        assert_eq!(operation.route(), "/deviceAppManagement/vppTokens/<id>");
        assert_eq!(operation.versions, [Version::V1_0]);
        let Body::Object { ty, purpose, .. } = &operation.body else { panic!("{:?}", operation.body) };
        assert_eq!((ty, *purpose), (&vpp_token, Purpose::Update));
        // Without `id` and `lastModifiedDateTime`, which the service sets.
        let expected = [
            ("organizationName", "String", true),
            ("vppTokenAccountType", "vppTokenAccountType", false),
            ("appleId", "String", true),
            ("expirationDateTime", "DateTimeOffset", false),
            ("lastSyncDateTime", "DateTimeOffset", false),
            ("token", "String", true),
            ("state", "vppTokenState", false),
            ("lastSyncStatus", "vppTokenSyncStatus", false),
            ("automaticallyUpdateApps", "Boolean", false),
            ("countryOrRegion", "String", true),
        ];
        let expected: Vec<_> = expected.map(|(name, ty, null)| (name.to_owned(), ty.to_owned(), Some(null))).into();
        assert_eq!(body(operation), expected, "{layout:?}");
        assert_eq!(operation.response, Response::Object(vpp_token.clone()));
        let read: Vec<_> = page.types.properties(&vpp_token).iter().map(|property| property.name.as_str()).collect();
        assert!(read.contains(&"id") && read.contains(&"lastModifiedDateTime") && read.len() == 12, "{read:?}");
        let of_state = page
            .types
            .properties(&vpp_token)
            .into_iter()
            .find(|property| property.name == "state")
            .expect("it is there");
        assert_eq!(of_state.ty.name.short(), "vppTokenState", "{layout:?}");
        let Some(TypeDefinition::Enumeration(state)) = page.types.get(&TypeName::new("microsoft.graph.vppTokenState"))
        else {
            panic!("{:?}", page.types);
        };
        let members: Vec<_> = state.members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(members, ["unknown", "valid", "expired", "invalid", "assignedToExternalMDM"]);
        let application: &[&str] = if layout.0 == "de-2019-bilingual" { &[] } else { &[SERVICE_CONFIG] };
        assert_permissions(operation, &[SERVICE_CONFIG], application, layout.0);
    }
}

#[test]
fn both_languages_of_a_page_declare_the_same_and_differ_in_prose() {
    for name in [UPLOAD, CREATE, UPDATE] {
        let translated = read(("de-2019-bilingual", Language::Translated), name);
        let original = read(("de-2019-bilingual", Language::Original), name);
        assert_eq!(differences(&translated, &original), Vec::<String>::new());
        assert_ne!(only(&translated).description, only(&original).description);
        assert_eq!(translated.source.date.as_deref(), Some("2019-03-29"));
        assert_eq!(translated.locale.as_deref(), Some("de-DE"));
    }
}

#[test]
fn what_translation_broke_is_said() {
    let page = read(("ru-2020", Language::Translated), UPLOAD);
    let repairs: Vec<(&str, &str)> = only(&page)
        .evidence
        .iter()
        .filter_map(|evidence| match &evidence.verdict {
            Verdict::Repaired { written } => Some((evidence.subject.as_str(), written.as_str())),
            _ => None,
        })
        .collect();
    assert!(repairs.contains(&("body.depToken", "депТокен")), "{repairs:?}");
    assert!(repairs.contains(&("body.appleId.type", "Строка")), "{repairs:?}");
    let permission = "DeviceManagementServiceConfig. ReadWrite. ALL";
    assert!(repairs.contains(&("permissions.delegated", permission)), "{repairs:?}");
}

#[test]
fn a_page_that_was_made_to_be_slow_is_read_or_refused_in_one_line() {
    let start = "# A\n\n## Request body\n|Property|Type|Description|\n|-|-|-|\n";
    let request = "\n## HTTP request\n```http\nPOST /a/{id}/b\n```\n";
    let pages = [
        "x".repeat(page::MAXIMUM_BYTES + 1),
        format!("{request}{}", ">".repeat(200_000)),
        format!("{request}{}", "- ".repeat(100_000)),
        format!("{request}{}", "[".repeat(200_000)),
        format!("{request}{}", "<span class=\"sxs-lookup\">".repeat(100_000)),
        format!("{request}<span class=\"sxs-lookup\">{}", "</span>".repeat(300_000)),
        format!("{request}{start}{}", "|абв|Строка|г|\n".repeat(100_000)),
        format!("{request}## Permissions\n|a|b|\n|-|-|\n|c|{}|\n", "Sites.Reed.All, ".repeat(100_000)),
        format!("## HTTP request\n```http\n{}```\n", "GET /a/{id}/b\n".repeat(100_000)),
        format!("## HTTP request\n```http\nGET {}\n```\n", "/{".repeat(100_000)),
        format!(
            "{request}## Example\n```http\nPOST https://graph.microsoft.com/a\n\n{}\n```\n",
            "{\"a\":".repeat(50_000)
        ),
    ];
    for text in pages {
        for language in [Language::Translated, Language::Original] {
            let beginning: String = text.chars().take(60).collect();
            match page::read(&text, "beta/x.md", &Includes::none(), language) {
                Ok(page) => assert!(!page.operations.is_empty(), "{beginning}"),
                Err(error) => assert!(!error.to_string().contains('\n') && error.to_string().len() < 500, "{error}"),
            }
        }
    }
}

#[test]
fn a_page_without_a_request_says_what_was_expected() {
    let error = page::read("# A\n\nText.\n", "x.md", &Includes::none(), Language::Translated).expect_err("an error");
    assert_eq!(
        error.to_string(),
        "x.md: no request was found; expected a code block with a method and a path, for example `GET /users/{id}`"
    );
    let text = "## HTTP request\n```http\nGET ** not found\n```\n";
    let error = page::read(text, "x.md", &Includes::none(), Language::Translated).expect_err("an error");
    assert_eq!(
        error.to_string(),
        "x.md: the path of the request `GET ** not found` cannot be read: `** not found` is not a segment of a path"
    );
}

#[test]
fn an_include_is_found_beside_the_page_of_any_layout() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages/en").join(UPLOAD);
    let text = std::fs::read_to_string(&path).expect("a file");
    let page = page::read(&text, UPLOAD, &Includes::none(), Language::Translated).expect("it is there");
    let operation = only(&page);
    assert_eq!(operation.permissions.origin, PermissionOrigin::Unknown);
    assert!(operation.evidence.iter().any(|evidence| evidence.statement.contains("permissions.md")));
}

/// The descriptions of device onboarding.
fn descriptions() -> (Schema, Schema, PermissionData) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/onboarding");
    let file = |name: &str| std::fs::read(folder.join(name)).expect("a file");
    let source = |kind, name: &str| Source { kind, name: name.into(), date: Some("2026-08-04".into()) };
    let schema = |name: &str, version| {
        csdl::read(&file(name), version, source(SourceKind::Metadata, name)).expect("it is there")
    };
    let data =
        permission_data::read(&file("permissions.json"), None, source(SourceKind::Permissions, "permissions.json"));
    (schema("v1.0.csdl", Version::V1_0), schema("beta.csdl", Version::Beta), data.expect("it is there"))
}

#[test]
fn a_page_of_2019_gets_the_permissions_of_today_and_the_difference_is_said() {
    let (v1, beta, data) = descriptions();
    let page = read(("de-2019-bilingual", Language::Translated), UPLOAD);
    let prose = only(&page).description.clone();
    let combined = page::combine(page, &[&v1, &beta], Some(&data));
    let operation = only(&combined);
    assert_eq!(operation.permissions.origin, PermissionOrigin::Published);
    assert_ne!(operation.permissions.of(Caller::Application), &Access::NotSupported);
    assert_eq!(operation.description, prose);
    let said: Vec<_> = operation
        .evidence
        .iter()
        .filter(|evidence| evidence.subject == "permissions.application")
        .map(|evidence| (evidence.statement.as_str(), &evidence.verdict, evidence.source.kind))
        .collect();
    assert_eq!(said[0], ("the page says not supported", &Verdict::Overruled, SourceKind::Page));
    assert_eq!((said[1].1, said[1].2), (&Verdict::Taken, SourceKind::Permissions));
}

#[test]
fn names_and_types_are_those_of_the_description_and_prose_is_the_pages() {
    let (v1, beta, data) = descriptions();
    let combined = page::combine(read(("ru-2020", Language::Translated), UPDATE), &[&v1, &beta], Some(&data));
    let operation = only(&combined);
    assert_eq!(operation.versions[0], Version::V1_0);
    let token = operation.body.properties().iter().find(|property| property.name == "token").expect("it is there");
    assert_eq!(token.facts.description.as_deref(), Some("Текст токена."));
    let name = TypeName::new("microsoft.graph.vppToken");
    let property =
        combined.types.properties(&name).into_iter().find(|property| property.name == "token").expect("it is there");
    assert_eq!((property.nullable, property.facts.description.as_deref()), (Some(true), Some("Текст токена.")));
    // The page of 2020 does not have the newest member; the description has.
    let state = combined.types.get(&TypeName::new("microsoft.graph.vppTokenState"));
    let Some(TypeDefinition::Enumeration(state)) = state else { panic!("{state:?}") };
    assert!(state.members.iter().any(|member| member.name == "duplicateLocationId"));
}

#[test]
fn a_property_that_the_description_does_not_have_is_said_and_one_that_is_misspelled_is_mended() {
    let (v1, beta, _) = descriptions();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pages/en").join(UPLOAD);
    let text = std::fs::read_to_string(path).expect("a file");
    let text = text.replace("|appleId|", "|appleID|").replace("\"appleId\"", "\"appleID\"");
    let text = text.replace("|depToken|", "|somethingElse|String|Text.|\n|depToken|");
    let page = page::read(&text, UPLOAD, &Includes::none(), Language::Translated).expect("it is there");
    let combined = page::combine(page, &[&v1, &beta], None);
    let said = |subject: &str| only(&combined).evidence.iter().find(|evidence| evidence.subject == subject);
    let names: Vec<_> = only(&combined).body.properties().iter().map(|property| property.name.as_str()).collect();
    assert_eq!(names, ["appleId", "depToken"]);
    assert_eq!(said("body.somethingElse").expect("it is there").verdict, Verdict::Overruled);
    assert_eq!(said("body.appleId").expect("it is there").verdict, Verdict::Repaired { written: "appleID".into() });
}

#[test]
fn an_operation_that_no_description_has_stays_as_the_page_states_it() {
    let (v1, beta, data) = descriptions();
    let text = "## HTTP request\n```http\nPOST /deviceManagement/vanished/{id}/turn\n```\n";
    let page = page::read(text, "beta/vanished-turn.md", &Includes::none(), Language::Translated).expect("it is there");
    let combined = page::combine(page, &[&v1, &beta], Some(&data));
    let operation = only(&combined);
    assert_eq!(operation.title(), "POST /deviceManagement/vanished/{id}/turn");
    let said = operation.evidence.iter().find(|evidence| evidence.subject == "path").expect("it is there");
    assert_eq!((said.source.kind, &said.verdict), (SourceKind::Metadata, &Verdict::Missing));
}

#[test]
fn a_page_about_a_type_that_derives_from_that_of_the_path_gets_its_properties() {
    let xml = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="microsoft.graph">
        <EntityType Name="thing"><Key><PropertyRef Name="id" /></Key><Property Name="id" Type="Edm.String" />
        <Property Name="name" Type="Edm.String" /></EntityType>
        <EntityType Name="largeThing" BaseType="microsoft.graph.thing"><Property Name="size" Type="Edm.Int64" /></EntityType>
        <EntityContainer Name="GraphService"><EntitySet Name="things" EntityType="microsoft.graph.thing" /></EntityContainer>
        </Schema></edmx:DataServices></edmx:Edmx>"#;
    let source = Source { kind: SourceKind::Metadata, name: "beta.csdl".into(), date: None };
    let schema = csdl::read(xml.as_bytes(), Version::Beta, source).expect("it is there");
    let text = "## HTTP request\n```http\nPATCH /things/{id}\n```\n## Request body\nA [largeThing](../resources/largething.md).\n\n\
                |Property|Type|Description|\n|-|-|-|\n|name|String|Its name.|\n|size|Int64|Its size.|\n\
                ## Response\n`200 OK` and a [largeThing](../resources/largething.md).\n";
    let page = page::read(text, "beta/api/largething-update.md", &Includes::none(), Language::Translated)
        .expect("it is there");
    let combined = page::combine(page, &[&schema], None);
    let operation = only(&combined);
    assert_eq!(operation.title(), "PATCH /things/{id}");
    let Body::Object { ty, properties, .. } = &operation.body else { panic!("{:?}", operation.body) };
    let names: Vec<_> = properties.iter().map(|property| property.name.as_str()).collect();
    assert_eq!((ty.short(), names), ("largeThing", vec!["name", "size"]));
    assert_eq!(operation.response, Response::Object(TypeName::new("microsoft.graph.largeThing")));
}

/// The texts that the fuzz target found interesting; CONTRIBUTING.md tells how to look for more.
#[test]
fn any_text_can_be_a_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/corpus/page");
    let mut tried = 0;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a file");
        let holds = std::panic::catch_unwind(|| fuzzing::page(&text)).is_ok();
        assert!(holds, "{}: what is said above", path.display());
        tried += 1;
    }
    assert!(tried >= 20, "there are {tried} files");
}
