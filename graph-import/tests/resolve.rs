//! From a method and a path to an operation.

use graph_import::{
    csdl,
    description::{
        Body, Difference, Header, Method, Operation, OperationKind, Purpose, Response, Schema, Source, SourceKind,
        TypeName, TypeRef, Verdict, Version,
    },
    resolve::{Request, Resolver},
};

fn schema(name: &str, xml: &str, version: Version) -> Schema {
    let source = Source { kind: SourceKind::Metadata, name: name.into(), date: Some("2026-08-04".into()) };
    csdl::read(xml.as_bytes(), version, source).expect("the fixture is CSDL")
}

fn schemas() -> [Schema; 2] {
    [
        schema("v1.0.csdl", include_str!("data/v1.0.csdl"), Version::V1_0),
        schema("beta.csdl", include_str!("data/beta.csdl"), Version::Beta),
    ]
}

fn resolve(text: &str) -> Operation {
    let schemas = schemas();
    let request = Request::parse(text).unwrap_or_else(|error| panic!("{error}"));
    Resolver::new(&schemas).resolve(&request).unwrap_or_else(|error| panic!("{error}"))
}

fn error_of(text: &str) -> String {
    let schemas = schemas();
    let result = Request::parse(text).and_then(|request| Resolver::new(&schemas).resolve(&request));
    let message = result.expect_err("there is no such operation").to_string();
    assert!(!message.contains('\n') && message.len() < 1500, "{message:?} is one line");
    message
}

fn routes(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| resolve(text).route()).collect()
}

fn body_names(operation: &Operation) -> Vec<&str> {
    operation.body.properties().iter().map(|property| property.name.as_str()).collect()
}

fn name(qualified: &str) -> TypeName {
    TypeName::new(qualified)
}

#[test]
fn every_form_of_a_path_leads_to_the_same_operation() {
    let forms = [
        "PATCH /deviceAppManagement/vppTokens/{id}",
        "patch /deviceAppManagement/vppTokens/{vppToken-id}",
        "PATCH deviceAppManagement/vppTokens/<id>/",
        "PATCH /DEVICEAPPMANAGEMENT/vpptokens/{id | name}",
        "PATCH /deviceAppManagement/vppTokens/9ceb2f92-2f92-9ceb-922f-eb9c922feb9c",
        "PATCH /deviceAppManagement/vppTokens('9ceb2f92')",
        "PATCH /deviceAppManagement/vppTokens(id='{id}')",
        "PATCH /deviceAppManagement/vppTokens({id})",
        "PATCH https://graph.microsoft.com/v1.0/deviceAppManagement/vppTokens/{id}?$select=id",
        "PATCH https://microsoftgraph.chinacloudapi.cn/V1.0/deviceAppManagement/vppTokens%28%27a%27%29#top",
        "PATCH graph.microsoft.com/v1.0/deviceAppManagement/vppTokens/a%20b",
        "  PATCH   /v1.0/deviceAppManagement//vppTokens/{id}  ",
    ];
    for form in forms {
        let operation = resolve(form);
        assert_eq!(operation.route(), "/deviceAppManagement/vppTokens/<id>", "{form}");
        assert_eq!(operation.versions, [Version::V1_0, Version::Beta], "{form}");
    }
}

#[test]
fn the_three_operations_are_what_the_facts_say() {
    let upload = resolve("POST /deviceManagement/depOnboardingSettings/{id}/uploadDepToken");
    assert_eq!((upload.kind, &upload.response), (OperationKind::Action, &Response::None));
    assert_eq!(upload.versions, [Version::Beta]);
    assert_eq!(body_names(&upload), ["appleId", "depToken"]);
    assert_eq!(upload.description.as_deref(), Some("Replaces the token of the connection."));

    let create = resolve("POST /deviceManagement/androidDeviceOwnerEnrollmentProfiles/{id}/createToken");
    let seconds = &create.body.properties()[0];
    assert_eq!((seconds.name.as_str(), seconds.nullable), ("tokenValidityInSeconds", Some(false)));
    assert_eq!(seconds.ty, TypeRef::one(name("Edm.Int32")));
    assert_eq!(create.versions, [Version::Beta]);

    let update = resolve("PATCH /deviceAppManagement/vppTokens/{id}");
    assert_eq!(update.response, Response::Object(name("microsoft.graph.vppToken")));
    assert!(matches!(&update.body, Body::Object { purpose: Purpose::Update, .. }));
    assert_eq!(
        body_names(&update),
        [
            "appleId",
            "automaticallyUpdateApps",
            "countryOrRegion",
            "expirationDateTime",
            "lastSyncDateTime",
            "lastSyncStatus",
            "organizationName",
            "state",
            "token",
            "vppTokenAccountType",
        ],
        "`id` and `lastModifiedDateTime` are the service's own",
    );
    let nullable = |name: &str| {
        update.body.properties().iter().find(|property| property.name == name).and_then(|property| property.nullable)
    };
    assert_eq!((nullable("appleId"), nullable("state")), (Some(true), Some(false)));
}

#[test]
fn each_method_of_a_collection_and_an_element_is_an_operation() {
    let kinds: Vec<_> = [
        "GET /users",
        "POST /users",
        "GET /users/$count",
        "GET /users/{id}",
        "PATCH /users/{id}",
        "DELETE /users/{id}",
        "GET /me",
    ]
    .into_iter()
    .map(|text| {
        let operation = resolve(text);
        (operation.kind, operation.response, operation.query_options)
    })
    .collect();
    let user = || name("microsoft.graph.user");
    let expected = [
        (OperationKind::List, Response::Page(user()), true),
        (OperationKind::Create, Response::Object(user()), false),
        (OperationKind::Count, Response::PlainText(name("Edm.Int32")), true),
        (OperationKind::Get, Response::Object(user()), true),
        (OperationKind::Update, Response::Object(user()), false),
        (OperationKind::Delete, Response::None, false),
        (OperationKind::Get, Response::Object(user()), true),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(resolve("DELETE /users/{id}").description.as_deref(), Some("Moves the user to the deleted items."));
}

#[test]
fn a_new_entity_has_what_the_caller_chooses() {
    let create = resolve("POST /users");
    assert!(!body_names(&create).contains(&"id") && !body_names(&create).contains(&"createdDateTime"));
    assert!(body_names(&create).contains(&"userType"), "what cannot be changed later is set here");
    assert!(!body_names(&resolve("PATCH /users/{id}")).contains(&"userType"));
    let record = resolve("POST /reports/records");
    assert_eq!(body_names(&record), ["year", "product", "count"], "a key that is not `id` is the caller's");
    assert_eq!(body_names(&resolve("PATCH /reports/records(year={y},product='{p}')")), ["count"]);
    let setting = resolve("POST /deviceManagement/depOnboardingSettings");
    assert!(!body_names(&setting).contains(&"syncedDeviceCount"), "annotated as read only");
}

#[test]
fn placeholders_are_named_after_what_they_are_keys_of() {
    let routes = routes(&[
        "GET /beta/deviceManagement/depOnboardingSettings/{a}/enrollmentProfiles/{b}",
        "GET /users/{a}/mailFolders/{b}/childFolders/{c}/messages/{d}",
    ]);
    assert_eq!(
        routes,
        [
            "/deviceManagement/depOnboardingSettings/<setting_id>/enrollmentProfiles/<profile_id>",
            "/users/<user_id>/mailFolders/<folder_id>/childFolders/<child_folder_id>/messages/<message_id>",
        ],
    );
    assert_eq!(resolve("DELETE /groups/{a}/members/{b}/$ref").route(), "/groups/<group_id>/members/<member_id>/$ref");
    let key = &resolve("GET /users/{a}").parameters[0];
    assert_eq!((key.key_of.as_ref(), key.quoted), (Some(&name("microsoft.graph.user")), false));
    // The same type over and over still gives names that differ.
    let sites = resolve("GET /sites/{a}/sites/{b}/sites/{c}");
    let names: std::collections::BTreeSet<_> = sites.parameters.iter().map(|parameter| &parameter.name).collect();
    assert_eq!(names.len(), 3);
}

#[test]
fn functions_take_their_arguments_in_the_path() {
    assert_eq!(
        routes(&[
            "GET /reports/getEmailActivityCounts(period='{period}')",
            "GET /reports/GETEMAILACTIVITYCOUNTS(period='D7')",
            "GET /reports/getEmailActivityUserDetail(date=2026-01-01)",
            "GET /reports/getEmailActivityUserDetail(period='D7')",
            "GET /users/delta",
            "GET /users/microsoft.graph.delta()",
            "GET /users/graph.delta()",
            "GET /drives/{a}/root/delta(token='{t}')",
            "GET /drives/{a}/root/delta",
            "GET /beta/deviceAppManagement/vppTokens/getLicensesForApp(bundleId={b})",
            "GET /currentHour()",
        ]),
        [
            "/reports/getEmailActivityCounts(period='<period>')",
            "/reports/getEmailActivityCounts(period='<period>')",
            "/reports/getEmailActivityUserDetail(date=<date>)",
            "/reports/getEmailActivityUserDetail(period='<period>')",
            "/users/delta()",
            "/users/microsoft.graph.delta()",
            "/users/microsoft.graph.delta()",
            "/drives/<id>/root/delta(token='<token>')",
            "/drives/<id>/root/delta()",
            "/deviceAppManagement/vppTokens/getLicensesForApp(bundleId='<bundle_id>')",
            "/currentHour()",
        ],
    );
    assert_eq!(
        resolve("GET /reports/getEmailActivityCounts(period='D7')").response,
        Response::Bytes { redirected: true }
    );
    let count = resolve(
        "GET /beta/deviceManagement/depOnboardingSettings/getExpiringVppTokenCount(expiringBeforeDateTime='x')",
    );
    assert_eq!(count.response, Response::Value(TypeRef::one(name("Edm.Int32"))));
    let licenses = resolve("GET /beta/deviceAppManagement/vppTokens/getLicensesForApp(bundleId='b')");
    assert_eq!(licenses.response, Response::Page(name("microsoft.graph.vppTokenLicenseSummary")));
}

#[test]
fn a_path_goes_on_behind_a_composable_function_and_optional_arguments_may_be_left_out() {
    let sheet = "/drives/{a}/items/{b}/workbook/worksheets/{c}";
    assert_eq!(
        routes(&[
            &format!("POST {sheet}/range(address='A1:B2')/clear"),
            &format!("GET {sheet}/range"),
            &format!("GET {sheet}/range/cell(column=1,row=2)"),
        ]),
        [
            "/drives/<drive_id>/items/<item_id>/workbook/worksheets/<worksheet_id>/range(address='<address>')/clear",
            "/drives/<drive_id>/items/<item_id>/workbook/worksheets/<worksheet_id>/range()",
            "/drives/<drive_id>/items/<item_id>/workbook/worksheets/<worksheet_id>/range()/cell(row=<row>,column=<column>)",
        ],
    );
}

#[test]
fn keys_in_parentheses_and_of_several_parts_are_kept_apart() {
    let by_app = resolve("GET /applications(appId='{x}')");
    assert_eq!(by_app.route(), "/applications(appId='<app_id>')");
    assert!(by_app.parameters[0].quoted && by_app.parameters[0].key_of.is_none());
    assert_eq!(by_app.response, Response::Object(name("microsoft.graph.application")));
    assert_eq!(
        resolve("GET /reports/records(product='a',year=2026)").route(),
        "/reports/records(year=<year>,product='<product>')",
    );
    assert!(
        error_of("GET /applications(colour='{x}')").contains("`colour` is no key of `microsoft.graph.application`")
    );
}

#[test]
fn casts_links_streams_and_single_values_are_addressed() {
    let member = resolve("GET /groups/{a}/members/graph.user");
    assert_eq!(
        (member.route(), member.response),
        ("/groups/<id>/members/microsoft.graph.user".into(), Response::Page(name("microsoft.graph.user")),)
    );
    assert!(error_of("GET /groups/{a}/members/microsoft.graph.event").contains("does not derive from"));

    let add = resolve("POST /groups/{a}/members/$ref");
    assert_eq!((add.kind, &add.body), (OperationKind::AddReference, &Body::Reference));
    assert_eq!(resolve("DELETE /users/{a}/manager/$ref").kind, OperationKind::RemoveReference);
    assert_eq!(resolve("PUT /users/{a}/manager/$ref").kind, OperationKind::SetReference);

    let photo = resolve("PUT /me/photo/$value");
    assert_eq!(photo.body, Body::Raw { media_type: "image/jpeg".into() });
    assert_eq!(resolve("GET /me/photo/$value").response, Response::Bytes { redirected: false });
    let logo = resolve("PUT /applications/{id}/logo");
    assert_eq!(logo.body, Body::Raw { media_type: "image/png".into() });
    let content = resolve("GET /drives/{a}/items/{b}/content");
    assert_eq!((content.kind, content.response), (OperationKind::GetContent, Response::Bytes { redirected: true }));
    assert_eq!(content.query[0].name, "$format");
    assert_eq!(
        resolve("GET /me/messages/{a}/attachments/{b}/$value").kind,
        OperationKind::GetContent,
        "of a descendant"
    );
    assert!(error_of("GET /users/{a}/$value").contains("has no stream"));

    assert_eq!(
        resolve("GET /users/{a}/mailboxSettings").response,
        Response::Object(name("microsoft.graph.mailboxSettings"))
    );
    assert_eq!(resolve("GET /users/{a}/displayName").response, Response::Value(TypeRef::one(name("Edm.String"))));
    assert_eq!(resolve("GET /users/{a}/displayName/$value").response, Response::PlainText(name("Edm.String")));
    let language = resolve("GET /users/{a}/mailboxSettings/language");
    assert_eq!(language.response, Response::Value(TypeRef::one(name("Edm.String"))), "what an alias stands for");
}

#[test]
fn files_and_sites_are_addressed_by_their_paths() {
    assert_eq!(
        routes(&[
            "GET /drives/{a}/root:/{path}:/content",
            "GET /me/drive/root:/folder a/file.txt:/content",
            "GET /drives/{a}/items/{b}:/{name}:/children",
            "GET /drives/{a}/root:/{path and filename}",
            "GET /sites/contoso.sharepoint.com:/sites/hr:/drive",
            "GET /sites/{host}:/{path}",
            "GET /drives/{a}/special/approot:/{path}:/content",
        ]),
        [
            "/drives/<id>/root:/<path..>:/content",
            "/me/drive/root:/<path..>:/content",
            "/drives/<drive_id>/items/<item_id>:/<path..>:/children",
            "/drives/<id>/root:/<path..>",
            "/sites/<id>:/<path..>:/drive",
            "/sites/<id>:/<path..>",
            "/drives/<drive_id>/special/<item_id>:/<path..>:/content",
        ],
    );
    assert!(error_of("GET /users/{a}:/{path}:/messages").contains("a path with `:` cannot follow"));
}

#[test]
fn callables_of_other_namespaces_are_found_by_either_name() {
    let close = "/security/cases/{a}/microsoft.graph.security.eDiscoveryCase";
    assert_eq!(
        routes(&[&format!("POST {close}/close"), &format!("POST {close}/microsoft.graph.security.close")]),
        [
            "/security/cases/<id>/microsoft.graph.security.eDiscoveryCase/close",
            "/security/cases/<id>/microsoft.graph.security.eDiscoveryCase/microsoft.graph.security.close",
        ],
    );
}

#[test]
fn what_has_to_be_bound_explicitly_is_bound_where_it_is_declared_alone() {
    assert_eq!(resolve("GET /directoryObjects/delta()").kind, OperationKind::Function);
    assert!(error_of("GET /groups/delta()").contains("is not known"));
}

#[test]
fn headers_and_query_parameters_come_from_annotations_and_known_rules() {
    let consistency = |required| Header {
        name: "ConsistencyLevel".into(),
        required,
        constant: Some("eventual".into()),
        description: (!required).then(|| "How consistent the result has to be.".into()),
    };
    assert_eq!(resolve("GET /groups").headers, [consistency(false)]);
    assert_eq!(resolve("GET /groups/$count").headers, [consistency(true)], "the directory counts in no other way");
    assert_eq!(resolve("GET /groups/{id}").headers, []);
    let planner = resolve("PATCH /groups/{id}/planner").headers;
    assert_eq!((planner[0].name.as_str(), planner[0].required), ("If-Match", true));
    for view in ["GET /groups/{id}/calendarView", "GET /me/calendarView"] {
        let query = resolve(view).query;
        let names: Vec<_> = query.iter().map(|one| (one.name.as_str(), one.required)).collect();
        assert_eq!(names, [("startDateTime", true), ("endDateTime", true)], "{view}");
    }
}

#[test]
fn what_the_description_forbids_is_refused_with_what_is_there() {
    let text = error_of("POST /directoryObjects");
    assert!(text.contains("is not `Insertable`") && text.ends_with("did you mean `GET /directoryObjects`?"), "{text}");
    let text = error_of("DELETE /users");
    assert!(text.contains("takes GET and POST, but not DELETE"), "{text}");
    let text = error_of("GET /users/{id}/sendMail");
    assert!(text.contains("is an action, called by POST") && text.contains("`POST /users/{id}/sendMail`"), "{text}");
    assert!(error_of("DELETE /me").contains("takes GET and PATCH"));
}

#[test]
fn what_the_description_leaves_open_is_marked() {
    let put = resolve("PUT /users/{id}/events/{event}");
    assert_eq!(put.kind, OperationKind::Replace);
    assert!(put.evidence.iter().any(|one| one.subject == "method" && one.verdict == Verdict::Inferred));
    assert!(resolve("PATCH /users/{id}").evidence.iter().all(|one| one.subject != "method"));
}

#[test]
fn a_typing_error_names_the_nearest_operations() {
    for (typed, meant) in [
        ("GET /deviceAppManagement/vppTokns", "`GET /deviceAppManagement/vppTokens`"),
        ("GET /deviceApManagement/vppTokns/{id}", "`GET /deviceAppManagement/vppTokens/{id}`"),
        ("POST /users/{id}/sendMial", "`POST /users/{id}/sendMail`"),
        ("GET /users/delat", "`GET /users/delta()`"),
        ("POST /users/getById", "`POST /users/getByIds`"),
        ("GET /vppTokens/{id}", "`GET /deviceAppManagement/vppTokens/{id}`"),
        (
            "POST /security/cases/{id}/close",
            "`POST /security/cases/{id}/microsoft.graph.security.eDiscoveryCase/close`",
        ),
    ] {
        let text = error_of(typed);
        assert!(text.contains(meant), "{typed}: {text}");
    }
    let text = error_of("GET /reports/getEmailActivityCounts(perod='D7')");
    assert!(text.contains("none of `getEmailActivityCounts(period={period})`"), "{text}");
}

#[test]
fn requests_that_are_none_are_refused_in_one_line() {
    for (text, reason) in [
        ("", "expected a path"),
        ("GET", "expected a path"),
        ("FETCH /users", "unknown method `FETCH`"),
        ("GET /v1.0/", "expected a path"),
        ("/users", "the method is missing"),
        ("GET /users/{id", "`{` is not closed"),
        ("GET /users('a", "is not closed"),
        ("GET /nothing/at/all", "nothing at the root is called `nothing`"),
        ("GET /{id}", "nothing at the root is called `{id}`"),
    ] {
        let message = error_of(text);
        assert!(message.contains(reason), "{text:?}: {message}");
    }
    let long = format!("GET {}", "/a".repeat(5_000));
    assert!(error_of(&long).contains("5000 segments, more than the 64 allowed"));
    let longer = format!("GET {}", "/a".repeat(10_000));
    assert!(error_of(&longer).contains("more than the 16384 allowed"));
}

#[test]
fn versions_are_joined_where_they_are_alike_and_told_apart_where_not() {
    assert_eq!(resolve("GET /users").versions, [Version::V1_0, Version::Beta]);
    assert_eq!(resolve("GET /beta/users").versions, [Version::Beta, Version::V1_0]);
    let send = resolve("POST /me/sendMail");
    assert_eq!(send.versions, [Version::V1_0]);
    let added = Verdict::OtherVersion { version: Version::Beta, difference: Difference::Added };
    let is_told = send.evidence.iter().any(|one| one.subject == "body.Delay" && one.verdict == added);
    assert!(is_told, "{:?}", send.evidence);
    let upload = resolve("POST /deviceManagement/depOnboardingSettings/{id}/uploadDepToken");
    assert!(
        upload.evidence.iter().any(|one| one.statement == "v1.0 does not have it" && one.verdict == Verdict::Missing)
    );
    let update = resolve("PATCH /deviceAppManagement/vppTokens/{id}");
    assert!(update.evidence.iter().any(|one| one.subject == "body.locationName"), "further properties are told");
    assert!(error_of("POST /v1.0/deviceManagement/depOnboardingSettings/{id}/uploadDepToken").contains("in v1.0"));
}

#[test]
fn deprecations_are_those_of_what_is_addressed() {
    let alerts = resolve("GET /security/alerts");
    assert_eq!(alerts.deprecation.and_then(|deprecation| deprecation.removal).as_deref(), Some("2027-04-10"));
    assert_eq!(resolve("GET /users").deprecation, None);
}

#[test]
fn a_parameter_of_the_path_is_called_like_none_of_the_body() {
    let schema = schema(
        "own.csdl",
        r#"<Schema Namespace="a"><EntityType Name="thing"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
        <Action Name="move" IsBound="true"><Parameter Name="b" Type="a.thing"/><Parameter Name="id" Type="Edm.String"/></Action>
        <Function Name="find" IsBound="true"><Parameter Name="b" Type="a.thing"/><Parameter Name="type" Type="Edm.String"/><Parameter Name="items" Type="Edm.String"/><ReturnType Type="Edm.String"/></Function>
        <EntityContainer Name="c"><EntitySet Name="things" EntityType="a.thing"/></EntityContainer></Schema>"#,
        Version::V1_0,
    );
    let resolver = Resolver::new([&schema]);
    let route = |text: &str| {
        let request = Request::parse(text).expect("a request");
        resolver.resolve(&request).expect("an operation").route()
    };
    assert_eq!(route("POST /things/{x}/move"), "/things/<thing_id>/move");
    assert_eq!(
        route("GET /things/{x}/find(type='a',items='b')"),
        "/things/<id>/find(type='<type_value>',items='<items_value>')",
        "neither a keyword nor a method of the builder",
    );
}

#[test]
fn every_operation_that_is_listed_is_resolved_to_itself() {
    let schemas = schemas();
    let resolver = Resolver::new(&schemas);
    for version in [Version::V1_0, Version::Beta] {
        let operations = resolver.operations(version);
        assert!(operations.len() > 200, "{} has {} operations", version.as_str(), operations.len());
        assert_eq!(operations, resolver.operations(version));
        for (method, path) in operations {
            let request = Request::parse(&format!("{} /{}{path}", method.as_str(), version.as_str())).expect("a path");
            let operation = resolver.resolve(&request).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(operation.path.shown(&operation.parameters), path);
            assert!(operation.evidence.iter().all(|one| one.subject != "method"), "{path} is stated");
        }
    }
    let listed = |method, path: &str| resolver.operations(Version::Beta).contains(&(method, path.to_owned()));
    assert!(listed(Method::Post, "/deviceManagement/depOnboardingSettings/{id}/uploadDepToken"));
    assert!(listed(Method::Post, "/security/cases/{id}/microsoft.graph.security.eDiscoveryCase/close"));
    assert!(!listed(Method::Post, "/directoryObjects"));
}

#[test]
fn all_operations_at_a_path_are_found() {
    let schemas = schemas();
    let request = Request::parse("/users/{id}").expect("a path");
    let found = Resolver::new(&schemas).resolve_path(&request).expect("operations");
    assert_eq!(found.iter().map(|one| one.method).collect::<Vec<_>>(), [Method::Get, Method::Patch, Method::Delete]);
}

#[test]
fn types_that_contain_each_other_end() {
    let schema = schema(
        "own.csdl",
        r#"<Schema Namespace="a">
        <EntityType Name="x"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>
          <NavigationProperty Name="ys" Type="Collection(a.y)" ContainsTarget="true"/><NavigationProperty Name="xs" Type="Collection(a.x)" ContainsTarget="true"/></EntityType>
        <EntityType Name="y" BaseType="a.x"><NavigationProperty Name="x" Type="a.x" ContainsTarget="true"/></EntityType>
        <Function Name="f" IsBound="true" IsComposable="true"><Parameter Name="b" Type="a.x"/><ReturnType Type="a.x"/></Function>
        <EntityContainer Name="c"><EntitySet Name="all" EntityType="a.x"/></EntityContainer></Schema>"#,
        Version::V1_0,
    );
    let operations = Resolver::new([&schema]).operations(Version::V1_0);
    assert!((20..2_000).contains(&operations.len()), "{}", operations.len());
}

#[test]
fn all_of_v1_0_is_resolved() {
    let Some(folder) = std::env::var_os("GRAPH_IMPORT_CORPUS") else {
        eprintln!("left out: GRAPH_IMPORT_CORPUS is not set");
        return;
    };
    for file in ["v1.0-2026-08-04-clean.xml", "v1.0-2026-08-04.csdl"] {
        let xml = std::fs::read_to_string(std::path::Path::new(&folder).join(file)).expect("the corpus is complete");
        let schema = schema(file, &xml, Version::V1_0);
        let resolver = Resolver::new([&schema]);
        let operations = resolver.operations(Version::V1_0);
        assert!(operations.len() > 12_000, "{file} has {} operations", operations.len());
        for (method, path) in &operations {
            let request = Request::parse(&format!("{} {path}", method.as_str())).expect("a path");
            let operation = resolver.resolve(&request).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(operation.title(), format!("{} {path}", method.as_str()));
        }
        assert_eq!(operations, Resolver::new([&schema]).operations(Version::V1_0));
    }
}

#[test]
fn what_a_base_type_says_about_query_options_is_not_said_about_what_derives_from_it() {
    let schema = schema(
        "own.csdl",
        r#"<Schema Namespace="a">
        <EntityType Name="base"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
        <EntityType Name="user" BaseType="a.base"/>
        <EntityContainer Name="c"><EntitySet Name="users" EntityType="a.user"/><EntitySet Name="bases" EntityType="a.base"/></EntityContainer>
        <Annotations Target="a.base">
          <Annotation Term="Org.OData.Capabilities.V1.ExpandRestrictions"><Record><PropertyValue Property="Expandable" Bool="false"/></Record></Annotation>
          <Annotation Term="Org.OData.Capabilities.V1.SelectSupport"><Record><PropertyValue Property="Supported" Bool="false"/></Record></Annotation>
        </Annotations></Schema>"#,
        Version::V1_0,
    );
    let resolver = Resolver::new([&schema]);
    let options = |path: &str| {
        let request = Request::parse(&format!("GET {path}")).expect("a path");
        resolver.resolve(&request).expect("an operation").query_options
    };
    assert_eq!((options("/users/{id}"), options("/bases/{id}")), (true, false));
}
