//! The macro and the runtime read a path template by the same rules.

use std::fmt::Write as _;

use fastrand::Rng;
use graph_macros_core::path::{Position, Template};
use graph_runtime::{__fuzzing::parameters, metadata::ParameterPosition};

/// A position as the runtime names it.
fn named(position: Position) -> ParameterPosition {
    match position {
        Position::Segment => ParameterPosition::Segment,
        Position::ColonSegment => ParameterPosition::ColonSegment,
        Position::Quoted => ParameterPosition::Quoted,
        Position::Bare => ParameterPosition::Bare,
        Position::QuotedList => ParameterPosition::QuotedList,
        Position::BareList => ParameterPosition::BareList,
        Position::Path => ParameterPosition::Path,
    }
}

/// The placeholders, with their positions, as the macro reads them. `None` if the template has a mistake.
fn read_by_macro(template: &str) -> Option<Vec<(String, ParameterPosition)>> {
    let Template { mistakes, placeholders, .. } = Template::parse(template);
    let positions = placeholders.into_iter().map(|placeholder| (placeholder.name, named(placeholder.position)));
    mistakes.is_empty().then(|| positions.collect())
}

fn read_by_runtime(template: &'static str) -> Vec<(String, ParameterPosition)> {
    parameters(template).into_iter().map(|parameter| (parameter.name.to_owned(), parameter.position)).collect()
}

#[test]
fn both_read_each_form_of_template() {
    use ParameterPosition::{Bare, BareList, ColonSegment, Path, Quoted, QuotedList, Segment};

    for (template, expected) in [
        ("/users/<a>/messages", &[Segment][..]),
        ("/sites/<a>,<b>/x<c>.y", &[Segment, Segment, Segment]),
        ("/f(a='<a>',b=<b>,c=['<c>'],d=[<d>])", &[Quoted, Bare, QuotedList, BareList]),
        ("/f(a=['<a>','<b>'],b=[<c>,1])", &[Quoted, Quoted, Bare]),
        ("/f(a=duration'<a>')/<b>", &[Quoted, Segment]),
        ("/x(<a>)/y('<b>')", &[Bare, Quoted]),
        ("/x/a='<a>',b=<b>/<c>", &[Quoted, Bare, Segment]),
        ("/x/'<a>'/Ns.Type'<b>'/<c>", &[Quoted, Quoted, Segment]),
        ("/it's/<a>", &[Segment]),
        ("/rock'n'roll/<a>", &[Segment]),
        ("/root:/it's/'<a>'/b=<b>/(<c>)", &[ColonSegment, ColonSegment, ColonSegment]),
        ("/items/<a>:/<b>:/<c>", &[ColonSegment, ColonSegment, Segment]),
        ("/sites/<a>:/<b..>:/drive/root:/<c..>", &[ColonSegment, Path, Path]),
        ("/teams/<a>:<b>/<c>", &[Segment, Segment, Segment]),
        ("/f(a='b:/<a>')/<b>", &[Quoted, Segment]),
    ] {
        let names = ["a", "b", "c", "d"].into_iter().map(str::to_owned);
        let expected: Vec<_> = names.zip(expected.iter().copied()).collect();
        assert_eq!(read_by_macro(template).as_ref(), Some(&expected), "{template}");
        assert_eq!(read_by_runtime(template), expected, "{template}");
    }
}

#[test]
fn both_read_random_templates_in_the_same_way() {
    const PIECES: [&str; 22] = [
        "/", "/", "/", "/x", "/f(", "(", ")", ")/", "'", "'", "''", "=", "=", ",", "[", "]", ":", ":/", "['", "']",
        "a", "it's",
    ];
    let rng = &mut Rng::with_seed(5);
    let mut accepted = 0;
    for _ in 0..50_000 {
        let mut template = String::from("/x");
        for number in 0..rng.usize(1..12) {
            template += PIECES[rng.usize(..PIECES.len())];
            if rng.u8(..3) == 0 {
                let _ = write!(template, "<p{number}{}>", if rng.u8(..8) == 0 { ".." } else { "" });
            }
        }
        if let Some(read) = read_by_macro(&template) {
            accepted += usize::from(!read.is_empty());
            assert_eq!(read_by_runtime(template.clone().leak()), read, "{template}");
        }
    }
    assert!(accepted > 1_000, "only {accepted} templates have no mistake");
}
