//! What stands in the attribute's parentheses.

use fastrand::Rng;

use super::{fields::Field, pick};

/// The names of all permissions, with the callers that each exists for.
const CATALOG: &str = graph_macros_core::catalog::TABLE;

/// A method of Graph's operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Method(&'static str);

impl Method {
    pub(super) fn any(rng: &mut Rng) -> Self {
        Self(pick(rng, &["GET", "POST", "PATCH", "PUT", "DELETE"]))
    }

    pub(super) fn as_str(self) -> &'static str {
        self.0
    }

    pub(super) fn has_body(self) -> bool {
        matches!(self.0, "POST" | "PATCH" | "PUT")
    }
}

/// The names of path parameters, keywords among them.
const PARAMETERS: [&str; 12] =
    ["id", "key", "drive", "upn", "value", "client", "type", "async", "self_", "to_item", "x2", "größe"];

/// A path, and the names of its parameters.
pub(super) fn path(rng: &mut Rng) -> (String, Vec<&'static str>) {
    let mut names = PARAMETERS.to_vec();
    rng.shuffle(&mut names);
    let mut path = String::new();
    let mut used = Vec::new();
    for _ in 0..rng.usize(1..=5) {
        let part = pick(
            rng,
            &[
                "/users",
                "/<1>",
                "/<1>",
                "/<1>/microsoft.graph.user",
                "/things/<1>/parts/<2>",
                "/f(a='<1>')",
                "/f(a=<1>,b='<2>')",
                "/f(id='@id',at=@at)",
                "(name='<1>')/x",
                "/root:/<1..>:",
                "/a-<1>.<2>",
                "/it''s(a='it''s-<1>')",
                "/ünï😀",
                "/$value",
                "/f()",
            ],
        );
        // What stands in parentheses at once behind the beginning would be a path without its first slash.
        let part = if path.is_empty() && part.starts_with('(') { "/users" } else { part };
        if used.len() >= 7 {
            path += "/users";
            continue;
        }
        let mut part = part.to_owned();
        for place in ["<1", "<2"] {
            if part.contains(place) {
                let name = names.pop().expect("there are more names than parts");
                part = part.replace(place, &format!("<{name}"));
                used.push(name);
            }
        }
        path += &part;
    }
    (path + pick(rng, &["", "", "/$count", "/$ref", "/content"]), used)
}

pub(super) fn version(rng: &mut Rng) -> Option<String> {
    let version =
        pick(rng, &["", "", "\"v1.0\"", "\"beta\"", "[\"v1.0\", \"beta\"]", "[\"beta\", \"v1.0\"]", "[\"beta\",]"]);
    (!version.is_empty()).then(|| format!("version = {version}"))
}

/// What a success returns.
pub(super) fn returns(rng: &mut Rng, fields: &[Field]) -> Option<&'static str> {
    if fields.iter().any(|field| field.uses("T")) && rng.u8(..4) == 0 {
        return Some(pick(rng, &["T", "Page<T>", "Option<T>", "ODataValue<Vec<T>>"]));
    }
    let returns = pick(
        rng,
        &[
            "",
            "",
            "()",
            "Entity",
            "Vec<Entity>",
            "Option<Entity>",
            "Page<Entity>",
            "Page<Entity>",
            "ODataValue<Vec<String>>",
            "ODataValue<bool>",
            "ODataValue<Option<Entity>>",
            "PlainText<u64>",
            "PlainText<String>",
            "Bytes",
            "(u8, String)",
            "BTreeMap<String, [u16; 2]>",
            "Box<Entity>",
        ],
    );
    (!returns.is_empty()).then_some(returns)
}

/// Permissions that exist for those that they are written for.
pub(super) fn permissions(rng: &mut Rng) -> String {
    match rng.u8(..6) {
        0 => String::from("perms = none"),
        1 | 2 => format!("perms = {}", names(rng, &[1, 3])),
        3 => String::from("perms = [unchecked(\"New.Permission\"), all(unchecked(\"A.B\"), \"Group.Read.All\")]"),
        _ => {
            let mut callers = vec![("delegated", 1), ("personal", 2), ("application", 3)];
            rng.shuffle(&mut callers);
            callers.truncate(rng.usize(1..=3));
            let mut written = Vec::new();
            for (caller, column) in callers {
                let access = if rng.u8(..5) == 0 { String::from("none") } else { names(rng, &[column]) };
                written.push(format!("{caller} = {access}"));
            }
            format!("perms({})", written.join(", "))
        }
    }
}

/// One name, or a list.
fn names(rng: &mut Rng, columns: &[usize]) -> String {
    let exists = |line: &&str| columns.iter().all(|column| line.split('\t').nth(*column) == Some("yes"));
    let mut known: Vec<_> = CATALOG.lines().filter(exists).filter_map(|line| line.split('\t').next()).collect();
    rng.shuffle(&mut known);
    let [a, b, c, d, ..] = known.as_slice() else { unreachable!("each caller type has permissions") };
    match rng.u8(..4) {
        0 | 1 => format!("\"{a}\""),
        2 => format!("[\"{a}\", \"{b}\", \"{c}\"]"),
        _ => format!("[\"{a}\", all(\"{b}\", \"{c}\"), \"{d}\"]"),
    }
}
