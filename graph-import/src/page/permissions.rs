//! The table of permissions.

use graph_macros_core::catalog;

use super::{
    blocks::{self, Block, Text},
    include::Includes,
    limits,
    notes::Notes,
    permission_cell::{self, Cell},
    sections::{Kind, Sections},
    words,
};
use crate::description::{Access, Caller, PermissionOrigin, Permissions, Verdict};

const CALLERS: [(Caller, &str); 3] = [
    (Caller::Delegated, "permissions.delegated"),
    (Caller::Personal, "permissions.personal"),
    (Caller::Application, "permissions.application"),
];

/// Reads the permissions of a page.
pub(super) fn read(sections: &Sections, includes: &Includes<'_>, notes: &mut Notes) -> Permissions {
    let mut tables: Vec<Vec<Vec<Text>>> = Vec::new();
    for block in sections.blocks(Kind::Permissions) {
        match block {
            Block::Table(rows) => tables.push(rows.clone()),
            Block::Paragraph { text, .. } => {
                let Some(target) = text.include().filter(|target| target.contains("permission")) else { continue };
                match includes.text(target) {
                    Some(text) => tables.extend(blocks::read(&text).into_iter().filter_map(|block| match block {
                        Block::Table(rows) => Some(rows),
                        _ => None,
                    })),
                    None => notes.missing("permissions", format!("the included file `{target}` was not found")),
                }
            }
            _ => {}
        }
    }
    tables.retain(|rows| rows.len() > 1 && rows.iter().any(|row| row.len() > 1));
    let Some(rows) = tables.first() else {
        notes.missing("permissions", "there is no table of permissions");
        return Permissions::UNKNOWN;
    };
    if tables.len() > 1 {
        notes.missing(
            "permissions",
            format!("there are {} tables of permissions, of which the first was taken", tables.len()),
        );
    }
    let mut permissions = Permissions { origin: PermissionOrigin::Page, ..Permissions::UNKNOWN };
    let mut known = false;
    // Of three columns, the second has the least privileged permission, and the third the others.
    let is_ordered = rows.iter().all(|row| row.len() == 3);
    for ((caller, subject), cells) in CALLERS.iter().zip(callers(rows)) {
        let access = access(*caller, &cells, is_ordered, |statement, verdict| notes.add(subject, statement, verdict));
        known |= access.is_some();
        let access = access.unwrap_or_default();
        permissions.least[*caller as usize] = usize::from(is_ordered && matches!(access, Access::AnyOf(_)));
        permissions.access[*caller as usize] = access;
    }
    if known { permissions } else { Permissions::UNKNOWN }
}

/// Returns the cells of each kind of caller. They stand in three rows in this order; a row below one of them that names no
/// caller, but a part of the product, belongs to it.
fn callers(rows: &[Vec<Text>]) -> [Vec<&Text>; 3] {
    let mut callers: [Vec<&Text>; 3] = Default::default();
    let rows = || rows.iter().skip(1).take(limits::REQUESTS).filter_map(|row| row.split_first());
    let is_part = |name: &Text| {
        name.plain.starts_with('\u{a0}') || !name.bold.is_empty() && name.bold.concat() == name.plain.trim()
    };
    // Where a row is missing, only words tell which.
    let is_complete = rows().filter(|(name, _)| !is_part(name)).count() == callers.len();
    let mut current = None;
    for (name, cells) in rows() {
        let named = words::caller_in_english(&name.plain)
            .or_else(|| words::caller(&name.plain).filter(|_| !is_complete && !is_part(name)));
        let at = named.or_else(|| match current {
            Some(current) if is_part(name) => Some(current),
            None => Some(0),
            Some(current) => Some(current + 1),
        });
        current = at;
        if let Some(caller) = at.and_then(|at| callers.get_mut(at)) {
            caller.extend(cells);
        }
    }
    callers
}

/// Reads the cells of one kind of caller; `None` if they state nothing that can be read.
fn access(caller: Caller, cells: &[&Text], is_ordered: bool, mut say: impl FnMut(String, Verdict)) -> Option<Access> {
    let mut alternatives = Vec::new();
    let mut unreadable = Vec::new();
    let mut least = 0;
    let mut stated = false;
    for (index, text) in cells.iter().enumerate() {
        let Cell { alternatives: more, repairs, unknown, unreadable: is_unreadable } = permission_cell::read(text);
        for (written, name) in repairs {
            say(format!("`{name}`"), Verdict::Repaired { written });
        }
        for name in unknown {
            say(
                format!("`{name}` is not a permission that Microsoft Graph publishes; it is left out"),
                Verdict::Missing,
            );
        }
        if !text.struck.is_empty() {
            say(format!("`{}` is struck out; it is left out", text.struck.join("`, `")), Verdict::Overruled);
        }
        stated |= !text.plain.trim().is_empty() && !is_unreadable;
        unreadable.extend(is_unreadable.then_some(text.plain.trim()));
        alternatives.extend(more.into_iter().filter(|alternative| {
            let unsuited = alternative.iter().find(|name| !suits(name, caller));
            if let Some(name) = unsuited {
                say(format!("`{name}` does not exist for this kind of caller; it is left out"), Verdict::Overruled);
            }
            unsuited.is_none()
        }));
        if index == 0 && is_ordered && cells.len() == 2 {
            least = alternatives.len();
        }
    }
    let mut others = alternatives.split_off(least);
    permission_cell::sort(&mut alternatives, caller);
    permission_cell::sort(&mut others, caller);
    others.retain(|alternative| !alternatives.contains(alternative));
    alternatives.append(&mut others);
    if !alternatives.is_empty() {
        let alternatives = alternatives.into_iter().map(|names| names.into_iter().map(str::to_owned).collect());
        return Some(Access::AnyOf(alternatives.collect()));
    }
    if !unreadable.is_empty() || !stated {
        let text = unreadable.join(" ");
        say(format!("the page states no permission: `{text}`"), Verdict::Missing);
        return None;
    }
    let not_needed = caller != Caller::Personal && cells.iter().all(|text| words::says_none(&text.plain));
    if not_needed {
        say("the page says `None`, which was read as not supported".into(), Verdict::Inferred);
    }
    Some(Access::NotSupported)
}

fn suits(name: &str, caller: Caller) -> bool {
    catalog::find(name).is_some_and(|entry| match caller {
        Caller::Delegated => entry.delegated,
        Caller::Personal => entry.personal,
        Caller::Application => entry.application,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        description::{Evidence, Source, SourceKind},
        page::sections,
    };

    fn permissions(markdown: &str, includes: &Includes<'_>) -> (Permissions, Vec<Evidence>) {
        let source = Source { kind: SourceKind::Page, name: "x.md".into(), date: None };
        let mut notes = Notes::new(source);
        let page = sections::divide(blocks::read(markdown));
        let permissions = read(&page, includes, &mut notes);
        (permissions, notes.evidence)
    }

    fn any_of(names: &[&str]) -> Access {
        Access::AnyOf(names.iter().map(|name| vec![(*name).to_owned()]).collect())
    }

    #[test]
    fn three_rows_are_three_callers_in_any_language() {
        let table = "## <a name=\"permissions\"></a>X\n|a|b|\n|-|-|\n|Delegiert (x)|User.ReadWrite.All, User.Read.All|\n\
                     |Delegiert (y)|Nicht unterstützt|\n|Anwendung|User.Read.All|\n";
        let (permissions, evidence) = permissions(table, &Includes::none());
        assert_eq!(permissions.of(Caller::Delegated), &any_of(&["User.Read.All", "User.ReadWrite.All"]));
        assert_eq!(permissions.of(Caller::Personal), &Access::NotSupported);
        assert_eq!(permissions.of(Caller::Application), &any_of(&["User.Read.All"]));
        assert_eq!((permissions.origin, evidence), (PermissionOrigin::Page, vec![]));
    }

    #[test]
    fn of_two_rows_the_words_tell_whose_they_are() {
        let table = "## <a name=\"permissions\"></a>X\n|a|b|\n|-|-|\n|委派（工作或学校帐户）|Notes.Read|\n|应用程序|Notes.Read.All|\n";
        let (permissions, _) = permissions(table, &Includes::none());
        assert_eq!(permissions.of(Caller::Delegated), &any_of(&["Notes.Read"]));
        assert_eq!(permissions.of(Caller::Application), &any_of(&["Notes.Read.All"]));
    }

    #[test]
    fn an_included_table_has_least_and_higher_privileged_permissions() {
        let page = "## Permissions\n[!INCLUDE [permissions-table](../includes/permissions/a-permissions.md)]\n";
        let table = "|Permission type|Least|Higher|\n|-|-|-|\n|Delegated (work)|User.ReadWrite|User.Read.All, User.Read|\n\
                     |Delegated (personal Microsoft account)|User.Read|Not available.|\n|Application|Not supported.|Not supported.|\n";
        let includes =
            Includes::new(|target| (target == "../includes/permissions/a-permissions.md").then(|| table.to_owned()));
        let (found, _) = permissions(page, &includes);
        assert_eq!(found.of(Caller::Delegated), &any_of(&["User.ReadWrite", "User.Read", "User.Read.All"]));
        assert_eq!(found.of(Caller::Personal), &any_of(&["User.Read"]));
        assert_eq!(found.of(Caller::Application), &Access::NotSupported);

        let (found, evidence) = permissions(page, &Includes::none());
        assert_eq!(found, Permissions::UNKNOWN);
        assert!(evidence[0].statement.contains("../includes/permissions/a-permissions.md"), "{evidence:?}");
    }

    #[test]
    fn rows_of_parts_belong_to_the_caller_above_them() {
        let table = "## Permissions\n|a|b|\n|-|-|\n|Delegated (work)||\n|&nbsp; **One**|User.Read.All|\n|&nbsp; **Two**|Group.Read.All|\n\
                     |Delegated (personal)|Not supported.|\n|Application|~~User.Read.All~~|\n";
        let (permissions, evidence) = permissions(table, &Includes::none());
        assert_eq!(permissions.of(Caller::Delegated), &any_of(&["Group.Read.All", "User.Read.All"]));
        assert_eq!(permissions.of(Caller::Application), &Access::NotSupported);
        assert!(evidence.iter().any(|evidence| evidence.statement.contains("struck out")), "{evidence:?}");
    }
}
