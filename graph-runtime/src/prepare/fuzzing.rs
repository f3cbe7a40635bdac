//! Encoding of paths, for the fuzz targets of this workspace.

use super::path;
use crate::metadata::path_template::{ParameterPosition, Parts, PathParameter, PathTemplate};

/// Returns the parameters of a template, from left to right.
#[must_use]
pub fn parameters(template: &'static str) -> Vec<PathParameter> {
    PathTemplate::declare(template).parameters().collect()
}

/// Returns the path in which this value replaces every parameter, twice if that is a list, or `None` if the value cannot
/// be in one of the positions.
#[must_use]
pub fn encoded_path(template: &'static str, value: &str) -> Option<String> {
    let mut path = String::new();
    let mut parts = Parts::new(PathTemplate::declare(template));
    while let Some((literal, parameter)) = parts.next() {
        path.push_str(literal);
        let Some(PathParameter { position, .. }) = parameter else { continue };
        let write = |path: &mut String| path::write(path, position, &|out| out.write_str(value));
        write(&mut path).ok()?;
        let separator = match position {
            ParameterPosition::QuotedList => "','",
            ParameterPosition::BareList => ",",
            _ => continue,
        };
        path.push_str(separator);
        write(&mut path).ok()?;
    }
    Some(path)
}
