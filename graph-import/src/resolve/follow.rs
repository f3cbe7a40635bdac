//! Following a written path, segment by segment.

use super::{
    candidates::{candidates, signature},
    index::{Index, Member},
    place::{Place, What},
    request::{Argument, Written},
    walk::Walk,
};
use crate::description::{Callable, CallableKind, Method, Property, Structured, TypeName};

/// Where a path cannot be followed.
#[derive(Debug)]
pub(super) struct Stuck {
    /// The segment.
    pub(super) at: usize,
    pub(super) reason: String,
    /// What can stand there.
    pub(super) candidates: Vec<String>,
}

/// Follows a path from the root. The method decides between an action and a function of one name.
pub(super) fn follow<'a>(index: &Index<'a>, segments: &[Written], method: Option<Method>) -> Result<Walk<'a>, Stuck> {
    let mut walk = Walk::root();
    for (at, segment) in segments.iter().enumerate() {
        let method = method.filter(|_| at + 1 == segments.len());
        let step = Step { index, segment, method };
        step.take(&mut walk).map_err(|reason| {
            // The step may have gone half of its way; what could stand there is told from where it began.
            let before = follow(index, &segments[..at], None).map(|walk| candidates(index, &walk.place));
            Stuck { at, reason, candidates: before.unwrap_or_default() }
        })?;
    }
    Ok(walk)
}

struct Step<'s, 'a> {
    index: &'s Index<'a>,
    segment: &'s Written,
    /// The method, if the segment is the last.
    method: Option<Method>,
}

impl<'a> Step<'_, 'a> {
    fn take(&self, walk: &mut Walk<'a>) -> Result<(), String> {
        match walk.place.what {
            What::Root => self.at_root(walk)?,
            What::Entities(ty) => self.at_entities(walk, ty)?,
            What::Values(_) => self.at_values(walk)?,
            What::Entity(_) | What::Complex(_) => self.at_object(walk)?,
            What::Value(ty) if self.segment.named("$value") => walk.part("$value", What::Text(ty)),
            What::Stream(property) if self.segment.named("$value") => walk.part("$value", What::Stream(property)),
            what => return Err(format!("`{}` cannot follow {}", self.segment.text, what.shown())),
        }
        self.path(walk)
    }

    fn at_root(&self, walk: &mut Walk<'a>) -> Result<(), String> {
        if !self.segment.placeholder && walk.enter(self.index, &self.segment.name) {
            return self.arguments(walk);
        }
        let imports = &self.index.schema.container.imports;
        let Some(import) = imports.iter().find(|import| self.segment.named(&import.name)) else {
            return Err(format!("nothing at the root is called `{}`", self.segment.name));
        };
        let callables = self.index.schema.callables.iter();
        let overloads = callables.filter(|callable| callable.name == import.callable && callable.binding.is_none());
        self.call(walk, &import.name, &overloads.collect::<Vec<_>>())
    }

    fn at_entities(&self, walk: &mut Walk<'a>, ty: &'a TypeName) -> Result<(), String> {
        if self.segment.placeholder {
            walk.key(self.index, ty);
        } else if self.segment.named("$count") {
            walk.part("$count", What::Count(Some(ty)));
        } else if self.segment.named("$ref") {
            walk.part("$ref", What::References);
        } else if let Some(cast) = self.cast(ty)? {
            walk.cast(self.index, cast);
            self.arguments(walk)?;
        } else if !self.bound(walk)? {
            self.literal_key(walk, ty)?;
        }
        Ok(())
    }

    /// Takes the segment as a key, unless it looks like a name that is misspelt.
    fn literal_key(&self, walk: &mut Walk<'a>, ty: &'a TypeName) -> Result<(), String> {
        let text = &self.segment.text;
        let word = text.chars().all(|char| char.is_ascii_alphabetic()) || text.starts_with('$');
        let names = candidates(self.index, &walk.place);
        let near = names.iter().any(|name| super::nearest::is_near(text, name.split('(').next().unwrap_or_default()));
        // An element takes no POST, so that the name of an action is what was meant.
        let action = self.method == Some(Method::Post);
        if text.starts_with('$') || self.segment.arguments.is_some() || (word && (near || action)) {
            return Err(format!("`{text}` is not known at {}", walk.place.what.shown()));
        }
        walk.key(self.index, ty);
        Ok(())
    }

    fn at_values(&self, walk: &mut Walk<'a>) -> Result<(), String> {
        if self.segment.named("$count") {
            walk.part("$count", What::Count(None));
            return Ok(());
        }
        if self.bound(walk)? {
            return Ok(());
        }
        Err(format!("`{}` cannot follow {}", self.segment.text, walk.place.what.shown()))
    }

    fn at_object(&self, walk: &mut Walk<'a>) -> Result<(), String> {
        let (Some(ty), what) = (walk.place.what.structured(), walk.place.what) else { return Ok(()) };
        let entity = matches!(what, What::Entity(_));
        if entity && self.segment.named("$ref") {
            walk.part("$ref", if walk.place.by_key { What::ReferenceByKey } else { What::Reference });
        } else if entity && self.segment.named("$value") {
            if !has_stream(self.index, ty) {
                return Err(format!("{} has no stream", what.shown()));
            }
            walk.part("$value", What::Stream(None));
        } else if let Some(member) = self.member(&walk.place) {
            walk.member(self.index, member);
            self.arguments(walk)?;
        } else if let Some(cast) = self.cast(ty)? {
            walk.cast(self.index, cast);
        } else if !self.bound(walk)? {
            return Err(format!("`{}` is not in {}", self.segment.text, what.shown()));
        }
        Ok(())
    }

    fn member(&self, place: &Place<'a>) -> Option<Member<'a>> {
        let member = place.member_named(self.index, &self.segment.name).filter(|_| !self.segment.placeholder)?;
        match member {
            // Parentheses are a key of a collection, or else the arguments of a function of that name.
            Member::Navigation(navigation) if self.segment.arguments.is_none() || navigation.ty.collection => {
                Some(member)
            }
            Member::Property(_) if self.segment.arguments.is_none() => Some(member),
            _ => None,
        }
    }

    /// Finds the type that a cast names: the type itself or a descendant.
    fn cast(&self, ty: &TypeName) -> Result<Option<&'a TypeName>, String> {
        let Some(cast) = self.index.type_named(&self.segment.name).filter(|_| !self.segment.placeholder) else {
            return Ok(None);
        };
        if self.index.schema.types.is_a(cast, ty) {
            return Ok(Some(cast));
        }
        Err(format!("`{cast}` does not derive from `{ty}`"))
    }

    /// Takes the segment as the name of an action or function that is bound here, if there is one.
    fn bound(&self, walk: &mut Walk<'a>) -> Result<bool, String> {
        let callables = walk.place.callables(self.index);
        let qualified = self.segment.name.contains('.');
        let matching = |callable: &&Callable| {
            if !qualified {
                return self.segment.named(callable.name.short());
            }
            let name = callable.name.as_str();
            self.segment.named(name) || name.strip_prefix("microsoft.").is_some_and(|name| self.segment.named(name))
        };
        let found: Vec<_> = callables.into_iter().filter(matching).filter(|_| !self.segment.placeholder).collect();
        let Some(first) = found.first() else { return Ok(false) };
        // Of two with one short name, Graph's own namespace is meant.
        let namespace = found.iter().map(|one| one.name.namespace()).min().unwrap_or_default();
        let found: Vec<_> = found.iter().copied().filter(|one| one.name.namespace() == namespace).collect();
        let name = if qualified { first.name.as_str() } else { found.first().unwrap_or(first).name.short() };
        self.call(walk, name, &found)?;
        Ok(true)
    }

    /// Calls the overload that the arguments fit.
    fn call(&self, walk: &mut Walk<'a>, name: &str, overloads: &[&'a Callable]) -> Result<(), String> {
        let of = |kind| overloads.iter().copied().filter(move |callable| callable.kind == kind);
        let mut actions = of(CallableKind::Action);
        let mut functions = of(CallableKind::Function).peekable();
        let action = match self.method {
            Some(Method::Get) => functions.peek().is_none(),
            _ if self.segment.arguments.is_some() => functions.peek().is_none(),
            Some(_) => true,
            None => functions.peek().is_none(),
        };
        if action && let Some(action) = actions.next() {
            walk.call(self.index, name, action, &[]);
            return Ok(());
        }
        let functions: Vec<_> = functions.collect();
        let fitting = functions.iter().find_map(|function| Some((*function, self.given(function)?)));
        let (function, given) = fitting.ok_or_else(|| {
            let forms: Vec<_> = functions.iter().map(|function| format!("`{}`", signature(function))).collect();
            format!("the arguments of `{name}` are none of {}", forms.join(", "))
        })?;
        walk.call(self.index, name, function, &given);
        Ok(())
    }

    /// Returns the parameters that the arguments stand for, or `None` if they do not fit.
    fn given(&self, function: &'a Callable) -> Option<Vec<&'a Property>> {
        let parameters = &function.parameters;
        let arguments = self.segment.arguments.as_deref().unwrap_or_default();
        if arguments.is_empty() {
            let required = parameters.iter().filter(|parameter| !parameter.optional).map(|one| &one.property);
            return Some(required.collect());
        }
        if arguments.iter().all(|argument| argument.name.is_none()) {
            let fits = arguments.len() == parameters.len();
            return fits.then(|| parameters.iter().map(|parameter| &parameter.property).collect());
        }
        let written = |name: &str| {
            let mut names = arguments.iter().filter_map(|argument| argument.name.as_deref());
            names.any(|written| written.eq_ignore_ascii_case(name))
        };
        let given: Vec<_> =
            parameters.iter().filter(|one| written(&one.property.name)).map(|one| &one.property).collect();
        let complete = parameters.iter().all(|one| one.optional || written(&one.property.name));
        (complete && given.len() == arguments.len()).then_some(given)
    }

    /// Takes what stands in parentheses behind the name of a collection as a key.
    fn arguments(&self, walk: &mut Walk<'a>) -> Result<(), String> {
        let Some(arguments) = &self.segment.arguments else { return Ok(()) };
        let What::Entities(ty) = walk.place.what else {
            return Err(format!("`{}` takes no arguments", self.segment.name));
        };
        let names: Vec<_> = arguments.iter().filter_map(|argument| argument.name.as_deref()).collect();
        let key = self.index.schema.types.key(ty);
        let is_key =
            names.len() == key.len() && names.iter().all(|name| key.iter().any(|key| key.eq_ignore_ascii_case(name)));
        match arguments.as_slice() {
            [Argument { name: None, .. }] if key.len() <= 1 => walk.key(self.index, ty),
            _ if is_key => walk.key(self.index, ty),
            _ => {
                let parts = self.alternate_key(ty, &names).filter(|parts| parts.len() == arguments.len());
                let parts = parts.ok_or_else(|| {
                    format!("`{}` is no key of `{ty}`", names.first().copied().unwrap_or(&self.segment.text))
                })?;
                walk.alternate_key(ty, parts);
            }
        }
        Ok(())
    }

    /// Finds an alternate key by the names of its parts; any property will do where no key is stated.
    fn alternate_key(&self, ty: &TypeName, names: &[&str]) -> Option<Vec<(String, Option<&'a Property>)>> {
        let types = &self.index.schema.types;
        let stated: Vec<_> =
            types.lineage(ty).into_iter().flat_map(|one| &one.facts.details().alternate_keys).collect();
        let properties = types.properties(ty);
        let property = |name: &str| properties.iter().copied().find(|one| one.name.eq_ignore_ascii_case(name));
        let part = |name: &str| {
            let alias = stated.iter().copied().flatten().find(|part| part.alias.eq_ignore_ascii_case(name));
            match alias {
                Some(part) => Some((part.alias.clone(), property(&part.property))),
                None => property(name).map(|property| (property.name.clone(), Some(property))),
            }
        };
        names.iter().map(|name| part(name)).collect()
    }

    /// Takes the path in a drive or site that follows the segment.
    fn path(&self, walk: &mut Walk<'a>) -> Result<(), String> {
        let Some(closed) = self.segment.path else { return Ok(()) };
        let addressed = match walk.place.what {
            What::Entity(ty) => ["microsoft.graph.driveItem", "microsoft.graph.site"]
                .into_iter()
                .any(|known| self.index.schema.types.is_a(ty, &TypeName::new(known))),
            _ => false,
        };
        if !addressed {
            return Err(format!("a path with `:` cannot follow {}", walk.place.what.shown()));
        }
        walk.path(closed);
        Ok(())
    }
}

/// Returns whether an entity, or one of a type that derives from it, is a stream.
pub(super) fn has_stream(index: &Index<'_>, ty: &TypeName) -> bool {
    let types = &index.schema.types;
    let inherited = types.lineage(ty).into_iter().any(|structured| structured.has_stream);
    let of = |name: &&TypeName| types.structured(name).is_some_and(|structured: &Structured| structured.has_stream);
    inherited || index.descendants(ty).iter().any(of)
}
