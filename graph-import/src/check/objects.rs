//! Declared types, compared with all types of Graph that each stands for.

use std::collections::BTreeSet;

use graph_macros_core::model::{DerivedType, GraphType, ObjectType};

use super::{
    Descriptions, Rule, Severity,
    draft::{Draft, Drafts},
    holds::{Flow, mismatch},
    operation::{deprecated, removal},
    properties::{self, Described, Field, Fields, nearest},
    uses::{Use, Uses, type_name},
    written,
};
use crate::{
    description::{Source, TypeDefinition, TypeName, Types, Version},
    secret::is_secret,
    source::{Crate, Declaration, Declared, RustType},
};

/// Where a property is compared.
pub(super) struct Site<'a> {
    pub(super) types: &'a Types,
    pub(super) is_sent: bool,
    pub(super) source: &'a Source,
    pub(super) version: Version,
    /// All versions in which it is compared.
    pub(super) compared: &'a [Version],
}

impl Site<'_> {
    fn draft(&self, rule: Rule, message: impl Into<String>) -> Draft {
        Draft::new(rule, message).source(self.source).in_version(self.version)
    }
}

/// Reports differences of the types that are used.
pub(super) fn check(krate: &Crate, uses: &Uses, descriptions: &dyn Descriptions, drafts: &mut Drafts<'_>) {
    for (id, uses) in uses.iter() {
        let declaration = krate.declaration(id);
        match &declaration.declared {
            Declared::Type(GraphType::Object(object)) => self::object(declaration, object, uses, descriptions, drafts),
            Declared::Type(GraphType::Derived(derived)) => {
                derived_types(declaration, derived, uses, descriptions, drafts);
            }
            Declared::Action(_) | Declared::Enumeration(_) => {}
        }
    }
    unknown_types(krate, uses, descriptions, drafts);
}

fn object(
    declaration: &Declaration,
    object: &ObjectType,
    uses: &BTreeSet<Use>,
    descriptions: &dyn Descriptions,
    drafts: &mut Drafts<'_>,
) {
    let compared: BTreeSet<_> = uses.iter().map(|used| used.version).collect();
    let compared: Vec<_> = compared.into_iter().collect();
    for is_sent in [false, true] {
        let uses: Vec<_> = uses.iter().filter(|used| used.is_sent == is_sent).collect();
        if uses.is_empty() {
            continue;
        }
        let fields = Fields::of_object(drafts.krate(), declaration, object, is_sent);
        for field in &fields.all {
            let mut is_known = properties::is_annotation(field.name());
            for used in &uses {
                let Some((types, source)) = descriptions.types(used.version) else { continue };
                let found = field.names.iter().find_map(|name| properties::find(types, &used.ty, name));
                is_known |=
                    found.is_some() || types.structured(&used.ty).is_none() || properties::is_open(types, &used.ty);
                let site = Site { types, is_sent, source, version: used.version, compared: &compared };
                if let Some(described) = &found {
                    self::field(field, described, &site, drafts);
                }
            }
            if !is_known {
                gone(field, &uses, descriptions, drafts);
            }
        }
    }
    for used in uses {
        let Some((types, source)) = descriptions.types(used.version) else { continue };
        let site = Site { types, is_sent: used.is_sent, source, version: used.version, compared: &compared };
        own_type(declaration, object, &used.ty, &site, drafts);
    }
}

/// Reports a property that none of the types has that the declaration stands for.
fn gone(field: &Field<'_>, uses: &[&Use], descriptions: &dyn Descriptions, drafts: &mut Drafts<'_>) {
    let Some(first) = uses.first() else { return };
    let Some((types, source)) = descriptions.types(first.version) else { return };
    let names: BTreeSet<_> = uses.iter().map(|used| used.ty.short()).collect();
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let name = field.name();
    let mut draft = Draft::new(Rule::Property, format!("{} has no property `{name}`", names.join(" or ")))
        .old(&field.written)
        .source(source);
    // What is never there is read as absent.
    let is_absent =
        matches!(field.rust.without_secret(), RustType::Optional(_) | RustType::Patch(_) | RustType::List(_));
    if is_absent && !first.is_sent {
        draft = draft.severity(Severity::Warning);
    }
    let own: Vec<_> = properties::of_type(types, &first.ty).map(|described| described.name).collect();
    let near = nearest(name, own.iter().copied());
    field.add(drafts, draft.meant(&field.part, near, |near| format!("#[graph(name = \"{near}\")]")), &[]);
}

/// Compares a field with the property that it is.
pub(super) fn field(field: &Field<'_>, described: &Described<'_>, site: &Site<'_>, drafts: &mut Drafts<'_>) {
    let krate = drafts.krate();
    if !field.is_converted {
        held(krate, field, described, site, drafts);
    }
    if is_secret(described.name, described.ty, described.owner, site.types) && !field.is_secret {
        let draft = site
            .draft(Rule::Secret, format!("`{}` is a secret, and not marked as one", described.name))
            .old(&field.written)
            .write(format!("#[graph(secret)] {}: {}", field.part, field.written));
        field.add(drafts, draft, site.compared);
    }
    if let (Some(deprecation), false) = (&described.facts.deprecation, field.is_deprecated) {
        let message = format!("`{}` is deprecated{}", described.name, removal(deprecation));
        field.add(drafts, deprecated(site.draft(Rule::Deprecated, message), deprecation), site.compared);
    }
}

fn held(krate: &Crate, field: &Field<'_>, described: &Described<'_>, site: &Site<'_>, drafts: &mut Drafts<'_>) {
    let flow = if site.is_sent { Flow::Sent } else { Flow::Received };
    let ty = written::described(described.ty);
    if let Some(severity) = mismatch(krate, &field.rust, described.ty, site.types, flow) {
        let verb = if site.is_sent { "takes" } else { "sends" };
        let draft = site
            .draft(Rule::Type, format!("`{}` cannot hold what Graph {verb}", described.name))
            .severity(severity)
            .old(&field.written)
            .new_is(ty)
            .write(format!("{}: {}", field.part, written::wrapped(&field.rust, described.ty, site.types)));
        return field.add(drafts, draft, site.compared);
    }
    let rust = written::wrapped(&field.rust, described.ty, site.types);
    let clears = matches!(field.rust.without_secret(), RustType::Patch(_));
    if site.is_sent && clears && described.nullable == Some(false) && !described.is_navigation {
        let inner = field.rust.present();
        let draft = site
            .draft(Rule::Null, format!("`{}` cannot be null, and can be cleared here", described.name))
            .severity(Severity::Warning)
            .old(&field.written)
            .new_is(format!("{ty}, not null"))
            .write(format!("{}: Option<{}>", field.part, written::wrapped(inner, described.ty, site.types)));
        field.add(drafts, draft, site.compared);
    }
    // Null and absent are read as an empty list.
    let holds_null = field.rust.holds_null() || matches!(field.rust, RustType::List(_));
    if !site.is_sent && described.nullable == Some(true) && !holds_null {
        let draft = site
            .draft(Rule::Null, format!("`{}` can be null", described.name))
            .old(&field.written)
            .new_is(format!("{ty}, or null"))
            .write(format!("{}: Option<{rust}>", field.part));
        field.add(drafts, draft, site.compared);
    }
}

/// Reports the type that a declaration names, if it is not the one that it stands for, and a type that is deprecated.
fn own_type(declaration: &Declaration, object: &ObjectType, ty: &TypeName, site: &Site<'_>, drafts: &mut Drafts<'_>) {
    if let Some(odata_type) = &object.odata_type {
        let own = type_name(&odata_type.value());
        // A type may be declared for what derives from it.
        let is_related = site.types.is_a(&own, ty) || site.types.is_a(ty, &own);
        if !is_related && site.types.get(ty).is_some() {
            let draft = site
                .draft(Rule::OdataType, format!("the type stands for `{ty}`"))
                .old(odata_type.value())
                .new_is(format!("#{ty}"))
                .write(format!("\"#{ty}\""))
                .at(declaration.place_at(odata_type.span()));
            drafts.add(declaration, None, draft, site.compared);
        }
    }
    let Some(structured) = site.types.structured(ty) else { return };
    if let (Some(deprecation), false) = (&structured.facts.deprecation, declaration.is_deprecated) {
        let message = format!("`{}` is deprecated{}", ty.short(), removal(deprecation));
        drafts.add(declaration, None, deprecated(site.draft(Rule::Deprecated, message), deprecation), site.compared);
    }
}

fn derived_types(
    declaration: &Declaration,
    derived: &DerivedType,
    uses: &BTreeSet<Use>,
    descriptions: &dyn Descriptions,
    drafts: &mut Drafts<'_>,
) {
    let compared: BTreeSet<_> = uses.iter().map(|used| used.version).collect();
    let compared: Vec<_> = compared.into_iter().collect();
    for variant in &derived.variants {
        let Some(odata_type) = &variant.graph.odata_type else { continue };
        let own = type_name(&odata_type.value());
        let part = variant.ident.to_string();
        let fits = |used: &Use| {
            let types = descriptions.types(used.version).map(|(types, _)| types);
            types.is_none_or(|types| types.get(&used.ty).is_none() || types.is_a(&own, &used.ty))
        };
        if uses.iter().any(fits) {
            continue;
        }
        let Some(first) = uses.first() else { continue };
        let Some((types, source)) = descriptions.types(first.version) else { continue };
        let exists = types.get(&own).is_some();
        let message = if exists {
            format!("`{own}` does not derive from `{}`", first.ty)
        } else {
            format!("there is no type `{own}`")
        };
        let mut draft = Draft::new(Rule::OdataType, message)
            .old(odata_type.value())
            .source(source)
            .at(declaration.place_at(odata_type.span()));
        if let Some(near) = near_type(&own, types) {
            draft = draft.new_is(format!("#{near}")).write(format!("#[graph(\"#{near}\")]"));
        }
        drafts.add(declaration, Some(&part), draft, &compared);
    }
}

/// Reports types that no operation uses, and that say that they are a type which does not exist.
fn unknown_types(krate: &Crate, uses: &Uses, descriptions: &dyn Descriptions, drafts: &mut Drafts<'_>) {
    let compared: BTreeSet<_> = uses.iter().map(|(id, _)| id).collect();
    for (_, declaration) in krate.iter().filter(|(id, _)| !compared.contains(id)) {
        let Declared::Type(GraphType::Object(object)) = &declaration.declared else { continue };
        let Some(odata_type) = &object.odata_type else { continue };
        let own = type_name(&odata_type.value());
        let described = [Version::V1_0, Version::Beta].into_iter().filter_map(|version| descriptions.types(version));
        let described: Vec<_> = described.collect();
        // With the description of one version, a type of the other cannot be told from one that is gone.
        if described.len() < 2 || described.iter().any(|(types, _)| types.get(&own).is_some()) {
            continue;
        }
        let mut draft = Draft::new(Rule::OdataType, format!("there is no type `{own}`"))
            .old(odata_type.value())
            .source(described[0].1)
            .at(declaration.place_at(odata_type.span()));
        if let Some(near) = near_type(&own, described[0].0) {
            draft = draft.new_is(format!("#{near}")).write(format!("\"#{near}\""));
        }
        drafts.add(declaration, None, draft, &[]);
    }
}

fn near_type<'t>(name: &TypeName, types: &'t Types) -> Option<&'t str> {
    let structured = types.iter().filter_map(|definition| match definition {
        TypeDefinition::Structured(structured) => Some(structured.name.as_str()),
        _ => None,
    });
    nearest(name.as_str(), structured)
}
