use super::*;

#[test]
fn a_heading_keeps_its_anchor() {
    let blocks = read("## <a name=\"http-request\"></a>HTTP-Anforderung\n");
    let [Block::Heading { level: 2, anchor: Some(anchor), text }] = blocks.as_slice() else {
        panic!("{blocks:?}");
    };
    assert_eq!((anchor.as_str(), text.plain.as_str()), ("http-request", "HTTP-Anforderung"));
}

#[test]
fn a_cell_keeps_links_and_code_and_loses_what_is_struck_out() {
    let blocks = read("|a|b|\n|-|-|\n|[x](../resources/x.md)|`c`, ~~d~~ e<sup>1</sup><br/>f|\n");
    let [Block::Table(rows)] = blocks.as_slice() else { panic!("{blocks:?}") };
    let [name, value] = rows[1].as_slice() else { panic!("{rows:?}") };
    assert_eq!(name.links, [Link { text: "x".into(), target: "../resources/x.md".into() }]);
    assert_eq!(value.plain, "c,  e\nf");
    assert_eq!(
        (value.code.as_slice(), value.struck.as_slice()),
        (["c".to_owned()].as_slice(), ["d".to_owned()].as_slice())
    );
}

#[test]
fn a_line_break_in_a_cell_makes_no_row() {
    let blocks = read("|a|b|c|\n|-|-|-|\n|d|e|f g\nh i `j`|\n|k|l|m|\n");
    let [Block::Table(rows)] = blocks.as_slice() else { panic!("{blocks:?}") };
    assert_eq!((rows.len(), rows[1][2].plain.as_str(), rows[1][2].code.len()), (3, "f g h i j", 1));
}

#[test]
fn an_include_is_found() {
    let blocks = read("[!INCLUDE [permissions-table](../includes/permissions/x-permissions.md)]\n");
    let [Block::Paragraph { text, quoted: false }] = blocks.as_slice() else { panic!("{blocks:?}") };
    assert_eq!(text.include(), Some("../includes/permissions/x-permissions.md"));
}

#[test]
fn a_placeholder_in_angle_brackets_is_text() {
    let blocks = read("> a <id> b\n\nc\n- d\n- e\n");
    let texts: Vec<_> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph { text, quoted } => (text.plain.as_str(), *quoted),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(texts, [("a <id> b", true), ("c", false), ("d", false), ("e", false)]);
}
