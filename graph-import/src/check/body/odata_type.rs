//! The `@odata.type` of a body.

use super::{Call, Context, Draft, Drafts, Rule, Sent, Severity};
use crate::{
    check::uses::type_name,
    description::{Body, Purpose, TypeName},
};

/// Reports an `odata_type` that is not the type of the body.
pub(super) fn check(call: &Call<'_>, sent: &Sent<'_>, context: &Context<'_>, drafts: &mut Drafts<'_>) {
    let Body::Object { ty, purpose, .. } = &context.operation.body else {
        if let (Some(odata_type), Body::Parameters(_) | Body::Reference) =
            (&call.action.odata_type, &context.operation.body)
        {
            let draft = context
                .draft(Rule::OdataType, "the body has no type")
                .old(odata_type.value())
                .new_is("nothing")
                .write("remove `odata_type`")
                .at(call.declaration.place_at(odata_type.span()));
            drafts.add(call.declaration, None, draft, context.compared);
        }
        return;
    };
    let Some(odata_type) = &call.action.odata_type else {
        let has_type = match sent {
            Sent::Properties(fields) => fields.have("@odata.type") || fields.is_open,
            Sent::Whole(..) => true,
            Sent::Nothing | Sent::Raw(_) => false,
        };
        let is_abstract = context.types.structured(ty).is_some_and(|structured| structured.is_abstract);
        if is_abstract && *purpose == Purpose::Create && !has_type {
            let draft = context
                .draft(Rule::OdataType, format!("`{ty}` is abstract: a request has to say which type it creates"))
                .severity(Severity::Warning)
                .new_is(format!("one of {}", descendants(ty, context)))
                .write("odata_type = \"#microsoft.graph.…\"");
            drafts.add(call.declaration, None, draft, context.compared);
        }
        return;
    };
    let own = type_name(&odata_type.value());
    if own != *ty && !context.types.is_a(&own, ty) {
        let draft: Draft = context
            .draft(Rule::OdataType, format!("the body is a `{ty}`"))
            .old(odata_type.value())
            .new_is(format!("#{ty}"))
            .write(format!("odata_type = \"#{ty}\""))
            .at(call.declaration.place_at(odata_type.span()));
        drafts.add(call.declaration, None, draft, context.compared);
    }
}

fn descendants(ty: &TypeName, context: &Context<'_>) -> String {
    const SHOWN: usize = 5;
    let children = context.types.children(ty);
    let mut shown: Vec<_> = children.iter().take(SHOWN).map(|child| format!("#{child}")).collect();
    if children.len() > SHOWN {
        shown.push(String::from("…"));
    }
    shown.join(", ")
}
