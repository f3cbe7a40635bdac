//! Operations of every kind, with what is difficult about them.

use graph_import::{
    csdl,
    description::{
        Access, Body, Deprecation, Evidence, Facts, Header, Operation, OperationKind, PermissionOrigin, Permissions,
        Property, Purpose, QueryParameter, Response, Segment, Source, SourceKind, TypeName, TypeRef, Types, Verdict,
        Version,
    },
    write::Options,
};

use crate::golden::LAYOUT;
use crate::model::{graph, object, operation, permissions, property, read, source};

pub(crate) fn types() -> Types {
    let xml = include_bytes!("everything.csdl");
    csdl::read(xml, Version::V1_0, source("everything.csdl")).expect("a description").types
}

/// The operations, those that read first.
pub(crate) fn operations(types: &Types) -> Vec<Operation> {
    let mut operations = reading();
    operations.extend(changing(types));
    operations.extend(calling());
    operations
}

fn reading() -> Vec<Operation> {
    let one = |ty: &str| TypeRef::one(TypeName::new(ty));
    let mut function = operation(
        OperationKind::Function,
        "GET /things/getBetween(kind='{kind}',start={start},names=['{names}'],type='{type}')",
    );
    function.parameters[0].ty = TypeRef::one(graph("plainKind"));
    function.parameters[1].ty = one("Edm.DateTimeOffset");
    function.parameters[2].ty = TypeRef::collection(TypeName::new("Edm.String"));
    function.parameters[2].quoted = true;
    let mut file = operation(OperationKind::GetContent, "GET /drives/{drive-id}/root/content");
    file.path.segments[2] = Segment::Colon { name: "root".into(), parameter: 1, closed: true };
    file.parameters.push(function.parameters[3].clone());
    file.parameters[1].name = "path".into();
    vec![
        Operation {
            versions: vec![Version::V1_0, Version::Beta],
            description: Some("Lists things.\nUse `$filter` to find [some](/graph/query).".into()),
            headers: vec![
                Header {
                    name: "ConsistencyLevel".into(),
                    required: true,
                    constant: Some("eventual".into()),
                    description: None,
                },
                Header {
                    name: "Prefer".into(),
                    required: false,
                    constant: None,
                    description: Some("Such as a time zone".into()),
                },
            ],
            ..read(OperationKind::List, "GET /things", "thing")
        },
        read(OperationKind::Get, "GET /things/{thing-id}", "thing"),
        read(OperationKind::Get, "GET /me", "owner"),
        Operation {
            response: Response::PlainText(TypeName::new("Edm.Int32")),
            ..operation(OperationKind::Count, "GET /things/$count")
        },
        Operation {
            response: Response::Bytes { redirected: false },
            ..operation(OperationKind::GetContent, "GET /things/{id}/$value")
        },
        Operation { response: Response::Bytes { redirected: true }, ..file },
        Operation {
            response: Response::Page(TypeName::new("Edm.String")),
            ..operation(OperationKind::ListReferences, "GET /things/{id}/parts/$ref")
        },
        Operation { response: Response::Value(one("Edm.Boolean")), ..function },
        Operation {
            response: Response::Page(graph("thing")),
            ..operation(OperationKind::Function, "GET /things/delta()")
        },
        Operation {
            response: Response::Page(graph("part")),
            query: vec![
                QueryParameter {
                    name: "startDateTime".into(),
                    ty: one("Edm.DateTimeOffset"),
                    required: true,
                    description: None,
                },
                QueryParameter {
                    name: "ItemIDs".into(),
                    ty: TypeRef::collection(TypeName::new("Edm.String")),
                    required: false,
                    description: None,
                },
            ],
            ..operation(OperationKind::List, "GET /things/{id}/parts")
        },
        Operation { response: Response::Page(graph("part")), ..operation(OperationKind::List, "GET /me/parts") },
        Operation {
            response: Response::Object(graph("notDescribed")),
            ..operation(OperationKind::Get, "GET /me/strange")
        },
    ]
}

fn changing(types: &Types) -> Vec<Operation> {
    let access = |names: &[&[&str]]| {
        Access::AnyOf(names.iter().map(|names| names.iter().map(|name| (*name).to_owned()).collect()).collect())
    };
    let mut create = object("thing", Purpose::Create, types);
    if let Body::Object { properties, .. } = &mut create {
        for property in
            properties.iter_mut().filter(|property| ["aBoolean", "aDateTime"].contains(&property.name.as_str()))
        {
            property.facts.required = true;
        }
    }
    vec![
        Operation {
            body: create,
            response: Response::Object(graph("thing")),
            permissions: Permissions {
                least: [0; 3],
                access: [
                    access(&[&["User.Read"], &["User.ReadWrite.All", "Directory.Read.All"], &["Thing.New"]]),
                    access(&[&["User.Read"], &["User.Read.All"]]),
                    Access::NotSupported,
                ],
                origin: PermissionOrigin::Published,
            },
            ..operation(OperationKind::Create, "POST /things")
        },
        Operation {
            body: object("thing", Purpose::Update, types),
            response: Response::Object(graph("thing")),
            headers: vec![Header { name: "If-Match".into(), required: true, constant: None, description: None }],
            permissions: Permissions {
                least: [0; 3],
                access: [Access::NotSupported, Access::NotSupported, Access::NotSupported],
                origin: PermissionOrigin::Unknown,
            },
            ..operation(OperationKind::Update, "PATCH /things/{id}")
        },
        Operation {
            body: object("shape", Purpose::Replace, types),
            permissions: Permissions {
                least: [0; 3],
                access: [access(&[&["User.Read"]]), access(&[&["User.Read"]]), Access::NotSupported],
                origin: PermissionOrigin::Inferred { from: "GET /me".into() },
            },
            ..operation(OperationKind::Replace, "PUT /me/shape")
        },
        Operation {
            body: Body::Raw { media_type: "image/jpeg".into() },
            ..operation(OperationKind::SetContent, "PUT /things/{id}/photo/$value")
        },
        Operation { body: Body::Reference, ..operation(OperationKind::AddReference, "POST /things/{id}/parts/$ref") },
        Operation { body: Body::Reference, ..operation(OperationKind::SetReference, "PUT /things/{id}/owner/$ref") },
        Operation {
            query: vec![QueryParameter {
                name: "@id".into(),
                ty: TypeRef::one(TypeName::new("Edm.String")),
                required: true,
                description: None,
            }],
            ..operation(OperationKind::RemoveReference, "DELETE /things/{id}/parts/$ref")
        },
        Operation {
            permissions: Permissions {
                least: [0; 3],
                access: [Access::NotNeeded, Access::NotNeeded, Access::NotNeeded],
                origin: PermissionOrigin::Published,
            },
            ..operation(OperationKind::Delete, "DELETE /things/{id}")
        },
    ]
}

fn calling() -> Vec<Operation> {
    let old = Deprecation {
        description: Some("Use \"move\" instead".into()),
        date: Some("2026-01-02".into()),
        removal: Some("2028-01-02".into()),
        version: Some("2026-01/Old".into()),
    };
    let deprecated = Property {
        facts: Facts { deprecation: Some(old.clone()), description: Some("The old name".into()), ..Facts::default() },
        ..property("oldName", "Edm.String", Some(true))
    };
    vec![
        Operation {
            body: Body::Parameters(vec![
                property("id", "Edm.String", Some(false)),
                property("kind", "microsoft.graph.plainKind", Some(false)),
                property("when", "Edm.Date", None),
                property("send", "Edm.Boolean", Some(true)),
                property("clientSecret", "Edm.String", Some(true)),
                deprecated,
            ]),
            response: Response::Value(TypeRef::collection(TypeName::new("Edm.Guid"))),
            deprecation: Some(old),
            evidence: vec![Evidence {
                subject: "body.kind".into(),
                statement: "String".into(),
                source: Source { kind: SourceKind::Metadata, name: "old.csdl".into(), date: Some("2025-01-01".into()) },
                verdict: Verdict::Overruled,
            }],
            ..operation(OperationKind::Action, "POST /things/{id}/microsoft.graph.rename")
        },
        operation(OperationKind::Action, "POST /things/{id}/copy"),
        Operation {
            // The levels of these two contradict their order.
            permissions: permissions(&["User.ReadWrite.All", "User.Read.All"]),
            ..operation(OperationKind::Action, "POST /things/{id}/send")
        },
    ]
}

/// With the derived types of a shape, and one navigation property.
pub(crate) fn options() -> Options {
    Options { layout: LAYOUT, derived: vec![graph("shape")], with: vec!["owner".into()], ..Options::default() }
}
