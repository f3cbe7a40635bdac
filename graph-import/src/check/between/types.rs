//! The types that declarations stand for, in two descriptions.

use std::collections::{BTreeMap, BTreeSet};

use graph_macros_core::model::GraphType;

use super::super::{
    Descriptions, Rule, Severity,
    draft::{Draft, Drafts},
    operation::{deprecated, removal},
    properties::{self, Described, Field, Fields},
    uses::Uses,
    written,
};
use crate::{
    description::{Deprecation, Enumeration, Source, TypeDefinition, TypeName, Types, Version},
    source::{Crate, Declaration, DeclarationId, Declared},
};

/// A property in two descriptions, and the field that it is.
pub(super) struct Pair<'a, 'f> {
    pub(super) old: Option<Described<'a>>,
    pub(super) new: Option<Described<'a>>,
    pub(super) field: Option<&'f Field<'f>>,
    /// Whether it is a parameter of an action, which is required unless it can be null.
    pub(super) is_parameter: bool,
}

type MakeDraft<'m> = dyn Fn(Rule, String) -> Draft + 'm;

pub(super) fn compare(
    krate: &Crate,
    uses: &[Uses],
    old: &dyn Descriptions,
    new: &dyn Descriptions,
    drafts: &mut Drafts<'_>,
) {
    let mut all: BTreeMap<DeclarationId, BTreeSet<(Version, &TypeName)>> = BTreeMap::new();
    for (id, uses) in uses.iter().flat_map(Uses::iter) {
        all.entry(id).or_default().extend(uses.iter().map(|used| (used.version, &used.ty)));
    }
    for (id, uses) in all {
        let compared: BTreeSet<_> = uses.iter().map(|(version, _)| *version).collect();
        let compared: Vec<_> = compared.into_iter().collect();
        for (version, name) in uses {
            let (Some((old, _)), Some((new, source))) = (old.types(version), new.types(version)) else { continue };
            let types = TypePair { old, new, source, version, name, compared: &compared };
            types.compare(krate, krate.declaration(id), drafts);
        }
    }
}

/// A type in two descriptions of a version.
struct TypePair<'a> {
    old: &'a Types,
    new: &'a Types,
    source: &'a Source,
    version: Version,
    name: &'a TypeName,
    compared: &'a [Version],
}

impl TypePair<'_> {
    fn draft(&self, rule: Rule, message: impl Into<String>) -> Draft {
        Draft::new(rule, message).source(self.source).in_version(self.version)
    }

    fn compare(&self, krate: &Crate, declaration: &Declaration, drafts: &mut Drafts<'_>) {
        let (old, new) = (self.old.get(self.name), self.new.get(self.name));
        let short = self.name.short();
        match (old, new) {
            (Some(TypeDefinition::Enumeration(old)), Some(TypeDefinition::Enumeration(new))) => {
                self.enumeration(declaration, old, new, drafts);
            }
            (Some(TypeDefinition::Structured(old)), Some(TypeDefinition::Structured(new))) => {
                let draft = |rule, message: String| self.draft(rule, message);
                let facts = (&old.facts.deprecation, &new.facts.deprecation);
                deprecation(declaration, None, short, facts, &draft, self.compared, drafts);
                match &declaration.declared {
                    Declared::Type(GraphType::Object(_)) => self.object(krate, declaration, drafts),
                    Declared::Type(GraphType::Derived(_)) => self.derived(declaration, drafts),
                    Declared::Action(_) | Declared::Enumeration(_) => {}
                }
            }
            (Some(_), None) => {
                let draft = self.draft(Rule::Type, format!("there is no type `{short}` any more"));
                drafts.add(declaration, None, draft, self.compared);
            }
            (Some(_), Some(_)) => {
                let draft = self.draft(Rule::Type, format!("`{short}` is a type of another kind"));
                drafts.add(declaration, None, draft, self.compared);
            }
            (None, _) => {}
        }
    }

    fn object(&self, krate: &Crate, declaration: &Declaration, drafts: &mut Drafts<'_>) {
        let Declared::Type(GraphType::Object(object)) = &declaration.declared else { return };
        let mut fields = Fields::of_object(krate, declaration, object, false).all;
        fields.extend(Fields::of_object(krate, declaration, object, true).all);
        let mut names: BTreeSet<&str> = fields.iter().map(Field::name).collect();
        // What navigation leads to concerns a declaration only if it has a field for it.
        for types in [self.old, self.new] {
            let own = properties::of_type(types, self.name).filter(|described| !described.is_navigation);
            names.extend(own.map(|described| described.name));
        }
        for name in names {
            let pair = Pair {
                old: properties::find(self.old, self.name, name),
                new: properties::find(self.new, self.name, name),
                field: fields.iter().find(|field| field.names.iter().any(|own| own == name)),
                is_parameter: false,
            };
            let draft = |rule, message: String| self.draft(rule, message);
            property(declaration, name, &pair, &draft, self.compared, drafts);
        }
    }

    fn derived(&self, declaration: &Declaration, drafts: &mut Drafts<'_>) {
        let (old, new) = (descendants(self.old, self.name), descendants(self.new, self.name));
        for name in new.difference(&old) {
            let draft = self
                .draft(Rule::Type, format!("`{}` derives from `{}`", name.short(), self.name.short()))
                .severity(Severity::Note)
                .new_is(name.as_str())
                .write(format!("#[graph(\"#{name}\")]"));
            drafts.add(declaration, None, draft, self.compared);
        }
        for name in old.difference(&new) {
            let message = format!("`{}` does not derive from `{}` any more", name.short(), self.name.short());
            drafts.add(declaration, None, self.draft(Rule::OdataType, message).old(name.as_str()), self.compared);
        }
    }

    fn enumeration(&self, declaration: &Declaration, old: &Enumeration, new: &Enumeration, drafts: &mut Drafts<'_>) {
        let Declared::Enumeration(own) = &declaration.declared else { return };
        let short = self.name.short();
        let part =
            |name: &str| own.members.iter().find(|member| member.name.value() == name).map(|own| own.ident.to_string());
        if old.flags != new.flags {
            let shown = |flags| if flags { "flags" } else { "no flags" };
            let draft = self
                .draft(Rule::Type, format!("`{short}` has {}", shown(new.flags)))
                .severity(Severity::Warning)
                .old(shown(old.flags))
                .new_is(shown(new.flags));
            drafts.add(declaration, None, draft, self.compared);
        }
        for member in &new.members {
            let before = old.members.iter().find(|old| old.name == member.name);
            let Some(before) = before else {
                let draft = self
                    .draft(Rule::Member, format!("`{short}` has the member `{}`", member.name))
                    .new_is(&member.name);
                drafts.add(declaration, part(&member.name).as_deref(), draft, self.compared);
                continue;
            };
            let facts = (&before.facts.deprecation, &member.facts.deprecation);
            let draft = |rule, message: String| self.draft(rule, message);
            deprecation(declaration, part(&member.name).as_deref(), &member.name, facts, &draft, self.compared, drafts);
        }
        for member in old.members.iter().filter(|member| !new.members.iter().any(|new| new.name == member.name)) {
            let draft = self
                .draft(Rule::Member, format!("`{short}` has no member `{}` any more", member.name))
                .severity(Severity::Warning)
                .old(&member.name);
            drafts.add(declaration, part(&member.name).as_deref(), draft, self.compared);
        }
    }
}

fn descendants<'t>(types: &'t Types, name: &TypeName) -> BTreeSet<&'t TypeName> {
    let mut found = BTreeSet::new();
    let mut pending: Vec<_> = types.children(name).iter().collect();
    while let Some(child) = pending.pop() {
        if found.insert(child) {
            pending.extend(types.children(child));
        }
    }
    found
}

/// Reports a property that was added, was removed or has changed.
pub(super) fn property(
    declaration: &Declaration,
    name: &str,
    pair: &Pair<'_, '_>,
    draft: &MakeDraft<'_>,
    compared: &[Version],
    drafts: &mut Drafts<'_>,
) {
    let part = pair.field.map(|field| field.part.as_str());
    let declaration = pair.field.map_or(declaration, |field| field.declaration);
    let mut add = |draft: Draft| drafts.add(declaration, part, draft, compared);
    let form = |described: &Described<'_>| {
        let null = if described.nullable == Some(false) { ", not null" } else { "" };
        format!("{}{null}", written::described(described.ty))
    };
    let is_required = |described: &Described<'_>| {
        let is_never_null = described.nullable == Some(false) && !described.ty.collection;
        described.facts.required || (pair.is_parameter && is_never_null)
    };
    match (&pair.old, &pair.new) {
        (None, Some(new)) if is_required(new) => {
            add(draft(Rule::Required, format!("the property `{name}` is new, and required")).new_is(form(new)));
        }
        (None, Some(new)) => {
            let new_one = draft(Rule::Property, format!("the property `{name}` is new"));
            add(new_one.severity(Severity::Note).new_is(form(new)));
        }
        (Some(old), None) => {
            let severity = if pair.field.is_some() { Severity::Error } else { Severity::Note };
            add(draft(Rule::Property, format!("the property `{name}` is gone")).severity(severity).old(form(old)));
        }
        (Some(old), Some(new)) => {
            if old.ty != new.ty {
                let change = draft(Rule::Type, format!("`{name}` has another type"));
                add(change.old(written::described(old.ty)).new_is(written::described(new.ty)));
            }
            if is_required(new) && !is_required(old) {
                add(draft(Rule::Required, format!("the property `{name}` is required now"))
                    .old(form(old))
                    .new_is(form(new)));
            } else if old.nullable.unwrap_or(true) != new.nullable.unwrap_or(true) {
                let can = if new.nullable == Some(false) { "cannot be null any more" } else { "can be null now" };
                let change = draft(Rule::Null, format!("`{name}` {can}")).severity(Severity::Warning);
                add(change.old(form(old)).new_is(form(new)));
            }
            if old.facts.computed != new.facts.computed {
                let can = if new.facts.computed { "is computed by the service" } else { "can be set" };
                add(draft(Rule::Property, format!("`{name}` {can} now")).severity(Severity::Warning));
            }
            let facts = (&old.facts.deprecation, &new.facts.deprecation);
            deprecation(declaration, part, name, facts, draft, compared, drafts);
        }
        (None, None) => {}
    }
}

/// Reports a deprecation that is new, has changed or is withdrawn.
fn deprecation(
    declaration: &Declaration,
    part: Option<&str>,
    name: &str,
    facts: (&Option<Deprecation>, &Option<Deprecation>),
    draft: &MakeDraft<'_>,
    compared: &[Version],
    drafts: &mut Drafts<'_>,
) {
    let draft = match facts {
        (old, Some(new)) if old.as_ref() != Some(new) => {
            deprecated(draft(Rule::Deprecated, format!("`{name}` is deprecated{}", removal(new))), new)
        }
        (Some(_), None) => {
            draft(Rule::Deprecated, format!("`{name}` is not deprecated any more")).severity(Severity::Note)
        }
        _ => return,
    };
    drafts.add(declaration, part, draft, compared);
}
