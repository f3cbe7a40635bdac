use url::Url;

use super::{base_url::BaseUrl, *};
use crate::{client::GraphClient, error::redirect::NotFollowed};

#[test]
fn each_cloud_has_its_graph_its_authority_and_its_scope() {
    for (cloud, graph, authority) in [
        (Cloud::Global, "https://graph.microsoft.com", "https://login.microsoftonline.com"),
        (Cloud::UsGovernment, "https://graph.microsoft.us", "https://login.microsoftonline.us"),
        (Cloud::UsGovernmentDod, "https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
        (Cloud::China, "https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn"),
        (
            Cloud::custom("https://graph.cloud.example", String::from("https://login.cloud.example")),
            "https://graph.cloud.example",
            "https://login.cloud.example",
        ),
    ] {
        assert_eq!((cloud.graph(), cloud.authority()), (graph, authority));
        assert_eq!(cloud.scope(), format!("{graph}/.default"));
        let client = GraphClient::builder().cloud(cloud).build().expect("a client");
        assert_eq!(client.shared().base.as_str(), graph);
    }
    assert_eq!(Cloud::custom("https://graph.cloud.example/", "").scope(), "https://graph.cloud.example/.default");
}

#[test]
fn neither_token_nor_secret_goes_to_a_custom_cloud_in_the_clear() {
    let good = "https://cloud.example";
    for (graph, authority, expected) in [
        (
            "http://cloud.example",
            good,
            "`cloud` is invalid: its Graph URL must start with `https://`: a token must not be sent",
        ),
        (
            good,
            "http://cloud.example",
            "`cloud` is invalid: its authority URL must start with `https://`: a token must not be sent",
        ),
        ("https://cloud.example/v1.0", good, "`cloud` is invalid: its Graph URL must not end with `/v1.0`"),
        (good, "", "`cloud` is invalid: its authority URL is not a valid URL"),
    ] {
        match GraphClient::builder().cloud(Cloud::custom(graph, authority)).build() {
            Err(Error::Build(error)) => {
                assert_eq!(error.field_name(), Some("cloud"));
                assert!(error.reason().starts_with(expected), "{error}");
            }
            other => panic!("{other:?}"),
        }
    }
    let loopback = Cloud::custom("http://127.0.0.1:8080", "http://localhost:8081");
    assert!(GraphClient::builder().cloud(loopback).build().is_ok());
}

#[test]
fn plain_http_is_for_loopback_alone() {
    for text in ["https://graph.microsoft.com", "http://127.0.0.1:8080", "http://[::1]:1", "http://localhost:80/x/"] {
        assert!(BaseUrl::parse(text).is_ok(), "{text}");
    }
    for text in [
        "http://graph.microsoft.com",
        "http://10.0.0.1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://127.0.0.1@example.com",
        "https://me:secret@graph.microsoft.com",
        "https://graph.microsoft.com?x=1",
        "https://graph.microsoft.com#x",
        "ftp://127.0.0.1",
        "graph.microsoft.com",
        "https://graph.microsoft.com/v1.0",
        "https://gateway.example/graph/beta/",
        "",
    ] {
        assert!(BaseUrl::parse(text).is_err(), "{text}");
    }
}

#[test]
fn the_prefix_has_no_trailing_slash() {
    assert_eq!(
        BaseUrl::parse("https://gateway.example/graph//").expect("valid").as_str(),
        "https://gateway.example/graph"
    );
}

#[test]
fn a_path_leads_to_the_host_of_the_base_however_it_begins() {
    for base in
        ["https://graph.microsoft.com", "https://gateway.example/graph/", "https://gateway.example//a.example/x"]
    {
        let base = BaseUrl::parse(base).expect("valid");
        let url = base.with_path(&format!("{}/v1.0/users?$top=1", base.path())).expect("valid");
        assert_eq!(url.as_str(), format!("{}/v1.0/users?$top=1", base.as_str()));
        assert!(base.is_own(&url));
    }
}

#[track_caller]
fn assert_own(base: &str, expected: bool, urls: &[&str]) {
    let base = BaseUrl::parse(base).expect(base);
    for url in urls {
        assert_eq!(base.is_own(&Url::parse(url).expect(url)), expected, "{url} and {base:?}");
    }
}

#[test]
fn a_url_is_own_however_its_origin_is_written() {
    let own = [
        "https://graph.microsoft.com",
        "https://graph.microsoft.com/v1.0/users?$skiptoken=https://evil.example#@evil.example",
        "https://graph.microsoft.com:443/v1.0",
        "https://graph.microsoft.com:/v1.0",
        "https://graph.microsoft.com:0443/v1.0",
        "HTTPS://GRAPH.Microsoft.COM/beta",
        "https://graph%2Emicrosoft.com/v1.0",
        "https:graph.microsoft.com/v1.0",
        "https:\\\\graph.microsoft.com\\v1.0",
        "https://@graph.microsoft.com/v1.0",
    ];
    for base in ["https://graph.microsoft.com", "https://GRAPH.microsoft.com:443/"] {
        assert_own(base, true, &own);
    }
    assert_own("https://graph.microsoft.com:8443", true, &["https://graph.microsoft.com:8443/v1.0"]);
    assert_own("http://127.0.0.1:80", true, &["http://127.0.0.1/v1.0", "http://2130706433:80/v1.0", "http://127.1/"]);
    assert_own("http://[::1]:8080", true, &["http://[::1]:8080/v1.0", "http://[0:0:0:0:0:0:0:1]:8080/v1.0"]);
}

#[test]
fn a_url_of_another_origin_is_not_own() {
    let other = [
        // Another scheme.
        "http://graph.microsoft.com/v1.0",
        "http://graph.microsoft.com:443/v1.0",
        "wss://graph.microsoft.com/v1.0",
        "ftp://graph.microsoft.com:443/v1.0",
        "blob:https://graph.microsoft.com/v1.0",
        "data:https://graph.microsoft.com/v1.0",
        // Another port.
        "https://graph.microsoft.com:80/v1.0",
        "https://graph.microsoft.com:8443/v1.0",
        // Another host.
        "https://graph.microsoft.com.evil.example/v1.0",
        "https://graph.microsoft.com./v1.0",
        "https://graph.microsoft.co/v1.0",
        "https://evilgraph.microsoft.com/v1.0",
        "https://evil.example/graph.microsoft.com",
        "https://evil.example?https://graph.microsoft.com/v1.0",
        "https://evil.example#https://graph.microsoft.com/v1.0",
        // A user name or password.
        "https://graph.microsoft.com@evil.example/v1.0",
        "https://graph.microsoft.com:443@evil.example/v1.0",
        "https://graph.microsoft.com%2F@evil.example/v1.0",
        "https://me@graph.microsoft.com/v1.0",
        "https://me:secret@graph.microsoft.com/v1.0",
        "https://:secret@graph.microsoft.com/v1.0",
    ];
    for base in ["https://graph.microsoft.com", "https://graph.microsoft.com:443/graph"] {
        assert_own(base, false, &other);
    }
    assert_own("https://graph.microsoft.com:8443", false, &["https://graph.microsoft.com/v1.0"]);
    let loopback = ["http://[::1]/", "https://[::1]:8080/", "http://[::2]:8080/", "http://127.0.0.1:8080/"];
    assert_own("http://[::1]:8080", false, &loopback);
    assert_own("http://127.0.0.1:8080", false, &["http://[::ffff:127.0.0.1]:8080/", "http://localhost:8080/"]);
}

#[test]
fn a_link_is_own_only_below_the_path_of_the_base() {
    let base = BaseUrl::parse("https://gateway.example/graph/").expect("a base URL");
    let is_own_link = |link: &str| base.is_own_link(&Url::parse(link).expect(link));
    for link in [
        "https://gateway.example/graph",
        "https://gateway.example/graph?x=../..",
        "https://gateway.example/graph/v1.0/users",
        "https://gateway.example/other/../graph/v1.0",
        "https://gateway.example/graph/v1.0/..x/x../a..%2Fb/root:/x%2Fy",
    ] {
        assert!(is_own_link(link), "{link}");
    }
    for link in [
        "https://gateway.example",
        "https://gateway.example/",
        "https://gateway.example/v1.0/users",
        "https://gateway.example/graphs/v1.0",
        "https://gateway.example/graph.evil/v1.0",
        "https://gateway.example/Graph/v1.0",
        "https://gateway.example//graph/v1.0",
        "https://gateway.example/other/graph/v1.0",
        "https://gateway.example/graph/../other",
        "https://gateway.example/graph/%2e%2e/other",
        "https://gateway.example/graph\\..\\other",
        "https://gateway.example/graph/..%2Fother",
        "https://gateway.example/graph/%2E.%2fother",
        "https://gateway.example/graph/x%2F..%2F..%2Fother",
        "https://gateway.example/graph/..%5Cother",
        "https://gateway.example/graph%2Fv1.0",
    ] {
        assert!(!is_own_link(link), "{link}");
        base.follow(link).expect_err(link);
    }
    let reason = base.follow("https://gateway.example/v1.0/users");
    assert_eq!(reason, Err("points to a path outside `base_url`, which must not receive the token"));
}

#[test]
fn links_are_mapped_to_the_base_if_that_is_asked_for() {
    let mut base = BaseUrl::parse("https://gateway.example/graph").expect("a base URL");
    let (graph, next) = ("https://graph.microsoft.com", "/v1.0/users?$skiptoken=%2F..%2F'");
    let reason = base.follow(&format!("{graph}{next}")).expect_err("it is not mapped");
    assert!(reason.contains("Microsoft Graph instead of `base_url`") && reason.contains("map_links_from"), "{reason}");
    for alias in ["https://graph.microsoft.com/", "http://backend.example:8080/msgraph", "https://gateway.example"] {
        base.map_links_from(alias).expect(alias);
    }
    let expected = Url::parse(&format!("https://gateway.example/graph{next}")).expect("a URL");
    for address in [
        "https://graph.microsoft.com",
        "https://graph.microsoft.com:443",
        "http://backend.example:8080/msgraph",
        "https://gateway.example",
        "https://gateway.example/graph",
    ] {
        let link = format!("{address}{next}");
        assert_eq!(base.follow(&link), Ok(expected.clone()), "{link}");
        assert_eq!(base.redirect(&expected, &link), Ok(expected.clone()), "{link}");
    }
    for link in [
        "http://graph.microsoft.com/v1.0",
        "https://graph.microsoft.com@evil.example/v1.0",
        "https://me@graph.microsoft.com/v1.0",
        "http://backend.example:8080/other/v1.0",
        "http://backend.example:8080/msgraphs/v1.0",
        "https://graph.microsoft.com/..%2Fother",
        "https://evil.example/v1.0",
    ] {
        base.follow(link).expect_err(link);
    }
    let back = base.follow("https://graph.microsoft.com//evil.example/x").expect("it is mapped");
    assert_eq!(back.as_str(), "https://gateway.example/graph//evil.example/x");
}

#[test]
fn an_address_of_links_has_to_be_an_address() {
    for address in
        ["", "graph.microsoft.com", "ftp://x", "https://x/v1.0", "https://x/beta/", "https://x?y", "https://a@x"]
    {
        match GraphClient::builder().map_links_from(address).build() {
            Err(Error::Build(error)) => assert_eq!(error.field_name(), Some("map_links_from"), "{error}"),
            other => panic!("{address}: {other:?}"),
        }
    }
}

#[test]
fn a_redirect_leads_to_https_or_from_loopback_to_loopback() {
    let redirect = |base: &str, from: &str, to: &str| {
        let base = BaseUrl::parse(base).expect("a base URL");
        base.redirect(&from.parse().expect("a URL"), to).map(String::from)
    };
    let (graph, plain, tls) = ("https://graph.microsoft.com", "http://127.0.0.1:1", "https://127.0.0.1:1");
    let accepted = |to: &str| Ok(to.to_owned());
    assert_eq!(redirect(graph, graph, "https://example.com/x"), accepted("https://example.com/x"));
    assert_eq!(redirect(graph, graph, "/x?y=1"), accepted("https://graph.microsoft.com/x?y=1"));
    assert_eq!(redirect(plain, plain, "http://localhost:2/x"), accepted("http://localhost:2/x"));
    assert_eq!(redirect(plain, plain, "https://example.com/x"), accepted("https://example.com/x"));
    for (base, from, to) in [
        (graph, graph, "http://example.com/x"),
        (graph, graph, "http://127.0.0.1/x"),
        (plain, plain, "http://example.com/x"),
        // A redirect never leaves HTTPS, even on loopback.
        (tls, tls, "http://127.0.0.1:2/x"),
        (plain, "https://example.com/x", "http://127.0.0.1:1/x"),
        (graph, graph, "file:///x"),
    ] {
        assert_eq!(redirect(base, from, to), Err(NotFollowed::Insecure), "{base} {from} {to}");
    }
    assert_eq!(redirect(graph, graph, "https://a@example.com/x"), Err(NotFollowed::UserName));
    assert_eq!(redirect(graph, graph, "https://[x/"), Err(NotFollowed::InvalidLocation));
}
