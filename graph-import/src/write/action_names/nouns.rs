//! What the segments of a path name.

use super::singular;
use crate::{
    casing::words,
    description::{Body, Operation, Segment, TypeName},
};

/// A segment of a path that names something.
#[derive(Debug)]
pub(in crate::write) struct Noun {
    pub(in crate::write) name: String,
    /// The name of one of several: the singular, unless the type itself has the name of the collection, as
    /// `licenseDetails` has.
    pub(in crate::write) element: String,
    /// Whether a key follows, so that it is one of several.
    pub(in crate::write) has_key: bool,
    /// Whether `$value`, `$count` or `$ref` follows.
    pub(in crate::write) is_followed: bool,
}

impl Noun {
    /// Returns the words for what the segment addresses.
    pub(super) fn one(&self) -> Vec<String> {
        if self.has_key { words(&self.element) } else { words(&self.name) }
    }

    /// Returns the words for it in the name of something that belongs to it.
    pub(super) fn qualifier(&self) -> Vec<String> {
        if self.name == "me" { vec![String::from("my")] } else { self.one() }
    }
}

/// Returns the segments of the path that name something.
pub(in crate::write) fn nouns(operation: &Operation) -> Vec<Noun> {
    let mut nouns: Vec<Noun> = Vec::new();
    for segment in &operation.path.segments {
        match segment {
            Segment::Name(name) if name.starts_with('$') => {
                if let Some(noun) = nouns.last_mut() {
                    noun.is_followed = true;
                }
            }
            Segment::Name(name) => nouns.push(Noun::new(name, false)),
            Segment::Arguments { name, arguments } => {
                let is_key =
                    |index: &usize| operation.parameters.get(*index).is_some_and(|found| found.key_of.is_some());
                nouns.push(Noun::new(name, arguments.iter().any(|(_, index)| is_key(index))));
            }
            Segment::Key(index) => {
                if let Some(noun) = nouns.last_mut() {
                    noun.has_key = true;
                    noun.take_element(operation.parameters.get(*index).and_then(|found| found.key_of.as_ref()));
                }
            }
            Segment::Colon { name, .. } => {
                if !name.is_empty() {
                    nouns.push(Noun::new(name, true));
                }
            }
        }
    }
    if let (Some(last), Body::Object { ty, .. }) = (nouns.last_mut(), &operation.body) {
        last.take_element(Some(ty));
    }
    nouns
}

impl Noun {
    /// Names a segment; a cast or bound operation by its name without the namespace.
    fn new(segment: &str, has_key: bool) -> Self {
        let name = segment.rsplit('.').next().unwrap_or(segment).to_owned();
        Self { element: singular(&name), name, has_key, is_followed: false }
    }

    /// Takes the name of the type for one of several, if the collection has the same.
    fn take_element(&mut self, ty: Option<&TypeName>) {
        if ty.is_some_and(|ty| ty.short().eq_ignore_ascii_case(&self.name)) {
            self.element.clone_from(&self.name);
        }
    }
}
