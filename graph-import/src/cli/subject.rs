//! From what is named on the command line to operations.

use std::{borrow::Cow, path::Path};

use graph_import::{
    description::{Evidence, Method, Operation, Schema, Source, TypeName, Types, Version},
    input::{self, Library},
    page::{self, Includes, Language},
    resolve::{Request, Resolver, types_apart},
    search,
    write::ItemKind,
};

use super::{failure::Failure, writing::WritingOptions};

/// Operations, and the types that they need.
pub(crate) struct Subject<'l> {
    pub(crate) operations: Vec<Operation>,
    pub(crate) types: Cow<'l, Types>,
    /// The descriptions that state the operations and types.
    pub(crate) described: Vec<&'l Schema>,
    /// The pages that were read.
    pub(crate) pages: Vec<Source>,
    /// The descriptions of other versions.
    pub(crate) others: Vec<&'l Schema>,
    /// What was found wrong with a page beside its operations.
    pub(crate) evidence: Vec<Evidence>,
    /// Remarks for the author.
    pub(crate) remarks: Vec<String>,
}

/// Joins a method that was written as an argument of its own with the path behind it: `GET /users` for `GET` `/users`.
pub(crate) fn names(arguments: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut method = None;
    for argument in arguments {
        match method.take() {
            Some(method) => names.push(format!("{method} {argument}")),
            None if Method::find(&argument.to_uppercase()).is_some() => method = Some(argument),
            None => names.push(argument.clone()),
        }
    }
    names.extend(method.cloned());
    names
}

impl<'l> Subject<'l> {
    /// Finds all that is named: pages, and operations in the descriptions.
    pub(crate) fn of(names: &[String], options: &WritingOptions, library: &'l Library) -> Result<Self, Failure> {
        let (pages, names): (Vec<_>, Vec<_>) = names.iter().cloned().partition(|name| is_page(name));
        let mut subjects = Vec::new();
        for page in pages {
            subjects.push(of_page(&page, options.operation, options.language(), library)?);
        }
        if !names.is_empty() {
            subjects.push(of_names(&names, options.api_version, library)?);
        }
        let mut subjects = subjects.into_iter();
        let first = subjects.next().ok_or_else(|| Failure::new("no operation is named, and none has such a path"))?;
        Ok(subjects.fold(first, Self::and))
    }

    /// Says what other versions have otherwise in the types that are written.
    pub(crate) fn types_apart<'i>(&self, items: impl IntoIterator<Item = (ItemKind, &'i str)>) -> Vec<Evidence> {
        let types = items.into_iter().filter(|(kind, _)| *kind != ItemKind::Action);
        let names: Vec<_> = types.map(|(_, of)| TypeName::new(of)).collect();
        self.others.iter().flat_map(|other| types_apart(&names, &self.types, other)).collect()
    }

    fn and(mut self, mut other: Self) -> Self {
        self.operations.append(&mut other.operations);
        self.evidence.append(&mut other.evidence);
        self.remarks.append(&mut other.remarks);
        self.described.append(&mut other.described);
        self.pages.append(&mut other.pages);
        // The types are of several versions now.
        self.others.clear();
        self.types = Cow::Owned(Types::new(self.types.iter().chain(other.types.iter()).cloned()));
        self
    }
}

/// Opens the descriptions for as long as the process runs: it ends with the command, and sooner without freeing them.
pub(crate) fn open(sources: &input::Options) -> Result<&'static Library, Failure> {
    Ok(Box::leak(Box::new(Library::open(sources)?)))
}

/// Returns the names of all operations whose path has the form of a pattern.
pub(crate) fn matching(pattern: &str, version: Option<Version>, library: &Library) -> Result<Vec<String>, Failure> {
    let schemas = library.schemas()?;
    let versions: Vec<_> = library.versions().filter(|known| version.is_none_or(|version| version == *known)).collect();
    let found = search::matching(&Resolver::new(schemas.iter().copied()), &versions, pattern);
    if found.is_empty() {
        return Err(Failure::new(format!("--all {pattern}: no operation has such a path")));
    }
    let name =
        |(version, method, path): (Version, Method, String)| format!("{} /{}{path}", method.as_str(), version.as_str());
    Ok(found.into_iter().map(name).collect())
}

/// Returns whether a name is that of a page of the reference, and not of an operation.
pub(crate) fn is_page(name: &str) -> bool {
    let path = Path::new(name);
    let has_ending = |ending: &str| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending));
    has_ending("md") || ((has_ending("xz") || has_ending("gz")) && path.is_file())
}

/// Reads a page, and combines it with the descriptions that there are.
pub(crate) fn of_page<'l>(
    name: &str,
    number: Option<usize>,
    language: Language,
    library: &'l Library,
) -> Result<Subject<'l>, Failure> {
    let path = Path::new(name);
    let text = String::from_utf8(input::read(path)?).map_err(|_| Failure::new(format!("{name}: is not UTF-8 text")))?;
    let page =
        page::read(&text, name, &Includes::beside(path), language).map_err(|error| Failure::new(error.to_string()))?;
    library.read_ahead();
    let schemas = library.versions().map(|version| library.schema(version)).filter_map(Result::transpose);
    let schemas = schemas.collect::<Result<Vec<_>, _>>()?;
    let mut page = page::combine(page, &schemas, library.permissions()?);
    let version = page.operations.first().and_then(|operation| operation.versions.first().copied());
    let (described, others) = schemas.into_iter().partition(|schema| Some(schema.version) == version);
    if let Some(number) = number {
        let count = page.operations.len();
        if number == 0 || number > count {
            let message = format!("{name}: there is no operation {number}; the page has {}", operations(count));
            return Err(Failure::new(message));
        }
        page.operations = vec![page.operations.swap_remove(number - 1)];
    }
    Ok(Subject {
        operations: page.operations,
        types: Cow::Owned(page.types),
        described,
        others,
        pages: vec![page.source],
        evidence: page.evidence,
        remarks: Vec::new(),
    })
}

/// Finds operations in the descriptions; one without a method stands for all at its path.
pub(crate) fn of_names<'l>(
    names: &[String],
    version: Option<Version>,
    library: &'l Library,
) -> Result<Subject<'l>, Failure> {
    // A mistake in the name is told before anything is read.
    let requests = names.iter().map(|name| Request::parse(name)).collect::<Result<Vec<_>, _>>().map_err(not_found)?;
    library.read_ahead();
    let schemas = library.schemas()?;
    let resolver = Resolver::new(schemas.iter().copied());
    let mut operations: Vec<Operation> = Vec::new();
    for mut request in requests {
        request.version = version.or(request.version);
        let found = match request.method {
            Some(_) => resolver.resolve(&request).map(|operation| vec![operation]),
            None => resolver.resolve_path(&request),
        };
        for operation in found.map_err(not_found)? {
            if !operations.iter().any(|known| known.title() == operation.title()) {
                operations.push(operation);
            }
        }
    }
    complete(&mut operations, library)?;
    let (types, remarks) = types(&operations, library)?;
    let (described, others): (Vec<_>, Vec<_>) =
        schemas.into_iter().partition(|schema| operations.iter().any(|found| found.versions[0] == schema.version));
    Ok(Subject { operations, types, described, pages: Vec::new(), others, evidence: Vec::new(), remarks })
}

/// Adds the permissions, as far as they are known.
pub(crate) fn complete(operations: &mut [Operation], library: &Library) -> Result<(), Failure> {
    if let Some(permissions) = library.permissions()? {
        for operation in operations {
            permissions.complete(operation);
        }
    }
    Ok(())
}

/// Returns the types of the version that the operations are of. Those of beta are more, and serve for both versions.
fn types<'l>(operations: &[Operation], library: &'l Library) -> Result<(Cow<'l, Types>, Vec<String>), Failure> {
    let mut versions: Vec<_> = operations.iter().filter_map(|operation| operation.versions.first().copied()).collect();
    versions.sort();
    versions.dedup();
    let remark =
        (versions.len() > 1).then(|| "the operations are of both versions; their types are those of beta".into());
    let types = versions.last().map(|version| library.schema(*version)).transpose()?.flatten();
    let types = types.map(|schema| Cow::Borrowed(&schema.types)).unwrap_or_default();
    Ok((types, remark.into_iter().collect()))
}

fn operations(count: usize) -> String {
    if count == 1 { "one".into() } else { format!("{count}, numbered from 1") }
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn not_found(error: graph_import::resolve::ResolveError) -> Failure {
    Failure::new(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(arguments: &[&str]) -> Vec<String> {
        names(&arguments.iter().map(|&argument| argument.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn a_method_belongs_to_the_path_behind_it() {
        assert_eq!(joined(&["GET", "/users", "/me"]), ["GET /users", "/me"]);
        assert_eq!(joined(&["get /users", "post", "/users"]), ["get /users", "post /users"]);
        assert_eq!(joined(&["GET"]), ["GET"]);
    }

    #[test]
    fn pages_are_told_from_operations_by_their_ending() {
        assert!(is_page("api/user-get.md") && is_page("USER-GET.MD"));
        assert!(!is_page("GET /users") && !is_page("/users/file.xz"));
    }
}
