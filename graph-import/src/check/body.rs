//! The body of a request.

mod odata_type;
mod sent;

use graph_macros_core::model::{Field as ActionField, GraphType};

use self::sent::Sent;
use super::{
    Rule, Severity,
    call::Call,
    draft::{Draft, Drafts},
    objects::{self, Site},
    operation::Context,
    parameters::field_name,
    properties::{self, Described, Field, Fields, nearest},
    uses::Uses,
    written,
};
use crate::{
    description::{Body, Purpose, TypeName, TypeRef},
    secret::is_secret,
    source::{Declared, RustType},
};

/// Reports differences of the body, and notes which types it uses.
pub(super) fn check(call: &Call<'_>, context: &Context<'_>, drafts: &mut Drafts<'_>, uses: &mut Uses) {
    let sent = Sent::of(call, drafts);
    match (&context.operation.body, &sent) {
        (Body::Raw { .. }, Sent::Raw(_)) | (Body::None, Sent::Nothing) => {}
        (Body::Raw { media_type }, sent) => {
            let draft = context
                .draft(Rule::Body, "the body is bytes")
                .old(sent.shown())
                .new_is(media_type)
                .write(format!("#[graph(raw_body = \"{media_type}\")] content: UploadBody"));
            drafts.add(call.declaration, sent.part(), draft, context.compared);
        }
        (Body::None, sent) => {
            let draft = context
                .draft(Rule::Body, "the operation takes no body")
                .old(sent.shown())
                .new_is("no body")
                .write("remove what is sent as the body");
            drafts.add(call.declaration, sent.part(), draft, context.compared);
        }
        (_, Sent::Raw(field)) => {
            let draft = context
                .draft(Rule::Body, "the body is JSON")
                .old(sent.shown())
                .new_is(kind(&context.operation.body))
                .write(format!("fields for {}", kind(&context.operation.body)));
            drafts.add(call.declaration, Some(&field.name), draft, context.compared);
        }
        (Body::Reference, sent) => reference(call, sent, context, drafts),
        (Body::Parameters(_) | Body::Object { .. }, sent) => json(call, sent, context, drafts, uses),
    }
    odata_type::check(call, &sent, context, drafts);
}

pub(super) fn kind(body: &Body) -> String {
    match body {
        Body::None => String::from("no body"),
        Body::Parameters(parameters) => {
            parameters.iter().map(|parameter| parameter.name.as_str()).collect::<Vec<_>>().join(", ")
        }
        Body::Object { ty, .. } => ty.to_string(),
        Body::Reference => String::from("@odata.id"),
        Body::Raw { media_type } => media_type.clone(),
    }
}

/// Compares what is sent with the link that the operation takes.
fn reference(call: &Call<'_>, sent: &Sent<'_>, context: &Context<'_>, drafts: &mut Drafts<'_>) {
    let has_link = match sent {
        Sent::Properties(fields) => fields.have("@odata.id") || fields.is_open,
        // Links to several entities go by another name.
        Sent::Whole(..) => true,
        Sent::Nothing | Sent::Raw(_) => false,
    };
    let has_bind = matches!(sent, Sent::Properties(fields) if fields.all.iter().any(|field| field.name().ends_with("@odata.bind")));
    if !has_link && !has_bind {
        let draft = context
            .draft(Rule::Required, "the link to the entity is required")
            .old(sent.shown())
            .new_is("@odata.id")
            .write("#[graph(name = \"@odata.id\")] odata_id: String");
        drafts.add(call.declaration, None, draft, context.compared);
    }
}

/// Compares what is sent with the properties that the operation takes.
fn json(call: &Call<'_>, sent: &Sent<'_>, context: &Context<'_>, drafts: &mut Drafts<'_>, uses: &mut Uses) {
    let nothing = Fields::default();
    let of_object;
    let fields = match sent {
        Sent::Nothing | Sent::Raw(_) => &nothing,
        Sent::Properties(fields) => fields,
        Sent::Whole(field, rust) => {
            if let Body::Object { ty, .. } = &context.operation.body {
                uses.add(rust, &TypeRef::one(ty.clone()), context.version, true);
                whole(call, field, rust, ty, context, drafts);
            }
            let RustType::Declared(id) = rust.present() else { return };
            let declaration = drafts.krate().declaration(*id);
            let Declared::Type(GraphType::Object(object)) = &declaration.declared else { return };
            of_object = Fields::of_object(drafts.krate(), declaration, object, true);
            // What the type itself has is compared with all other uses of it.
            if matches!(context.operation.body, Body::Object { .. }) {
                return required(call, &of_object, context, drafts);
            }
            &of_object
        }
    };
    for field in &fields.all {
        if let Some(described) = find(field.name(), context) {
            property(field, &described, context, drafts, uses);
        } else if !properties::is_annotation(field.name()) && !is_open(context) {
            missing(call, field.name(), Some(field), context, drafts);
        }
    }
    for name in &fields.constants {
        if find(name, context).is_none() && !properties::is_annotation(name) && !is_open(context) {
            missing(call, name, None, context, drafts);
        }
    }
    required(call, fields, context, drafts);
}

/// Reports a body of a type that is not an object.
fn whole(
    call: &Call<'_>,
    field: &ActionField,
    rust: &RustType,
    ty: &TypeName,
    context: &Context<'_>,
    drafts: &mut Drafts<'_>,
) {
    let ty = TypeRef::one(ty.clone());
    let mismatch = super::holds::mismatch(drafts.krate(), rust, &ty, context.types, super::holds::Flow::Sent);
    if mismatch.is_some() {
        let draft = context
            .draft(Rule::Body, format!("`{}` cannot be the body", field.name))
            .old(crate::source::written(&field.ty))
            .new_is(written::described(&ty))
            .write(format!("{}: {}", field.name, written::rust_type(&ty, context.types)));
        drafts.add(call.declaration, Some(&field.name), draft, context.compared);
    }
}

/// Finds the property that an operation takes; one that the service computes is found too, as it is in the type.
fn find<'a>(name: &str, context: &Context<'a>) -> Option<Described<'a>> {
    let body = &context.operation.body;
    let own = body.properties().iter().find(|property| property.name == name);
    let own = own.map(|property| Described::of(property, owner(body)));
    own.or_else(|| match body {
        Body::Object { ty, .. } => properties::find(context.types, ty, name),
        _ => None,
    })
}

/// Returns the name of the type that has the properties of a body.
fn owner(body: &Body) -> &str {
    if let Body::Object { ty, .. } = body { ty.short() } else { "" }
}

fn is_open(context: &Context<'_>) -> bool {
    matches!(&context.operation.body, Body::Object { ty, .. } if properties::is_open(context.types, ty))
}

fn property(
    field: &Field<'_>,
    described: &Described<'_>,
    context: &Context<'_>,
    drafts: &mut Drafts<'_>,
    uses: &mut Uses,
) {
    let is_update = matches!(context.operation.body, Body::Object { purpose: Purpose::Update, .. });
    let refused = if described.facts.computed {
        Some("is computed by the service and cannot be set")
    } else if described.facts.immutable && is_update {
        Some("cannot be changed after it was created")
    } else {
        None
    };
    if let Some(refused) = refused {
        let draft = context
            .draft(Rule::Property, format!("`{}` {refused}", described.name))
            .severity(Severity::Warning)
            .old(&field.written)
            .new_is("nothing")
            .write(format!("remove `{}`", field.part));
        field.add(drafts, draft, context.compared);
    }
    if !field.is_converted {
        uses.add(&field.rust, described.ty, context.version, true);
    }
    let site = Site {
        types: context.types,
        is_sent: true,
        source: context.source,
        version: context.version,
        compared: context.compared,
    };
    objects::field(field, described, &site, drafts);
    let lets_out = matches!(field.rust, RustType::Optional(_) | RustType::Patch(_));
    if lets_out && is_required(described, context) {
        let draft = context
            .draft(Rule::Required, format!("`{}` is required, and can be left out here", described.name))
            .severity(Severity::Warning)
            .old(&field.written)
            .new_is("required")
            .write(format!("{}: {}", field.part, written::rust_type(described.ty, context.types)));
        field.add(drafts, draft, context.compared);
    }
}

fn missing(call: &Call<'_>, name: &str, field: Option<&Field<'_>>, context: &Context<'_>, drafts: &mut Drafts<'_>) {
    let own = context.operation.body.properties().iter().map(|property| property.name.as_str());
    let near = nearest(name, own);
    let part = field.map_or(name, |field| &field.part);
    let draft = context.draft(Rule::Property, format!("the operation takes no property `{name}`")).old(name).meant(
        part,
        near,
        |near| format!("#[graph(name = \"{near}\")]"),
    );
    match field {
        Some(field) => field.add(drafts, draft, context.compared),
        None => drafts.add(call.declaration, None, draft, context.compared),
    }
}

/// Reports properties without which the operation fails.
fn required(call: &Call<'_>, fields: &Fields<'_>, context: &Context<'_>, drafts: &mut Drafts<'_>) {
    if fields.is_open {
        return;
    }
    let owner = owner(&context.operation.body);
    for property in context.operation.body.properties() {
        let described = Described::of(property, owner);
        if !is_required(&described, context) || fields.have(&property.name) {
            continue;
        }
        let ty = written::rust_type(&property.ty, context.types);
        let secret =
            if is_secret(&property.name, &property.ty, owner, context.types) { "#[graph(secret)] " } else { "" };
        let draft = context
            .draft(Rule::Required, format!("the property `{}` is required", property.name))
            .new_is(written::described(&property.ty))
            .write(format!("{secret}{}: {ty}", field_name(&property.name)));
        drafts.add(call.declaration, None, draft, context.compared);
    }
}

fn is_required(described: &Described<'_>, context: &Context<'_>) -> bool {
    match &context.operation.body {
        // Of a collection, it says whether an element can be null.
        Body::Parameters(_) => {
            described.facts.required || (described.nullable == Some(false) && !described.ty.collection)
        }
        Body::Object { purpose: Purpose::Create, .. } => described.facts.required,
        _ => false,
    }
}
