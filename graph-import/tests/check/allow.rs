//! Findings that are allowed.

use graph_import::check::Rule;

use crate::case::Case;

/// A case with one finding, about `Part.size`.
fn case() -> Case {
    Case::new().described(r#"Name="size" Type="Edm.Int32" Nullable="false""#, r#"Name="size" Type="Edm.Int32""#)
}

#[test]
fn a_rule_can_be_allowed_for_all() {
    let mut case = case();
    assert_eq!(case.found().len(), 1);
    case.options.allow.insert(Rule::Null);
    assert_eq!(case.found(), Vec::<String>::new());
}

#[test]
fn a_comment_beside_the_field_or_the_declaration_allows_a_finding() {
    let field = "    pub size: i32,\n";
    for allowed in [
        "    // graph-import: allow(null) because it is never null in our tenant\n    pub size: i32,\n",
        "    pub size: i32, // graph-import: allow(null) because it is never null in our tenant\n",
        "    // graph-import: allow(null, type) because it is never null,\n    // as far as we know\n    /// The size.\n    pub size: i32,\n",
    ] {
        assert_eq!(case().declared(field, allowed).found(), Vec::<String>::new(), "{allowed}");
    }
    let above = "// graph-import: allow(null) because it is never null\n#[graph_type]\npub struct Part";
    assert_eq!(case().declared("#[graph_type]\npub struct Part", above).found(), Vec::<String>::new());
}

#[test]
fn a_comment_beside_another_field_allows_nothing() {
    let other = "    // graph-import: allow(null) because of something else\n    pub label";
    let expected = [
        "warning allow: nothing is found that `allow(null)` admits; remove the comment",
        "error null: `size` can be null",
    ];
    assert_eq!(case().declared("    pub label", other).found(), expected);
}

#[test]
fn a_comment_without_a_reason_allows_nothing_and_is_a_finding() {
    let without = "    pub size: i32, // graph-import: allow(null)\n";
    let expected = ["error null: `size` can be null", "error allow: the comment gives no reason"];
    assert_eq!(case().declared("    pub size: i32,\n", without).found(), expected);
}

#[test]
fn a_rule_that_does_not_exist_is_named_with_the_nearest() {
    let wrong = "    pub size: i32, // graph-import: allow(nul) because it is never null\n";
    let report = case().declared("    pub size: i32,\n", wrong).report();
    let finding = report.findings.iter().find(|finding| finding.rule == Rule::Allow).expect("a finding");
    assert_eq!(finding.message, "there is no rule `nul`");
    assert_eq!(finding.write.as_deref(), Some("allow(null)"));
}

#[test]
fn a_comment_beside_nothing_is_a_finding() {
    let case = Case::new().adding("\n// graph-import: allow(null) because of nothing\nconst A: u8 = 1;\n");
    assert_eq!(case.found(), ["error allow: the comment is beside no declaration"]);
}
