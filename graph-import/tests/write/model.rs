//! Operations and types to write.

use graph_import::{
    csdl,
    description::{
        Access, Body, Facts, Method, Operation, OperationKind, PathParameter, PathTemplate, PermissionOrigin,
        Permissions, Property, Purpose, Response, Segment, Source, SourceKind, TypeName, TypeRef, Types, Version,
    },
};

/// The types of the fixture of device onboarding in one version.
pub(crate) fn onboarding(version: Version) -> Types {
    let xml: &[u8] = match version {
        Version::V1_0 => include_bytes!("../data/onboarding/v1.0.csdl"),
        Version::Beta => include_bytes!("../data/onboarding/beta.csdl"),
    };
    csdl::read(xml, version, source(version.as_str())).expect("a description").types
}

/// Types of `microsoft.graph`, from the elements in a schema.
pub(crate) fn types(elements: &str) -> Types {
    let xml = format!(
        "<edmx:Edmx xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices><Schema \
         Namespace=\"microsoft.graph\" Alias=\"graph\">{elements}</Schema></edmx:DataServices></edmx:Edmx>"
    );
    csdl::read(xml.as_bytes(), Version::V1_0, source("test")).expect("a description").types
}

pub(crate) fn source(name: &str) -> Source {
    Source { kind: SourceKind::Metadata, name: name.to_owned(), date: None }
}

pub(crate) fn graph(name: &str) -> TypeName {
    TypeName::new(format!("microsoft.graph.{name}"))
}

/// An operation without a body or response: `operation(OperationKind::Delete, "DELETE /users/{id}")`.
pub(crate) fn operation(kind: OperationKind, title: &str) -> Operation {
    let (method, path) = title.split_once(' ').expect("a method and a path");
    let mut parameters = Vec::new();
    let segments = path.split('/').skip(1).map(|segment| read_segment(segment, &mut parameters)).collect();
    Operation {
        method: match method {
            "GET" => Method::Get,
            "POST" => Method::Post,
            "PATCH" => Method::Patch,
            "PUT" => Method::Put,
            "DELETE" => Method::Delete,
            _ => panic!("{method} is no method"),
        },
        path: PathTemplate { segments },
        versions: vec![Version::V1_0],
        kind,
        parameters,
        query_options: false,
        query: Vec::new(),
        headers: Vec::new(),
        body: Body::None,
        response: Response::None,
        permissions: permissions(&["User.Read.All"]),
        description: None,
        deprecation: None,
        docs: None,
        evidence: Vec::new(),
    }
}

fn read_segment(segment: &str, parameters: &mut Vec<PathParameter>) -> Segment {
    let mut parameter = |name: &str, quoted: bool| {
        parameters.push(PathParameter {
            name: name.to_owned(),
            ty: TypeRef::one(TypeName::new("Edm.String")),
            key_of: None,
            quoted,
            description: None,
        });
        parameters.len() - 1
    };
    if let Some(name) = segment.strip_prefix('{') {
        return Segment::Key(parameter(name.trim_end_matches('}'), false));
    }
    let Some((name, arguments)) = segment.split_once('(') else { return Segment::Name(segment.to_owned()) };
    let arguments = arguments.trim_end_matches(')').split(',').filter(|argument| !argument.is_empty());
    let arguments = arguments.map(|argument| {
        let (name, value) = argument.split_once('=').expect("a name and a value");
        let quoted = value.starts_with('\'');
        (name.to_owned(), parameter(value.trim_matches(['\'', '{', '}']), quoted))
    });
    Segment::Arguments { name: name.to_owned(), arguments: arguments.collect() }
}

/// The same permissions for delegated and application callers.
pub(crate) fn permissions(names: &[&str]) -> Permissions {
    let access = Access::AnyOf(names.iter().map(|name| vec![(*name).to_owned()]).collect());
    Permissions {
        least: [0; 3],
        access: [access.clone(), Access::NotSupported, access],
        origin: PermissionOrigin::Published,
    }
}

pub(crate) fn property(name: &str, ty: &str, nullable: Option<bool>) -> Property {
    Property { name: name.to_owned(), ty: TypeRef::one(TypeName::new(ty)), nullable, facts: Facts::default() }
}

/// The body for an object of a type, without `id` and the times that the service sets.
pub(crate) fn object(ty: &str, purpose: Purpose, types: &Types) -> Body {
    let own = ["id", "createdDateTime", "lastModifiedDateTime"];
    let properties = types.properties(&graph(ty)).into_iter().filter(|property| !own.contains(&property.name.as_str()));
    Body::Object { ty: graph(ty), purpose, properties: properties.cloned().collect() }
}

/// The three operations that every library for device onboarding has, in beta, beta and both.
pub(crate) fn upload_dep_token() -> Operation {
    Operation {
        versions: vec![Version::Beta],
        body: Body::Parameters(vec![
            property("appleId", "Edm.String", Some(false)),
            property("depToken", "Edm.String", Some(false)),
        ]),
        permissions: permissions(&["DeviceManagementServiceConfig.ReadWrite.All"]),
        docs: Some("https://learn.microsoft.com/graph/api/intune-enrollment-deponboardingsetting-uploaddeptoken?view=graph-rest-beta".into()),
        ..operation(OperationKind::Action, "POST /deviceManagement/depOnboardingSettings/{id}/uploadDepToken")
    }
}

pub(crate) fn create_token() -> Operation {
    Operation {
        versions: vec![Version::Beta],
        body: Body::Parameters(vec![property("tokenValidityInSeconds", "Edm.Int32", Some(false))]),
        permissions: permissions(&["DeviceManagementConfiguration.ReadWrite.All"]),
        ..operation(
            OperationKind::Action,
            "POST /deviceManagement/androidDeviceOwnerEnrollmentProfiles/{id}/createToken",
        )
    }
}

pub(crate) fn update_vpp_token(types: &Types) -> Operation {
    Operation {
        versions: vec![Version::V1_0, Version::Beta],
        body: object("vppToken", Purpose::Update, types),
        response: Response::Object(graph("vppToken")),
        permissions: permissions(&[
            "DeviceManagementServiceConfig.ReadWrite.All",
            "DeviceManagementConfiguration.ReadWrite.All",
        ]),
        ..operation(OperationKind::Update, "PATCH /deviceAppManagement/vppTokens/{id}")
    }
}

/// Lists or reads a type.
pub(crate) fn read(kind: OperationKind, title: &str, ty: &str) -> Operation {
    let response = if kind == OperationKind::List { Response::Page(graph(ty)) } else { Response::Object(graph(ty)) };
    Operation { response, query_options: true, ..operation(kind, title) }
}

/// Operations of device onboarding.
pub(crate) fn operations(types: &Types) -> Vec<Operation> {
    let reading = [
        "DeviceManagementServiceConfig.Read.All",
        "DeviceManagementServiceConfig.ReadWrite.All",
        "DeviceManagementConfiguration.Read.All",
        "DeviceManagementConfiguration.ReadWrite.All",
    ];
    let list = read(OperationKind::List, "GET /deviceAppManagement/vppTokens", "vppToken");
    vec![
        upload_dep_token(),
        create_token(),
        update_vpp_token(types),
        Operation { permissions: permissions(&reading), versions: vec![Version::V1_0, Version::Beta], ..list },
        Operation {
            versions: vec![Version::Beta],
            ..read(OperationKind::Get, "GET /deviceManagement/depOnboardingSettings/{id}", "depOnboardingSetting")
        },
        Operation {
            versions: vec![Version::Beta],
            body: Body::Parameters(vec![property("tokenValidityInSeconds", "Edm.Int32", Some(false))]),
            ..operation(
                OperationKind::Action,
                "POST /deviceManagement/androidForWorkEnrollmentProfiles/{id}/createToken",
            )
        },
    ]
}
