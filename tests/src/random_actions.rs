//! Actions that nobody declared, over the permissions that Microsoft publishes or over a few made-up ones.

use graph_runtime::{
    ApiVersion,
    metadata::{ActionMetadata, BodyKind, Method, ResponseKind},
    permissions::{Access, Alternatives, Caller, Permission, Permissions},
};

const CATALOG: &str = graph_macros_core::catalog::TABLE;

/// What Microsoft publishes for a caller type, without `Calls.JoinGroupCallasGuest.All`, which is there under another
/// spelling too.
#[must_use]
pub fn catalog(caller: Caller) -> Vec<Permission> {
    let column = match caller {
        Caller::Delegated => 1,
        Caller::Personal => 2,
        Caller::Application => 3,
    };
    let rows = CATALOG.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row[column] == "yes" && row[0] != "Calls.JoinGroupCallasGuest.All")
        .map(|row| {
            let known = |column: usize| if row[column].is_empty() { "-" } else { row[column] };
            let consent = if row[6] == "yes" { 'y' } else { 'n' };
            permission(format!("{} {} {} {}{} {consent}", row[0], known(4), known(5), known(7), known(8)))
        })
        .collect()
}

/// Permissions with names of a letter and levels at random, or none.
pub fn few(random: &mut fastrand::Rng, count: usize) -> Vec<Permission> {
    const NAMES: [&str; 10] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
    NAMES[..count]
        .iter()
        .map(|name| permission(format!("{name} - - {}{} y", random.u8(1..6), random.u8(1..6))))
        .collect()
}

/// A permission as the macro writes it down.
///
/// # Panics
///
/// If the text is none.
pub fn permission(text: impl Into<String>) -> Permission {
    Alternatives::declare(text.into().leak()).into_iter().flatten().next().expect("there is one")
}

/// The same the other way.
fn written(permission: &Permission) -> String {
    let known = |id: Option<&'static str>| id.unwrap_or("-");
    let level = |level: Option<u8>| level.map_or(String::from("-"), |level| level.to_string());
    if !permission.published {
        return permission.name.to_owned();
    }
    format!(
        "{} {} {} {}{} {}",
        permission.name,
        known(permission.delegated_id),
        known(permission.application_id),
        level(permission.delegated_level),
        level(permission.application_level),
        if permission.admin_consent { 'y' } else { 'n' },
    )
}

/// An action with a list of alternatives for this caller type alone.
#[must_use]
pub fn action(caller: Caller, alternatives: &[Vec<Permission>]) -> &'static ActionMetadata {
    let together = |together: &Vec<Permission>| together.iter().map(written).collect::<Vec<_>>().join("&");
    let text: &'static str = alternatives.iter().map(together).collect::<Vec<_>>().join("|").leak();
    let access = |of| if of == caller { Access::any_of(text) } else { Access::NotSupported };
    Box::leak(Box::new(ActionMetadata::declare(
        "Act",
        Method::Get,
        "/act",
        &[ApiVersion::V1_0],
        Permissions::declare(access(Caller::Delegated), access(Caller::Personal), access(Caller::Application)),
        BodyKind::Nothing,
        ResponseKind::Json,
    )))
}

/// Actions with up to `longest` alternatives, most of them single permissions, each list in an order of its own.
pub fn actions(
    random: &mut fastrand::Rng,
    caller: Caller,
    permissions: &[Permission],
    count: usize,
    longest: usize,
) -> Vec<&'static ActionMetadata> {
    let mut actions = Vec::new();
    for _ in 0..count {
        let mut alternatives: Vec<Vec<Permission>> = Vec::new();
        for _ in 0..random.usize(1..=longest) {
            let size = if random.u8(..3) == 0 { random.usize(2..=3) } else { 1 };
            let mut together = random.choose_multiple(permissions.iter(), size);
            together.sort_unstable_by_key(|permission| permission.name);
            let together: Vec<_> = together.into_iter().copied().collect();
            if !alternatives.contains(&together) {
                alternatives.push(together);
            }
        }
        actions.push(action(caller, &alternatives));
    }
    actions
}
