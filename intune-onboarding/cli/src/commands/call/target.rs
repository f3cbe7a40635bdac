//! The operation that is called, by its name or path.

use graph_runtime::{
    ApiVersion,
    metadata::{ActionMetadata, Method},
};
use intune_onboarding::ACTIONS;

use crate::{failure::Failure, operations};

/// An operation, with what its path says.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) action: &'static ActionMetadata,
    /// The version that the path begins with.
    pub(super) version: Option<ApiVersion>,
    /// The values that the path has for placeholders.
    pub(super) parameters: Vec<(&'static str, String)>,
    pub(super) query: Vec<(String, String)>,
}

impl Target {
    /// Finds the operation that a text names: `UploadDepToken`, `/deviceAppManagement/vppTokens`,
    /// `PATCH /v1.0/deviceAppManagement/vppTokens/1`.
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        let text = text.trim();
        let is_path = |text: &str| text.starts_with('/') || text.starts_with("https://") || text.starts_with("http://");
        match text.split_once(char::is_whitespace) {
            _ if is_path(text) => Self::at(None, text),
            Some((method, path)) if is_path(path.trim()) => Self::at(Some(self::method(method)?), path.trim()),
            _ => {
                let action = operations::find(text)?;
                Ok(Self { action, version: None, parameters: Vec::new(), query: Vec::new() })
            }
        }
    }

    fn at(method: Option<Method>, text: &str) -> Result<Self, Failure> {
        let wanted = method.unwrap_or(Method::Get);
        let below_host = match text.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
            None => text,
        };
        let (path, query) = below_host.split_once('?').unwrap_or((below_host, ""));
        let versions = [ApiVersion::V1_0, ApiVersion::Beta];
        let in_version = versions.into_iter().find_map(|version| {
            let rest = path.strip_prefix('/')?.strip_prefix(version.as_str())?;
            rest.starts_with('/').then_some((Some(version), rest))
        });
        let (version, path) = in_version.unwrap_or((None, path));
        let path = path.trim_end_matches('/');

        let mut found: Vec<_> =
            ACTIONS.iter().filter_map(|action| Some((*action, matched(action.path.as_str(), path)?))).collect();
        // A name is more exact than a placeholder: `vppTokens/$count` is not the token with the ID `$count`.
        let Some(exact) = found.iter().map(|(action, _)| action.path.as_str()).max_by_key(|path| literals(path)) else {
            return Err(unknown(wanted, path));
        };
        found.retain(|(action, _)| action.path.as_str() == exact);
        let Some(position) = found.iter().position(|(action, _)| action.method == wanted) else {
            let methods: Vec<_> = found.iter().map(|(action, _)| action.method.as_str()).collect();
            let methods = methods.join(", ");
            return Err(Failure::input(format!("{} is not declared for {exact}, only {methods}", wanted.as_str())));
        };
        let (action, values) = found.swap_remove(position);
        let parameters = values.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        let query = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.to_owned(), value.to_owned())
        });
        Ok(Self { action, version, parameters, query: query.collect() })
    }
}

fn method(text: &str) -> Result<Method, Failure> {
    let methods = [Method::Get, Method::Post, Method::Patch, Method::Put, Method::Delete];
    methods.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(text)).ok_or_else(|| {
        Failure::input(format!("{text:?} is no method: GET, POST, PATCH, PUT and DELETE are, as in \"GET /path\""))
    })
}

/// Returns what a path has for the placeholders of a template, `None` for a placeholder that it has itself, as `{id}` or
/// `<id>`.
fn matched(template: &'static str, path: &str) -> Option<Vec<(&'static str, Option<String>)>> {
    let mut values = Vec::new();
    let (mut templates, mut segments) = (template.split('/'), path.split('/'));
    loop {
        match (templates.next(), segments.next()) {
            (None, None) => return Some(values),
            (Some(template), Some(segment)) => match template.split_once('<').zip(template.rsplit_once('>')) {
                None if template == segment => {}
                None => return None,
                Some(((before, rest), (_, after))) => {
                    let value = segment.strip_prefix(before)?.strip_suffix(after)?;
                    let name = rest.split('>').next()?;
                    let is_open = |open: char, close: char| value.starts_with(open) && value.ends_with(close);
                    let is_placeholder = is_open('{', '}') || is_open('<', '>');
                    values.push((name, (!is_placeholder).then(|| value.replace("''", "'"))));
                }
            },
            _ => return None,
        }
    }
}

/// Returns how much of a template is not in placeholders.
fn literals(template: &str) -> usize {
    template.split('>').map(|part| part.split('<').next().map_or(0, str::len)).sum()
}

/// Says what may be meant instead of a path that no operation has.
fn unknown(method: Method, path: &str) -> Failure {
    let method = method.as_str();
    let shown: String = path.chars().take(200).collect();
    let given = format!("{method} {path}");
    let distance = |action: &ActionMetadata| {
        strsim::damerau_levenshtein(&given, &format!("{} {}", action.method.as_str(), action.path))
    };
    let near = ACTIONS.iter().map(|action| (distance(action), *action)).min_by_key(|(distance, _)| *distance);
    // An ID in the place of a placeholder is as far away as it is long.
    let hint = match near.filter(|(distance, _)| *distance <= given.chars().count() / 2) {
        Some((_, action)) => format!("did you mean {} {}?", action.method.as_str(), action.path),
        None => "`permissions` lists the operations with their paths".to_owned(),
    };
    Failure::input(format!("there is no operation {method} {shown}; {hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(text: &str) -> (&'static str, Option<ApiVersion>, Vec<(&'static str, String)>) {
        let Target { action, version, parameters, .. } = Target::parse(text).expect(text);
        (action.name, version, parameters)
    }

    #[test]
    fn an_operation_is_found_by_name_or_path() {
        let tokens = "/deviceAppManagement/vppTokens";
        let id = vec![("id", "7".to_owned())];
        for (text, found) in [
            ("get-vpp-token".to_owned(), ("GetVppToken", None, vec![])),
            (tokens.to_owned(), ("ListVppTokens", None, vec![])),
            (format!("{tokens}/"), ("ListVppTokens", None, vec![])),
            (format!("post {tokens}"), ("CreateVppToken", None, vec![])),
            (format!("{tokens}/$count"), ("CountVppTokens", None, vec![])),
            (format!("/beta{tokens}/7"), ("GetVppToken", Some(ApiVersion::Beta), id.clone())),
            (
                format!("PATCH https://graph.microsoft.com/v1.0{tokens}/7"),
                ("UpdateVppToken", Some(ApiVersion::V1_0), id),
            ),
            (format!("DELETE {tokens}/{{vppTokenId}}"), ("DeleteVppToken", None, vec![])),
            (format!("{tokens}/<id>"), ("GetVppToken", None, vec![])),
        ] {
            assert_eq!(target(&text), found, "{text}");
        }
        let text = format!("{tokens}/getLicensesForApp(bundleId='it''s')");
        assert_eq!(target(&text).2[0].1, "it's");
        let query = Target::parse(&format!("{tokens}?$top=5&$filter=id eq '1'")).expect("declared").query;
        assert_eq!(query[1], ("$filter".to_owned(), "id eq '1'".to_owned()));
    }

    #[test]
    fn an_unknown_path_or_method_is_named_with_what_may_be_meant() {
        for (text, message) in [
            ("/deviceAppManagement/vppToken", "did you mean GET /deviceAppManagement/vppTokens?"),
            ("GET /me/messages", "`permissions` lists the operations with their paths"),
            (
                "PUT /deviceAppManagement/vppTokens",
                "PUT is not declared for /deviceAppManagement/vppTokens, only GET, POST",
            ),
            ("FETCH /deviceAppManagement/vppTokens", "\"FETCH\" is no method"),
            ("UpdateVppTokn", "did you mean UpdateVppToken?"),
        ] {
            let failure = Target::parse(text).expect_err(text).to_string();
            assert!(failure.contains(message), "{text}: {failure}");
        }
    }
}
