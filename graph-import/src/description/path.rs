//! Paths of operations.

use super::{TypeName, TypeRef};

/// A path: its segments from the root.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct PathTemplate {
    /// The segments.
    pub segments: Vec<Segment>,
}

/// A segment of a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Segment {
    /// A name of an entity set, a singleton, a property, an action without parameters in the path, a type cast
    /// (`microsoft.graph.user`), `$count`, `$ref`, `$value`.
    Name(String),
    /// The key of an element: the index of the parameter in [`Operation::parameters`](super::Operation::parameters).
    Key(usize),
    /// A function or an alternate key with arguments in parentheses: `getEmailActivityCounts(period='…')`, or
    /// `users(userPrincipalName='…')`.
    Arguments {
        /// The name before the parentheses.
        name: String,
        /// The arguments: name, and index of the parameter in [`Operation::parameters`](super::Operation::parameters). Parentheses without arguments
        /// stay.
        arguments: Vec<(String, usize)>,
    },
    /// A path in a drive: `root:/{path}:`, with the text before and after it. The parameter keeps its slashes.
    Colon {
        /// The name before the colon: `root`, or the empty text behind a key.
        name: String,
        /// The index of the parameter in [`Operation::parameters`](super::Operation::parameters).
        parameter: usize,
        /// Whether a colon ends it, since a path follows.
        closed: bool,
    },
}

/// A parameter in the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathParameter {
    /// The name of its field in a declaration, in snake case: `id`, `setting_id`, `period`.
    pub name: String,
    /// The type.
    pub ty: TypeRef,
    /// What the key belongs to, `microsoft.graph.depOnboardingSetting`; `None` for an argument.
    pub key_of: Option<TypeName>,
    /// Whether the value stands in quotes in the path.
    pub quoted: bool,
    /// The description.
    pub description: Option<String>,
}

impl PathTemplate {
    /// Returns the path as a declaration writes it, with placeholders in angle brackets:
    /// `/reports/getEmailActivityCounts(period='<period>')`.
    #[must_use]
    pub fn route(&self, parameters: &[PathParameter]) -> String {
        self.write(parameters, |name| format!("<{name}>"), "..")
    }

    /// Returns the path as Microsoft's documentation writes it, with placeholders in braces.
    #[must_use]
    pub fn shown(&self, parameters: &[PathParameter]) -> String {
        self.write(parameters, |name| format!("{{{name}}}"), "")
    }

    fn write(&self, parameters: &[PathParameter], placeholder: impl Fn(&str) -> String, rest: &str) -> String {
        let parameter = |index: usize| {
            parameters.get(index).map_or(("id", false, false), |parameter| {
                (parameter.name.as_str(), parameter.quoted, parameter.ty.collection)
            })
        };
        write(&self.segments, parameter, placeholder, rest)
    }
}

/// Writes a path as Microsoft's documentation does, with the name of each parameter, and whether its value is in quotes
/// and a collection.
pub(crate) fn shown<'n>(segments: &[Segment], parameter: impl Fn(usize) -> (&'n str, bool, bool)) -> String {
    write(segments, parameter, |name| format!("{{{name}}}"), "")
}

fn write<'n>(
    segments: &[Segment],
    parameter: impl Fn(usize) -> (&'n str, bool, bool),
    placeholder: impl Fn(&str) -> String,
    rest: &str,
) -> String {
    let argument = |(argument, index): &(String, usize)| {
        let (name, is_quoted, is_collection) = parameter(*index);
        let quote = if is_quoted { "'" } else { "" };
        let (open, close) = if is_collection { ("[", "]") } else { ("", "") };
        format!("{argument}={open}{quote}{}{quote}{close}", placeholder(name))
    };
    let mut path = String::new();
    for segment in segments {
        // Behind a key, the colon belongs to the same segment.
        if !matches!(segment, Segment::Colon { name, .. } if name.is_empty()) {
            path.push('/');
        }
        match segment {
            Segment::Name(name) => path.push_str(name),
            Segment::Key(index) => path.push_str(&placeholder(parameter(*index).0)),
            Segment::Arguments { name, arguments } => {
                let arguments: Vec<_> = arguments.iter().map(argument).collect();
                path.extend([name.as_str(), "(", &arguments.join(","), ")"]);
            }
            Segment::Colon { name: before, parameter: index, closed } => {
                let inner = placeholder(&format!("{}{rest}", parameter(*index).0));
                path.extend([before.as_str(), ":/", &inner, if *closed { ":" } else { "" }]);
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(name: &str, quoted: bool) -> PathParameter {
        PathParameter {
            name: name.into(),
            ty: TypeRef::one(TypeName::new("Edm.String")),
            key_of: None,
            quoted,
            description: None,
        }
    }

    #[test]
    fn a_path_is_written_for_declarations_and_for_people() {
        let parameters = [parameter("drive_id", false), parameter("path", false), parameter("period", true)];
        let path = PathTemplate {
            segments: vec![
                Segment::Name("drives".into()),
                Segment::Key(0),
                Segment::Colon { name: "root".into(), parameter: 1, closed: true },
                Segment::Arguments { name: "get".into(), arguments: vec![("period".into(), 2)] },
                Segment::Arguments { name: "delta".into(), arguments: vec![] },
            ],
        };
        assert_eq!(path.route(&parameters), "/drives/<drive_id>/root:/<path..>:/get(period='<period>')/delta()");
        assert_eq!(path.shown(&parameters), "/drives/{drive_id}/root:/{path}:/get(period='{period}')/delta()");
    }

    #[test]
    fn a_colon_behind_a_key_is_in_its_segment() {
        let parameters = [parameter("item_id", false), parameter("path", false)];
        let path = PathTemplate {
            segments: vec![
                Segment::Name("items".into()),
                Segment::Key(0),
                Segment::Colon { name: String::new(), parameter: 1, closed: false },
            ],
        };
        assert_eq!(path.route(&parameters), "/items/<item_id>:/<path..>");
    }
}
