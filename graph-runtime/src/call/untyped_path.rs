//! The path of an undeclared operation, with placeholders.

use crate::{metadata::path_template::Parts, prepare::path};

/// Replaces the placeholders `<name>` of a path by the values of parameters, encoded for their positions as in a
/// declaration. Returns the reason if that is not possible.
pub(super) fn filled(template: &str, parameters: &[(String, String)]) -> Result<String, String> {
    let mut filled = String::with_capacity(template.len());
    let mut parts = Parts::of(template);
    let mut used = vec![false; parameters.len()];
    while let Some((literal, placeholder)) = parts.next_placeholder() {
        filled.push_str(literal);
        let Some((name, position)) = placeholder else { continue };
        let Some(place) = parameters.iter().position(|(given, _)| given == name) else {
            return Err(format!("the placeholder `<{name}>` has no value: set it with `.parameter({name:?}, …)`"));
        };
        used[place] = true;
        let value = &parameters[place].1;
        path::write(&mut filled, position, &|out| out.write_str(value))
            .map_err(|invalid| format!("the parameter `{name}` {}", invalid.predicate(position)))?;
    }
    match used.iter().position(|used| !used) {
        Some(place) => Err(format!("the path has no placeholder `<{}>`", parameters[place].0)),
        None => Ok(filled),
    }
}

/// Whether each `<` of a path begins a placeholder with a name.
pub(super) fn has_valid_placeholders(path: &str) -> bool {
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('<') {
        let Some((name, after)) = after.split_once('>') else { return false };
        let name = name.strip_suffix("..").unwrap_or(name);
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        if !is_name || before.contains('>') {
            return false;
        }
        rest = after;
    }
    !rest.contains('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_a_name_in_angle_brackets() {
        for path in ["/users", "/users/<id>", "/users/<user-id>/items/<id_2>", "/root:/<path..>:/content"] {
            assert!(has_valid_placeholders(path), "{path}");
        }
        for path in ["/<", "/>", "/<>", "/<..>", "/<a", "/a>", "/<a<b>>", "/<a b>", "/<a/b>", "/<a>>", "/<a%3E>"] {
            assert!(!has_valid_placeholders(path), "{path}");
        }
    }
}
