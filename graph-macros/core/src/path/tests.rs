use super::*;

fn names(text: &str) -> Vec<String> {
    let template = Template::parse(text);
    assert_eq!(template.mistakes, [], "{text}");
    template.placeholders.into_iter().map(|placeholder| placeholder.name).collect()
}

/// The positions of the mistakes, with their messages.
fn mistakes(text: &str) -> Vec<(usize, String)> {
    Template::parse(text).mistakes.into_iter().map(|mistake| (mistake.at, mistake.message)).collect()
}

#[test]
fn every_form_of_path_in_graph_is_parsed() {
    assert_eq!(names("/deviceAppManagement/vppTokens/<id>"), ["id"]);
    assert_eq!(names("/users/<id>/messages/$count"), ["id"]);
    assert_eq!(names("/groups/<id>/members/microsoft.graph.user"), ["id"]);
    assert_eq!(names("/users(userPrincipalName='<upn>')/$ref"), ["upn"]);
    assert_eq!(names("/workbook/tables/itemAt(index=<index>)/rows/<type>"), ["index", "type"]);
    assert_eq!(names("/drives/<drive>/root:/<path..>:/content"), ["drive", "path"]);
    assert_eq!(names("/x/getAllRecordings(userId='@userId',start=@start)"), [""; 0]);
    assert_eq!(names("/x/f(a='it''s-(<a>)',b=<b>)/y(c=1)"), ["a", "b"]);
    assert_eq!(names("/root:/it's/<a..>"), ["a"]);
    assert_eq!(names("/x/<größe>"), ["größe"]);
    assert_eq!(names("/x/a='<a>',b=<b>/'<c>'/Ns.Type'<d>'"), ["a", "b", "c", "d"]);
    assert_eq!(names("/f(a=['<a>'],b=[<b>])"), ["a", "b"]);
    assert_eq!(names("/root:/it's/(2026/<a>"), ["a"]);
    assert_eq!(names("/"), [""; 0]);
}

#[test]
fn a_mistake_is_found_at_its_position() {
    for (text, at) in [
        ("", 0),
        ("users", 0),
        ("/users/", 6),
        ("/users//x", 7),
        ("/ü/{id}", 3),
        ("/users/:id", 7),
        ("/users?x=1", 6),
        ("/users#x", 6),
        ("/beta/users", 1),
        ("/v1.0/users", 1),
        ("/a b", 2),
        ("/a\u{0}b", 2),
        ("/<id", 1),
        ("/<id/x>", 1),
        ("/<>", 1),
        ("/<..>", 1),
        ("/<a<b>>/c", 3),
        ("/a>b", 2),
        ("/<a>/<a>", 6),
        ("/<1>", 2),
        ("/<self>", 2),
        ("/<_>", 2),
        ("/<r#type>", 2),
        ("/<a->", 2),
        ("/<a...>", 2),
        ("/<a*>", 2),
        ("/<a >", 2),
        ("/f(a='<a>)", 5),
        ("/f(a=<a>", 2),
        ("/f)", 2),
        ("/f(a=(<a>))", 5),
        ("/f(a=<a..>)", 6),
        ("/x/a='<a>,b=1/y", 5),
        ("/x/'<a>/y", 3),
        ("/x/b<a>'/y", 7),
        ("/x/Ns.Type'<a>", 10),
        ("/x/a=<a..>", 6),
        ("/x/'<a..>'", 5),
    ] {
        let places: Vec<_> = mistakes(text).into_iter().map(|(at, _)| at).collect();
        assert_eq!(places.first(), Some(&at), "{text}: {:?}", mistakes(text));
    }
}

#[test]
fn one_mistake_is_reported_once() {
    for text in [
        "/users//x",
        "/users/{id}",
        "/<a<b>>/c",
        "/<id",
        "/<id/x",
        "/<a...>",
        "https://x/v1.0/a//b",
        "/<a>/<a>",
        "/<a b c>",
        "/f(a='<a>)",
        "/f(a=<a..>)",
        "/x/a='<a>,b=1/y",
        "/x/a=(<a>",
    ] {
        assert_eq!(mistakes(text).len(), 1, "{text}: {:?}", mistakes(text));
    }
    assert_eq!(mistakes("/beta/{id}/<a").len(), 3);
}

#[test]
fn a_suggested_name_is_a_valid_field_name() {
    assert!(mistakes("/{vppToken-id}")[0].1.ends_with("`<vpp_token_id>`"));
    assert!(mistakes("/<type of thing>")[0].1.ends_with("`<type_of_thing>`"));
    assert!(mistakes("/<1st>")[0].1.ends_with("`<id>`"));
}

#[test]
fn the_caret_is_below_the_mistake() {
    assert_eq!(Template::parse("/ü/{id}").with_caret(3, "write `<id>`"), "write `<id>`\n\n    /ü/{id}\n       ^");
}
