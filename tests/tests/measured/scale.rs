//! The crates of operations in Graph's proportions.

use graph_tests::measure::{Form, scale};

const OPERATIONS: usize = 2_000;

fn text(form: Form) -> String {
    let modules = scale::files(form, OPERATIONS).into_iter().filter(|(name, _)| name.starts_with('m'));
    modules.map(|(_, text)| text).collect()
}

#[test]
fn the_operations_have_the_placeholders_of_graph() {
    let text = text(Form::Action);
    let paths: Vec<_> = text.lines().filter(|line| line.starts_with("#[graph_action(")).collect();
    assert_eq!(paths.len(), OPERATIONS);
    let percent = |count: usize| count * 100 / OPERATIONS;
    let with = |placeholders: usize| {
        percent(
            paths
                .iter()
                .filter(|path| {
                    path.matches('<').count() - path.matches("Page<").count() - path.matches("PlainText<").count()
                        == placeholders
                })
                .count(),
        )
    };
    for (placeholders, share) in [(0, 13), (1, 31), (2, 27), (3, 14), (4, 9)] {
        assert!(with(placeholders).abs_diff(share) <= 2, "{placeholders}: {}", with(placeholders));
    }
    let query_options = percent(text.matches("#[graph(query_options)]").count());
    let bodies = percent(text.matches("#[graph(body)]").count());
    assert!(query_options.abs_diff(33) <= 2 && bodies.abs_diff(22) <= 2, "{query_options}, {bodies}");
}

#[test]
fn both_forms_have_the_same_structs() {
    let structs = |form| {
        let text = text(form);
        text.lines().filter(|line| line.contains("pub ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(structs(Form::Action), structs(Form::Derive));
}

#[test]
fn an_edit_changes_one_line() {
    let files = scale::files(Form::Action, OPERATIONS);
    let (_, module) = files.iter().find(|(name, _)| name == "m4.rs").expect("a module in the middle");
    let edited = scale::edited(module);
    let changed = module.lines().zip(edited.lines()).filter(|(before, after)| before != after).count();
    assert_eq!((changed, module.lines().count()), (1, edited.lines().count()));
}
