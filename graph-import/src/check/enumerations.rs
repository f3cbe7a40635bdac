//! Declared enumerations: members that are new, gone or deprecated.

use std::collections::BTreeSet;

use super::{
    Descriptions, Rule, Severity,
    draft::{Draft, Drafts},
    operation::{deprecated, removal},
    properties::nearest,
    uses::Uses,
};
use crate::{
    description::{Enumeration, TypeDefinition},
    source::{Crate, Declaration, Declared, GraphEnumeration},
};

/// What stands for members that a client has not asked for; it is never sent.
const FUTURE: &str = "unknownFutureValue";

/// Reports differences of the enumerations that are used.
pub(super) fn check(krate: &Crate, uses: &Uses, descriptions: &dyn Descriptions, drafts: &mut Drafts<'_>) {
    for (id, uses) in uses.iter() {
        let declaration = krate.declaration(id);
        let Declared::Enumeration(own) = &declaration.declared else { continue };
        let names: BTreeSet<_> = uses.iter().map(|used| (used.version, &used.ty)).collect();
        let described: Vec<_> = names
            .into_iter()
            .filter_map(|(version, name)| {
                let (types, source) = descriptions.types(version)?;
                match types.get(name)? {
                    TypeDefinition::Enumeration(enumeration) => Some((version, source, enumeration)),
                    _ => None,
                }
            })
            .collect();
        if described.is_empty() {
            continue;
        }
        let compared: Vec<_> = described.iter().map(|(version, ..)| *version).collect();
        for (version, source, enumeration) in &described {
            let draft = |rule, message: String| Draft::new(rule, message).source(source).in_version(*version);
            for member in enumeration.members.iter().filter(|member| member.name != FUTURE) {
                let declared = own.members.iter().find(|own| own.name.value() == member.name);
                match declared {
                    None => {
                        let draft = draft(
                            Rule::Member,
                            format!("`{}` has the member `{}`", enumeration.name.short(), member.name),
                        )
                        .new_is(&member.name)
                        .write(new_member(&member.name, own));
                        drafts.add(declaration, None, draft, &compared);
                    }
                    Some(own) => {
                        if let (Some(deprecation), false) = (&member.facts.deprecation, own.is_deprecated) {
                            let message = format!("the member `{}` is deprecated{}", member.name, removal(deprecation));
                            let draft = deprecated(draft(Rule::Deprecated, message), deprecation);
                            drafts.add(declaration, Some(&own.ident.to_string()), draft, &compared);
                        }
                    }
                }
            }
        }
        let enumerations: Vec<_> = described.iter().map(|(.., enumeration)| *enumeration).collect();
        gone(declaration, own, &enumerations, described[0].1, drafts);
    }
}

/// Reports members that none of the enumerations has.
fn gone(
    declaration: &Declaration,
    own: &GraphEnumeration,
    enumerations: &[&Enumeration],
    source: &crate::description::Source,
    drafts: &mut Drafts<'_>,
) {
    let members =
        || enumerations.iter().flat_map(|enumeration| &enumeration.members).map(|member| member.name.as_str());
    for member in &own.members {
        let name = member.name.value();
        if members().any(|known| known == name) {
            continue;
        }
        let message = format!("`{}` has no member `{name}`", enumerations[0].name.short());
        let draft = Draft::new(Rule::Member, message)
            .severity(Severity::Warning)
            .old(&name)
            .source(source)
            .at(declaration.place_at(member.name.span()));
        let part = member.ident.to_string();
        let draft = draft.meant(&part, nearest(&name, members()), |near| format!("{part} = \"{near}\""));
        drafts.add(declaration, Some(&part), draft, &[]);
    }
}

/// Returns how a new member is declared: `Unknown` is the macro's own name.
fn new_member(name: &str, own: &GraphEnumeration) -> String {
    let mut ident = graph_macros_core::names::pascal_case(&graph_macros_core::names::snake_case(name));
    if ident.starts_with(|c: char| c.is_ascii_digit()) {
        ident.insert(0, '_');
    }
    while ["Unknown", "Self"].contains(&ident.as_str()) || own.members.iter().any(|member| member.ident == ident) {
        ident.push_str("Member");
    }
    format!("{ident} = \"{name}\",")
}
