use super::*;

#[track_caller]
fn assert_parsed(template: &'static str, path: &str, expected: Option<&[(&'static str, &str)]>) {
    let parsed = parse(PathTemplate::declare(template), path);
    let shown: Option<Vec<_>> =
        parsed.as_ref().map(|values| values.iter().map(|(name, value)| (*name, value.as_str())).collect());
    assert_eq!(shown.as_deref(), expected, "{template} {path}");
}

#[test]
fn a_path_without_parameters_is_itself_alone() {
    assert_parsed("/users/$count", "/users/$count", Some(&[]));
    for path in ["/users", "/users/$count/", "/users/$count2", "/Users/$count", "", "/"] {
        assert_parsed("/users/$count", path, None);
    }
}

#[test]
fn a_segment_is_decoded_and_is_one_segment() {
    assert_parsed("/users/<id>", "/users/dep%201%2F%C3%A9", Some(&[("id", "dep 1/é")]));
    assert_parsed("/users/<id>", "/users/a%27%22%25", Some(&[("id", "a'\"%")]));
    assert_parsed("/users/<id>", "/users/", None);
    assert_parsed("/users/<id>", "/users/a/b", None);
    assert_parsed("/users/<id>/x", "/users/a/x", Some(&[("id", "a")]));
    assert_parsed("/users/<id>/x", "/users/x/x", Some(&[("id", "x")]));
    assert_parsed("/<a>/b/<c>", "/b/b/b", Some(&[("a", "b"), ("c", "b")]));
    assert_parsed("/files/<name>.json", "/files/a.json.json", Some(&[("name", "a.json")]));
    assert_parsed("/files/<name>.json", "/files/.json", None);
}

#[test]
fn a_string_ends_at_the_quote_that_is_not_doubled() {
    let template = "/users(name='<upn>')/messages";
    assert_parsed(template, "/users(name='O''Brien')/messages", Some(&[("upn", "O'Brien")]));
    assert_parsed(template, "/users(name='O%27%27Brien')/messages", Some(&[("upn", "O'Brien")]));
    assert_parsed(template, "/users(name='')/messages", Some(&[("upn", "")]));
    assert_parsed(template, "/users(name='''')/messages", Some(&[("upn", "'")]));
    assert_parsed(template, "/users(name='a%2Fb%20%C3%A9')/messages", Some(&[("upn", "a/b é")]));
    assert_parsed(template, "/users(name='a')b')/messages", None);
    assert_parsed(template, "/users(name='a", None);
    assert_parsed("/f(a='<a>',b='<b>')", "/f(a=''',b=''',b='')", Some(&[("a", "',b='"), ("b", "")]));
}

#[test]
fn a_list_is_its_elements_with_commas() {
    let template = "/f(ids=['<ids>'],levels=[<levels>])/x";
    assert_parsed(template, "/f(ids=['a'],levels=[1])/x", Some(&[("ids", "a"), ("levels", "1")]));
    assert_parsed(
        template,
        "/f(ids=['a''b','%C3%A9','c'],levels=[1,-2])/x",
        Some(&[("ids", "a'b,é,c"), ("levels", "1,-2")]),
    );
    assert_parsed(template, "/f(ids=[],levels=[])/x", Some(&[("ids", ""), ("levels", "")]));
    assert_parsed(template, "/f(ids=[''],levels=[])/x", Some(&[("ids", ""), ("levels", "")]));
    assert_parsed(template, "/f(ids=['a],levels=[1])/x", None);
    assert_parsed(template, "/f(ids=['a','b],levels=[1])/x", None);
}

#[test]
fn a_bare_literal_ends_where_the_rest_fits() {
    let template = "/tables/itemAt(index=<index>)/rows";
    assert_parsed(template, "/tables/itemAt(index=12)/rows", Some(&[("index", "12")]));
    assert_parsed(template, "/tables/itemAt(index=1))/rows", Some(&[("index", "1)")]));
    assert_parsed(template, "/tables/itemAt(index=)/rows", None);
    assert_parsed(template, "/tables/itemAt(index=1/2)/rows", None);
    assert_parsed("/f(a=<a>,b=<b>)", "/f(a=1,b=2)", Some(&[("a", "1"), ("b", "2")]));
}

#[test]
fn the_rest_of_a_path_keeps_its_slashes() {
    let template = "/drives/<drive>/root:/<path..>:/content";
    assert_parsed(
        template,
        "/drives/d/root:/Documents/a%20b/100%25.txt:/content",
        Some(&[("drive", "d"), ("path", "Documents/a b/100%.txt")]),
    );
    assert_parsed(template, "/drives/d/root:/a:/content:/content", Some(&[("drive", "d"), ("path", "a:/content")]));
    assert_parsed(template, "/drives/d/root:/:/content", None);
    assert_parsed(template, "/drives/d/root:/a//b:/content", None);
    assert_parsed("/drive/<path..>", "/drive/a/b/c", Some(&[("path", "a/b/c")]));
    assert_parsed("/drive/<path..>", "/drive/a/", None);
}

#[test]
fn what_is_not_utf_8_is_read_all_the_same() {
    assert_parsed("/users/<id>", "/users/%FF", Some(&[("id", "\u{fffd}")]));
    assert_parsed("/users/<id>", "/users/100%", Some(&[("id", "100%")]));
    assert_parsed("/users/<id>", "/users/é", Some(&[("id", "é")]));
}

#[test]
fn the_template_that_fixes_more_is_meant() {
    let length = |template| fixed_length(PathTemplate::declare(template));
    assert!(length("/users/delta") > length("/users/<id>"));
    assert!(length("/users/<id>/x") > length("/<a>/<b>/x"));
}

#[test]
fn segments_are_compared_from_the_left() {
    let common = |path| segments_in_common(PathTemplate::declare("/users/<id>/messages"), path);
    assert_eq!(common("/users/1/events"), 2);
    assert_eq!(common("/users"), 1);
    assert_eq!(common("/groups/1/messages"), 0);
}
