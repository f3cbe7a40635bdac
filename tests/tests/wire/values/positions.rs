//! The positions in which a value can stand, and how a server finds it there.
//!
//! A server reads OData as the standard says: it splits the path at `/` and the query at `&`, undoes the
//! percent-encoding of each part, and then reads literals, in which a quote stands for one if it is doubled.

use graph_runtime::{Error, GraphClient, QueryOptions, graph_action};
use graph_tests::server::Request;
use percent_encoding::percent_decode_str;

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    Segment,
    PartOfSegment,
    ItemBeforeColon,
    NameBetweenColons,
    Quoted,
    QuotedInSegment,
    QuotedList,
    Bare,
    BareList,
    AlternateKey,
    Greedy,
    Query,
    QuotedQuery,
    QueryList,
    QuotedQueryList,
    Alias,
    Filter,
    Search,
    Property,
    WholeBody,
    RawBody,
    Header,
}

#[graph_action(GET, "/users/<id>/messages", perms = "User.Read.All")]
struct Segment<'a> {
    id: &'a str,
}

#[graph_action(GET, "/sites/contoso,<site>,1/lists", perms = "Sites.Read.All")]
struct PartOfSegment<'a> {
    site: &'a str,
}

#[graph_action(GET, "/drives/items/<parent>:/children", perms = "Sites.Read.All")]
struct ItemBeforeColon<'a> {
    parent: &'a str,
}

#[graph_action(GET, "/drives/items/1:/folder/<name>:/content", perms = "Sites.Read.All")]
struct NameBetweenColons<'a> {
    name: &'a str,
}

#[graph_action(GET, "/reports/getCounts(top=1,period='<period>',x='y')/content", perms = "Reports.Read.All")]
struct Quoted<'a> {
    period: &'a str,
}

#[graph_action(GET, "/policies/a='b',tenant='<tenant>',c='d'/x", perms = "Policy.Read.All")]
struct QuotedInSegment<'a> {
    tenant: &'a str,
}

#[graph_action(GET, "/reports/f(before=['a'],ids=['<ids>'],after=[1])", perms = "Reports.Read.All")]
struct QuotedList<'a> {
    ids: Vec<&'a str>,
}

#[graph_action(GET, "/reports/f(before=['a'],ids=[<ids>],after=[1])", perms = "Reports.Read.All")]
struct BareList<'a> {
    ids: &'a [&'a str],
}

#[graph_action(GET, "/workbook/tables/itemAt(index=<index>)/rows", perms(delegated = "Files.ReadWrite"))]
struct Bare<'a> {
    index: &'a str,
}

#[graph_action(GET, "/users(userPrincipalName='<upn>')/messages/$count", perms = "User.Read.All")]
struct AlternateKey<'a> {
    upn: &'a str,
}

#[graph_action(GET, "/drives/1/root:/<path..>:/content", perms = "Sites.Read.All")]
struct Greedy<'a> {
    path: &'a str,
}

#[graph_action(GET, "/users", perms = "User.Read.All")]
struct Query<'a> {
    #[graph(query)]
    before: u8,
    #[graph(query)]
    value: &'a str,
    #[graph(query_options)]
    options: QueryOptions,
    #[graph(query)]
    after: u8,
}

#[graph_action(GET, "/users", perms = "User.Read.All")]
struct QuotedQuery<'a> {
    #[graph(query, quoted)]
    value: &'a str,
    #[graph(query)]
    after: u8,
}

#[graph_action(GET, "/users", perms = "User.Read.All")]
struct QueryList<'a> {
    #[graph(query = "$select")]
    value: [&'a str; 3],
    #[graph(query)]
    after: u8,
}

#[graph_action(GET, "/users", perms = "User.Read.All")]
struct QuotedQueryList<'a> {
    #[graph(query, quoted)]
    value: Option<Vec<&'a str>>,
    #[graph(query)]
    after: u8,
}

#[graph_action(GET, "/users/f(ids=@ids)", perms = "User.Read.All")]
struct Alias<'a> {
    #[graph(query = "@ids", quoted)]
    ids: Vec<&'a str>,
    #[graph(query)]
    after: u8,
}

#[graph_action(POST, "/users", perms = "User.ReadWrite.All")]
struct Property<'a> {
    before: u8,
    value: &'a str,
    after: u8,
}

#[graph_action(POST, "/users", perms = "User.ReadWrite.All")]
struct WholeBody<'a> {
    #[graph(body)]
    value: &'a str,
}

#[graph_action(PUT, "/me/photo/$value", perms(delegated = "User.ReadWrite"))]
struct RawBody<'a> {
    #[graph(raw_body = "application/octet-stream")]
    value: &'a str,
}

#[graph_action(GET, "/users", perms = "User.Read.All")]
struct Header<'a> {
    #[graph(header = "X-Value")]
    value: &'a str,
}

impl Position {
    pub(crate) const ALL: [Self; 22] = [
        Self::Segment,
        Self::PartOfSegment,
        Self::ItemBeforeColon,
        Self::NameBetweenColons,
        Self::Quoted,
        Self::QuotedInSegment,
        Self::QuotedList,
        Self::Bare,
        Self::BareList,
        Self::AlternateKey,
        Self::Greedy,
        Self::Query,
        Self::QuotedQuery,
        Self::QueryList,
        Self::QuotedQueryList,
        Self::Alias,
        Self::Filter,
        Self::Search,
        Self::Property,
        Self::WholeBody,
        Self::RawBody,
        Self::Header,
    ];

    /// Whether the value can be sent here: it would neither address another resource nor break out of a
    /// header, nor vanish in one.
    pub(crate) fn takes(self, value: &str) -> bool {
        let is_segment = |segment: &str| !matches!(segment, "" | "." | "..");
        let is_name = |name: &str| is_segment(name) && !is_odata(name);
        let is_literal = |c: char| c.is_alphanumeric() || "-_.:+~".contains(c);
        match self {
            Self::Segment => is_segment(value) && !value.starts_with('$'),
            Self::PartOfSegment => is_segment(value),
            Self::ItemBeforeColon | Self::NameBetweenColons => is_name(value),
            Self::Bare | Self::BareList => is_segment(value) && value.chars().all(is_literal),
            Self::Greedy => value.split('/').all(is_name),
            Self::Header => !value.trim().is_empty() && value.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')),
            _ => true,
        }
    }

    /// Builds the request.
    pub(crate) fn prepare(self, client: &GraphClient, value: &str) -> Result<reqwest::Request, Error> {
        self.with(value, Prepare(client))
    }

    /// Sends the request.
    pub(crate) async fn send(self, client: &GraphClient, value: &str) -> Result<(), Error> {
        self.with(value, Send(client)).await
    }

    fn with<U: Use>(self, value: &str, user: U) -> U::Output {
        let query = |value, options| Query { before: 1, value, options, after: 2 };
        let literal = value.replace('\'', "''");
        match self {
            Self::Segment => user.call(&Segment { id: value }),
            Self::PartOfSegment => user.call(&PartOfSegment { site: value }),
            Self::ItemBeforeColon => user.call(&ItemBeforeColon { parent: value }),
            Self::NameBetweenColons => user.call(&NameBetweenColons { name: value }),
            Self::Quoted => user.call(&Quoted { period: value }),
            Self::QuotedInSegment => user.call(&QuotedInSegment { tenant: value }),
            Self::QuotedList => user.call(&QuotedList { ids: vec!["a", value, "b"] }),
            Self::Bare => user.call(&Bare { index: value }),
            Self::BareList => user.call(&BareList { ids: &["1", value] }),
            Self::QuotedQuery => user.call(&QuotedQuery { value, after: 2 }),
            Self::QueryList => user.call(&QueryList { value: ["a", value, "b"], after: 2 }),
            Self::QuotedQueryList => user.call(&QuotedQueryList { value: Some(vec!["a", value, "b"]), after: 2 }),
            Self::Alias => user.call(&Alias { ids: vec!["a", value, "b"], after: 2 }),
            Self::AlternateKey => user.call(&AlternateKey { upn: value }),
            Self::Greedy => user.call(&Greedy { path: value }),
            Self::Query => user.call(&query(value, QueryOptions::new())),
            Self::Filter => {
                user.call(&query("", QueryOptions::new().filter(format!("displayName eq '{literal}'")).top(1)))
            }
            Self::Search => user.call(&query("", QueryOptions::new().search(value).top(1))),
            Self::Property => user.call(&Property { before: 1, value, after: 2 }),
            Self::WholeBody => user.call(&WholeBody { value }),
            Self::RawBody => user.call(&RawBody { value }),
            Self::Header => user.call(&Header { value }),
        }
    }

    /// Finds the value in a request as a server does.
    #[track_caller]
    pub(crate) fn find(self, request: &Request) -> String {
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let is_clean = |byte: u8| byte.is_ascii_graphic() && !b"\"#<>\\^`{|}".contains(&byte);
        assert!(
            request.target.bytes().all(is_clean),
            "{self:?}: {path}?{query} has a character that is none of a URL's"
        );
        match self {
            Self::Segment => decode(between(&segments(path)[..], &["v1.0", "users"], &["messages"])),
            Self::PartOfSegment => {
                let segment = between(&segments(path)[..], &["v1.0", "sites"], &["lists"]);
                inside(&decode(segment), "contoso,", ",1").to_owned()
            }
            Self::ItemBeforeColon => {
                let segment = between(&segments(path)[..], &["v1.0", "drives", "items"], &["children"]);
                let item = segment.strip_suffix(':').expect("a colon");
                assert!(!item.contains(':'), "{item} ends before its last colon");
                decode(item)
            }
            Self::NameBetweenColons => {
                let name = inside(path, "/v1.0/drives/items/1:/folder/", ":/content");
                assert!(!name.contains([':', '/']), "{name} ends before its last character");
                decode(name)
            }
            Self::Quoted => {
                let function = between(&segments(path)[..], &["v1.0", "reports"], &["content"]);
                unquoted(&decode(function), "getCounts(top=1,period=", ",x='y')")
            }
            Self::QuotedInSegment => {
                let key = between(&segments(path)[..], &["v1.0", "policies"], &["x"]);
                unquoted(&decode(key), "a='b',tenant=", ",c='d'")
            }
            Self::QuotedList => {
                let function = between(&segments(path)[..], &["v1.0", "reports"], &[]);
                unquoted(&decode(function), "f(before=['a'],ids=['a',", ",'b'],after=[1])")
            }
            Self::BareList => {
                let function = decode(between(&segments(path)[..], &["v1.0", "reports"], &[]));
                let literal = inside(&function, "f(before=['a'],ids=[1,", "],after=[1])");
                assert!(!literal.contains([',', ']', '\'', '(']), "{literal} is not one literal");
                literal.to_owned()
            }
            Self::QuotedQuery => unquoted(&parameter(query, &["value", "after"], "value"), "", ""),
            Self::QueryList => {
                let elements: Vec<_> = inside(query, "$select=", "&after=2").split(',').map(decode).collect();
                let [first, value, last] = &elements[..] else { panic!("{query} has three elements") };
                assert_eq!((first.as_str(), last.as_str()), ("a", "b"));
                value.clone()
            }
            Self::QuotedQueryList => unquoted(&parameter(query, &["value", "after"], "value"), "'a',", ",'b'"),
            Self::Alias => unquoted(&parameter(query, &["@ids", "after"], "@ids"), "['a',", ",'b']"),
            Self::Bare => {
                let function = decode(between(&segments(path)[..], &["v1.0", "workbook", "tables"], &["rows"]));
                inside(&function, "itemAt(index=", ")").to_owned()
            }
            Self::AlternateKey => {
                let key = between(&segments(path)[..], &["v1.0"], &["messages", "$count"]);
                unquoted(&decode(key), "users(userPrincipalName=", ")")
            }
            Self::Greedy => {
                let rest = inside(path, "/v1.0/drives/1/root:/", ":/content");
                let segments: Vec<_> = rest.split('/').map(decode).collect();
                assert!(segments.iter().all(|segment| !segment.contains('/')), "{rest} has a slash that is none");
                segments.join("/")
            }
            Self::Query => parameter(query, &["before", "value", "after"], "value"),
            Self::Filter => {
                let filter = parameter(query, &["before", "value", "$filter", "$top", "after"], "$filter");
                unquoted(&filter, "displayName eq ", "")
            }
            Self::Search => parameter(query, &["before", "value", "$search", "$top", "after"], "$search"),
            Self::Property => {
                let body = request.json();
                assert_eq!((&body["before"], &body["after"]), (&1.into(), &2.into()));
                body["value"].as_str().expect("a string").to_owned()
            }
            Self::WholeBody => request.json().as_str().expect("a string").to_owned(),
            Self::RawBody => request.text().to_owned(),
            Self::Header => request.header("x-value").expect("the header").to_owned(),
        }
    }
}

/// Whether OData gives the segment a meaning, whatever is before it.
fn is_odata(segment: &str) -> bool {
    let name: String = segment.chars().take_while(|c| *c == '$' || c.is_ascii_alphanumeric()).collect();
    let has_meaning = segment[name.len()..].chars().next().is_none_or(|c| !".-_~!$&'*+,;=@".contains(c));
    let segments = [
        "$all",
        "$batch",
        "$count",
        "$crossjoin",
        "$each",
        "$entity",
        "$filter",
        "$metadata",
        "$query",
        "$ref",
        "$value",
    ];
    has_meaning && segments.contains(&name.to_ascii_lowercase().as_str())
}

/// What is done with an action, whichever it is.
trait Use {
    type Output;
    fn call<A: graph_runtime::GraphAction<Response = ()>>(self, action: &A) -> Self::Output;
}

struct Prepare<'c>(&'c GraphClient);

impl Use for Prepare<'_> {
    type Output = Result<reqwest::Request, Error>;

    fn call<A: graph_runtime::GraphAction<Response = ()>>(self, action: &A) -> Self::Output {
        self.0.prepare(action)
    }
}

struct Send<'c>(&'c GraphClient);

impl Use for Send<'_> {
    type Output = graph_runtime::client::ResponseFuture<()>;

    fn call<A: graph_runtime::GraphAction<Response = ()>>(self, action: &A) -> Self::Output {
        self.0.send(action)
    }
}

fn segments(path: &str) -> Vec<&str> {
    path.strip_prefix('/').expect("a slash").split('/').collect()
}

/// The one segment that stands between those that are known.
#[track_caller]
fn between<'p>(segments: &[&'p str], before: &[&str], after: &[&str]) -> &'p str {
    let [start @ .., _] = &segments[..=before.len()] else { panic!("no segment") };
    assert_eq!((start, &segments[before.len() + 1..]), (before, after), "{segments:?}");
    segments[before.len()]
}

#[track_caller]
fn inside<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let rest = text.strip_prefix(before).unwrap_or_else(|| panic!("{text} begins with {before}"));
    rest.strip_suffix(after).unwrap_or_else(|| panic!("{text} ends with {after}"))
}

/// The value of an OData string literal between what is known.
#[track_caller]
fn unquoted(text: &str, before: &str, after: &str) -> String {
    let literal = inside(inside(text, before, after), "'", "'");
    let value = literal.replace("''", "\0quote\0");
    assert!(!value.contains('\''), "{literal} ends before its last quote");
    value.replace("\0quote\0", "'")
}

/// The value of one parameter of a query, which has these parameters and no other.
#[track_caller]
fn parameter(query: &str, names: &[&str], wanted: &str) -> String {
    let pairs: Vec<_> = query.split('&').map(|pair| pair.split_once('=').expect("a value")).collect();
    assert_eq!(pairs.iter().map(|(name, _)| decode(name)).collect::<Vec<_>>(), names);
    let (_, value) = pairs.iter().find(|(name, _)| decode(name) == wanted).expect("the parameter");
    assert!(!value.contains('+'), "a `+` means a space to some servers and itself to others: {value}");
    decode(value)
}

fn decode(encoded: &str) -> String {
    percent_decode_str(encoded).decode_utf8().expect("UTF-8").into_owned()
}
