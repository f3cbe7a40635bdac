//! Puts together what the parts of a page say.

use super::{
    Page, ReadError,
    blocks::{Block, Text},
    body::{self, About},
    examples::{self, Examples},
    front_matter::FrontMatter,
    headers,
    include::Includes,
    kind::{self, Clues},
    limits,
    names::folded,
    notes::Notes,
    nullability, path,
    path::Address,
    permissions,
    properties::one_line,
    query, request, response,
    sections::{Kind, Sections},
    type_words::{self, Told, What},
    types::Builder,
    words,
};
use crate::description::{
    Body, Deprecation, Evidence, Method, Operation, PathParameter, Permissions, QueryParameter, Source, SourceKind,
    TypeName, TypeRef, Verdict, Version,
};

/// Makes a page from its sections.
pub(super) fn page(
    name: &str,
    front_matter: FrontMatter,
    sections: &Sections,
    includes: &Includes<'_>,
) -> Result<Page, ReadError> {
    let source = Source { kind: SourceKind::Page, name: name.to_owned(), date: front_matter.date.clone() };
    let mut notes = Notes::new(source.clone());
    let examples = examples::collect(sections);
    let mut outside = Notes::new(source.clone());
    let requests = requests(name, sections, &examples, &mut outside)?;
    let permissions = permissions::read(sections, includes, &mut notes);
    let version = version(name, sections, &requests, &examples, &mut notes);
    let title = front_matter.title.or_else(|| sections.title.clone()).unwrap_or_else(|| stem(name).to_owned());
    let description = description(sections, front_matter.description.as_deref());
    let mut reader = Reader {
        sections,
        examples: &examples,
        version,
        permissions,
        description: description.clone(),
        stem: stem(name),
        translated: front_matter.locale.as_deref().is_some_and(|locale| !locale.starts_with("en")),
        types: Builder::new(sections, &examples, &namespace(sections)),
        shared: notes.evidence,
    };
    let mut operations: Vec<Operation> = requests
        .into_iter()
        .map(|(method, address)| reader.operation(method, address, Notes::new(source.clone())))
        .collect();
    let used = operations.iter().flat_map(types_of).collect::<Vec<_>>();
    let (types, undescribed) = reader.types.finish(used.into_iter());
    for name in undescribed {
        let evidence = Evidence {
            subject: format!("types.{}", name.short()),
            statement: format!("the page does not describe the type `{}`", name.short()),
            source: source.clone(),
            verdict: Verdict::Missing,
        };
        for operation in &mut operations {
            operation.evidence.push(evidence.clone());
        }
    }
    Ok(Page { source, title, description, locale: front_matter.locale, operations, types, evidence: outside.evidence })
}

/// Returns the requests of a page: those of its section, or else those of its examples. Each stands once.
fn requests(
    name: &str,
    sections: &Sections,
    examples: &Examples,
    notes: &mut Notes,
) -> Result<Vec<(Method, Address)>, ReadError> {
    let mut requests: Vec<(Method, Address)> = Vec::new();
    let mut failure = None;
    let mut take = |line: request::RequestLine<'_>, notes: &mut Notes| match path::read(line.target) {
        Ok(address) => {
            if requests.len() < limits::REQUESTS
                && !requests.iter().any(|(method, known)| *method == line.method && known.path == address.path)
            {
                requests.push((line.method, address));
            }
        }
        Err(reason) => {
            let request = format!("{} {}", line.method.as_str(), shortened(line.target));
            if failure.is_some() && notes.evidence.len() >= limits::REQUESTS {
                return;
            }
            notes.missing("path", format!("the path of `{request}` cannot be read: {reason}"));
            failure.get_or_insert(ReadError::Path { page: name.to_owned(), request, reason });
        }
    };
    for block in sections.blocks(Kind::HttpRequest) {
        match block {
            Block::Code { text, .. } => request::lines(text).for_each(|line| take(line, notes)),
            // Some pages put it into the text.
            Block::Paragraph { text, .. } => {
                let lines = text.plain.lines().chain(text.code.iter().map(String::as_str));
                lines
                    .filter_map(request::line)
                    .filter(|line| line.target.starts_with(['/', 'h']))
                    .for_each(|line| take(line, notes));
            }
            _ => {}
        }
    }
    if requests.is_empty() && failure.is_none() {
        for example in examples.requests.iter().take(limits::REQUESTS) {
            if let Ok(address) = path::read(&example.target)
                && !requests.iter().any(|(method, known)| *method == example.method && known.path == address.path)
            {
                requests.push((example.method, address));
            }
        }
        if !requests.is_empty() {
            notes.inferred("path", "the page has no section about the request; the path is that of the example");
        }
    }
    match (requests.is_empty(), failure) {
        (false, _) => Ok(requests),
        (true, Some(failure)) => Err(failure),
        (true, None) => Err(ReadError::NoRequest { page: name.to_owned() }),
    }
}

/// Returns the version: that of an address, of the page's folder, or of the examples.
fn version(
    name: &str,
    sections: &Sections,
    requests: &[(Method, Address)],
    examples: &Examples,
    notes: &mut Notes,
) -> Version {
    let folder = name.split(['/', '\\', '?', '&']).find_map(|part| match part.to_ascii_lowercase().as_str() {
        "beta" | "view=graph-rest-beta" => Some(Version::Beta),
        "v1.0" | "view=graph-rest-1.0" => Some(Version::V1_0),
        _ => None,
    });
    let stated = requests.iter().find_map(|(_, address)| address.version);
    if let Some(version) = folder.or(stated) {
        return version;
    }
    let shown = examples.requests.iter().find_map(|example| path::read(&example.target).ok()?.version);
    let warned = || {
        let warns = |text: &Text| {
            text.include().is_some_and(|target| target.contains("beta-disclaimer"))
                || text.plain.to_lowercase().contains("/beta")
        };
        sections.paragraphs(Kind::Introduction).any(warns).then_some(Version::Beta)
    };
    shown.or_else(warned).unwrap_or_else(|| {
        notes.inferred("version", "the page does not tell the version; v1.0 was taken");
        Version::V1_0
    })
}

struct Reader<'p> {
    sections: &'p Sections,
    examples: &'p Examples,
    version: Version,
    permissions: Permissions,
    description: Option<String>,
    stem: &'p str,
    translated: bool,
    types: Builder,
    shared: Vec<Evidence>,
}

impl Reader<'_> {
    fn operation(&mut self, method: Method, mut address: Address, mut notes: Notes) -> Operation {
        let (sections, examples) = (self.sections, self.examples);
        for (written, read) in &address.repairs {
            notes.repaired("path", format!("it was read as {read}"), written);
        }
        let heading = sections.anchor.as_deref().or(sections.title.as_deref()).unwrap_or("");
        let response = response::read(sections, examples, (method, &address.path), &mut self.types, &mut notes);
        let kind = kind::tell(method, &address.path, &response, Clues { stem: self.stem, heading });
        let about = About { stem: self.stem, translated: self.translated };
        let mut body = body::read(sections, examples, (method, kind), &response, about, &mut self.types, &mut notes);
        nullability::infer(&mut body, (method, &address.path), examples, &self.types, &mut notes);
        describe(&mut address, sections, method);
        let query_options = query::options(sections, kind, &mut notes);
        let mut query = address.query;
        for parameter in query::parameters(sections, query_options) {
            match query.iter_mut().find(|known| known.name == parameter.name) {
                // What the path shows has to be sent.
                Some(known) => *known = QueryParameter { required: true, ..parameter },
                None => query.push(parameter),
            }
        }
        let mut evidence = self.shared.clone();
        evidence.append(&mut notes.evidence);
        Operation {
            method,
            path: address.path,
            versions: vec![self.version],
            kind,
            parameters: address.parameters,
            query_options,
            query,
            headers: headers::read(sections),
            body,
            response,
            permissions: self.permissions.clone(),
            description: self.description.clone(),
            deprecation: is_deprecated(sections).then(Deprecation::default),
            docs: Some(docs(self.stem, self.version)),
            evidence,
        }
    }
}

/// Takes types and descriptions of path parameters from their table.
fn describe(address: &mut Address, sections: &Sections, method: Method) {
    // Pages about functions list their arguments as if they were in a body.
    let in_body = (method == Method::Get).then_some(Kind::Body);
    let tables = [Some(Kind::PathParameters), in_body].into_iter().flatten();
    for row in tables.flat_map(|kind| sections.rows(kind)) {
        let Some((name, rest)) = row.split_first() else { continue };
        let wanted = folded(&name.plain);
        let is_meant = |(parameter, written): (&PathParameter, &String)| {
            folded(written) == wanted || folded(&parameter.name) == wanted
        };
        let mut pairs = address.parameters.iter().zip(&address.written);
        let Some(index) = pairs.position(is_meant) else { continue };
        let parameter = &mut address.parameters[index];
        if let Some(Told { what: What::Primitive(primitive), collection: false, .. }) =
            rest.first().and_then(type_words::read)
            && parameter.key_of.is_none()
            && parameter.quoted == (primitive == "String")
        {
            parameter.ty = TypeRef::one(TypeName::new(format!("Edm.{primitive}")));
        }
        let text = rest.last().map(|cell| one_line(&cell.plain)).unwrap_or_default();
        parameter.description =
            (rest.len() > 1 && !text.is_empty() && !words::says_undocumented(&text)).then_some(text);
    }
}

/// Returns the first sentence or two about the operation, or the description of the front matter.
fn description(sections: &Sections, front_matter: Option<&str>) -> Option<String> {
    let introduction = sections.blocks(Kind::Introduction).find_map(|block| match block {
        Block::Paragraph { text, quoted: false } if text.include().is_none() && named_namespace(text).is_none() => {
            Some(one_line(&text.plain))
        }
        _ => None,
    });
    introduction
        .or_else(|| front_matter.map(one_line))
        .filter(|text| !text.is_empty() && !words::says_undocumented(text))
}

/// Returns the namespace of the page's types: `Namespace: microsoft.graph`.
fn namespace(sections: &Sections) -> String {
    let stated = sections.paragraphs(Kind::Introduction).find_map(named_namespace);
    stated.unwrap_or("microsoft.graph").to_owned()
}

fn named_namespace(text: &Text) -> Option<&str> {
    let start = text.plain.find("microsoft.graph")?;
    let is_alone = text.plain.split_whitespace().count() <= 4 && text.links.is_empty();
    let namespace = text.plain[start..].split_whitespace().next()?;
    let namespace = namespace.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let is_namespace = namespace.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    (is_alone && is_namespace).then_some(namespace)
}

fn is_deprecated(sections: &Sections) -> bool {
    let includes = sections.paragraphs(Kind::Introduction).filter_map(Text::include);
    let mut names = includes.map(|target| target.rsplit('/').next().unwrap_or(target).to_lowercase());
    names.any(|name| name.contains("deprecat"))
}

fn types_of(operation: &Operation) -> Vec<TypeName> {
    let body = match &operation.body {
        Body::Object { ty, .. } => Some(ty.clone()),
        _ => None,
    };
    let properties = operation.body.properties().iter().map(|property| property.ty.name.clone());
    properties.chain(body).chain(operation.response.type_name().cloned()).collect()
}

fn docs(stem: &str, version: Version) -> String {
    let view = if version == Version::Beta { "beta" } else { "1.0" };
    format!("https://learn.microsoft.com/graph/api/{}?view=graph-rest-{view}", stem.to_lowercase())
}

/// Returns the name of a page's file without its ending.
fn stem(name: &str) -> &str {
    let name = name.split(['?', '#']).next().unwrap_or(name);
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.strip_suffix(".md").unwrap_or(file)
}

fn shortened(text: &str) -> String {
    const MOST: usize = 120;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
