//! Paths and addresses as pages write them.

use super::{names::snake_case, parameter_names::parameter_names};
use crate::description::{PathParameter, PathTemplate, QueryParameter, Segment, TypeName, TypeRef, Version};

/// The largest number of segments that is read. The longest path of the reference has 24.
const MAXIMUM_SEGMENTS: usize = 100;

/// A path or address in its parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Address {
    /// The path.
    pub(super) path: PathTemplate,
    /// The parameters in it.
    pub(super) parameters: Vec<PathParameter>,
    /// The placeholders as they are written, one for each parameter.
    pub(super) written: Vec<String>,
    /// The query parameters that are not OData's.
    pub(super) query: Vec<QueryParameter>,
    /// The version, if it is an address.
    pub(super) version: Option<Version>,
    /// What was repaired: what is written, and what it was read as.
    pub(super) repairs: Vec<(String, String)>,
}

/// Reads a path, `/users/{id | userPrincipalName}`, or an address, `https://graph.microsoft.com/beta/users`.
///
/// The error is the reason in words.
pub(super) fn read(written: &str) -> Result<Address, String> {
    let (version, path) = without_host(written)?;
    let (path, query) = split_once_outside(path, '?').unwrap_or((path, ""));
    let mut reader = Reader::default();
    for segment in split_outside(path.trim_matches('/'), '/') {
        if reader.segments.len() == MAXIMUM_SEGMENTS {
            return Err(format!("it has more than {MAXIMUM_SEGMENTS} segments"));
        }
        reader.segment(segment.trim())?;
    }
    reader.end_colon(false);
    if reader.parameters.len() > MAXIMUM_SEGMENTS {
        return Err(format!("it has more than {MAXIMUM_SEGMENTS} parameters"));
    }
    if reader.segments.is_empty() {
        return Err("it has no segment".into());
    }
    let mut address = Address {
        path: PathTemplate { segments: reader.segments },
        parameters: reader.parameters,
        written: reader.written,
        query: split_outside(query, '&').filter_map(query_parameter).collect(),
        version,
        repairs: reader.repairs,
    };
    parameter_names(&mut address);
    Ok(address)
}

fn without_host(written: &str) -> Result<(Option<Version>, &str), String> {
    let path = match written.find("://") {
        Some(scheme) if written[..scheme].eq_ignore_ascii_case("https") => {
            let host = &written[scheme + 3..];
            host.find('/').map(|start| &host[start..]).ok_or("it has no path behind the host")?
        }
        _ => written.trim_start_matches('~'),
    };
    let path = path.trim_start_matches('/');
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    Ok(match first.to_ascii_lowercase().as_str() {
        "beta" => (Some(Version::Beta), rest),
        "v1.0" => (Some(Version::V1_0), rest),
        "{version}" | "{api-version}" => (None, rest),
        _ => (None, path),
    })
}

#[derive(Default)]
struct Reader {
    segments: Vec<Segment>,
    parameters: Vec<PathParameter>,
    written: Vec<String>,
    repairs: Vec<(String, String)>,
    /// The path in a drive that is being read: the name before the colon, and the segments after it.
    colon: Option<(String, Vec<String>)>,
}

impl Reader {
    fn segment(&mut self, segment: &str) -> Result<(), String> {
        if let Some((_, inner)) = &mut self.colon {
            match segment.strip_suffix(':') {
                Some(last) => {
                    inner.push(last.to_owned());
                    self.end_colon(true);
                }
                None => inner.push(segment.to_owned()),
            }
            return Ok(());
        }
        if let Some(name) = segment.strip_suffix(':') {
            let name = match placeholder(name) {
                Some(key) => {
                    self.key(key);
                    String::new()
                }
                None => checked(name)?.to_owned(),
            };
            self.colon = Some((name, Vec::new()));
            return Ok(());
        }
        if let Some(key) = placeholder(segment) {
            self.key(key);
            return Ok(());
        }
        if is_guid(segment) {
            self.repairs.push((segment.to_owned(), "a placeholder".into()));
            self.key("id");
            return Ok(());
        }
        if let Some((name, arguments)) = call(segment) {
            return self.call(segment, name, arguments);
        }
        if let Some((argument, value)) = split_once_outside(segment, '=') {
            return self.alternate_key(segment, argument, value);
        }
        if segment.contains(['{', '<']) {
            // A text around a placeholder is a part of the key: `{id}.json`.
            self.repairs.push((segment.to_owned(), "one placeholder".into()));
            self.key(segment);
            return Ok(());
        }
        self.segments.push(Segment::Name(checked(segment)?.to_owned()));
        Ok(())
    }

    fn key(&mut self, written: &str) {
        self.segments.push(Segment::Key(self.parameters.len()));
        self.parameter(written, written, false);
    }

    /// `getEmailActivityCounts(period='{period_value}')`, `range(<address>)`, `users('{id}')`.
    fn call(&mut self, segment: &str, name: &str, arguments: &str) -> Result<(), String> {
        let name = checked(name)?.to_owned();
        let mut read = Vec::new();
        for argument in split_outside(arguments, ',').map(str::trim).filter(|argument| !argument.is_empty()) {
            let named = split_once_outside(argument, '=');
            let value = named.map_or(argument, |(_, value)| value.trim());
            let written = value.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '.');
            // A literal of an enumeration is written with its type, `microsoft.graph.timeZoneStandard'{format}'`, which
            // Graph does not need.
            let has_type = written.starts_with('\'') && written.len() < value.len();
            let value = if has_type { written } else { value };
            let quoted = value.starts_with(['\'', '"']);
            let inner = placeholder(value).unwrap_or_else(|| value.trim_matches(['\'', '"']));
            if has_type {
                self.repairs.push((argument.to_owned(), "an argument without its type".into()));
            }
            let Some((argument, _)) = named else {
                // A key in parentheses belongs to a collection, whose name is a plural.
                if name.ends_with('s') && placeholder(value).is_some() {
                    self.segments.push(Segment::Name(name));
                    self.key(inner);
                    return Ok(());
                }
                self.repairs.push((segment.to_owned(), format!("an argument with the name `{}`", snake_case(inner))));
                let argument = checked(inner)?.to_owned();
                read.push((argument, self.parameters.len()));
                self.parameter(inner, inner, true);
                continue;
            };
            let argument = checked(argument.trim())?.trim_start_matches('@').to_owned();
            read.push((argument.clone(), self.parameters.len()));
            self.parameter(&argument, inner, quoted);
        }
        self.segments.push(Segment::Arguments { name, arguments: read });
        Ok(())
    }

    /// `directoryRoles/roleTemplateId={roleTemplateId}`, which has to be written in parentheses.
    fn alternate_key(&mut self, segment: &str, argument: &str, value: &str) -> Result<(), String> {
        let argument = checked(argument)?.to_owned();
        let Some(Segment::Name(name)) = self.segments.pop() else {
            return Err(format!("`{segment}` does not stand behind a collection"));
        };
        self.repairs.push((segment.to_owned(), format!("the key `{argument}` of `{name}`")));
        self.segments.push(Segment::Arguments { name, arguments: vec![(argument.clone(), self.parameters.len())] });
        self.parameter(&argument, placeholder(value).unwrap_or(value), true);
        Ok(())
    }

    fn end_colon(&mut self, closed: bool) {
        let Some((name, inner)) = self.colon.take() else { return };
        let written = match inner.as_slice() {
            [only] => placeholder(only).unwrap_or("path").to_owned(),
            _ => "path".into(),
        };
        self.segments.push(Segment::Colon { name, parameter: self.parameters.len(), closed });
        self.parameter("path", &written, false);
    }

    fn parameter(&mut self, name: &str, written: &str, quoted: bool) {
        self.written.push(written.to_owned());
        self.parameters.push(PathParameter {
            name: snake_case(name),
            ty: TypeRef::one(TypeName::new("Edm.String")),
            key_of: None,
            quoted,
            description: None,
        });
    }
}

/// Returns what stands in a placeholder: `{id}`, `<id>`, `'{id}'`, `:id`.
fn placeholder(segment: &str) -> Option<&str> {
    let inner = segment.trim_matches(['\'', '"']);
    let inner = match (inner.strip_prefix('{'), inner.strip_prefix('<')) {
        (Some(inner), _) => inner.strip_suffix('}'),
        (_, Some(inner)) => inner.strip_suffix('>'),
        _ => inner.strip_prefix(':').filter(|name| !name.is_empty()),
    }?;
    let inner = inner.trim();
    (!inner.contains(['{', '}', '<', '>'])).then_some(inner)
}

/// Returns whether a segment is the ID of an object: `acdefc6b-2dc6-4e71-b1e9-6d9810ab1793`.
fn is_guid(segment: &str) -> bool {
    segment.len() == 36
        && segment
            .char_indices()
            .all(|(at, c)| if matches!(at, 8 | 13 | 18 | 23) { c == '-' } else { c.is_ascii_hexdigit() })
}

/// Splits `name(arguments)`.
fn call(segment: &str) -> Option<(&str, &str)> {
    let (name, rest) = segment.split_once('(')?;
    let arguments = rest.strip_suffix(')')?;
    (!name.contains(['{', '<'])).then_some((name, arguments))
}

/// Reads `start={start-value}`. OData's own options have a place of their own.
fn query_parameter(written: &str) -> Option<QueryParameter> {
    let (name, _) = written.split_once('=').unwrap_or((written, ""));
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    is_name.then(|| QueryParameter {
        name: name.to_owned(),
        ty: TypeRef::one(TypeName::new("Edm.String")),
        required: true,
        description: None,
    })
}

fn checked(name: &str) -> Result<&str, String> {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '$' | '.' | '-' | '_' | '@' | '~' | '!' | ',' | '+');
    if !name.is_empty() && name.chars().all(is_plain) {
        Ok(name)
    } else if name.is_empty() {
        Err("a segment is empty".into())
    } else {
        Err(format!("`{}` is not a segment of a path", name.chars().take(60).collect::<String>()))
    }
}

/// Splits at a character outside braces, parentheses and quotes.
fn split_outside(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut rest = Some(text).filter(|text| !text.is_empty());
    std::iter::from_fn(move || {
        let text = rest?;
        let (part, after) = match split_once_outside(text, separator) {
            Some((part, after)) => (part, Some(after)),
            None => (text, None),
        };
        rest = after;
        Some(part)
    })
}

fn split_once_outside(text: &str, separator: char) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let mut quoted = false;
    for (index, c) in text.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            '{' | '(' | '<' if !quoted => depth += 1,
            '}' | ')' | '>' if !quoted => depth = depth.saturating_sub(1),
            c if c == separator && depth == 0 && !quoted => {
                return Some((&text[..index], &text[index + c.len_utf8()..]));
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests;
