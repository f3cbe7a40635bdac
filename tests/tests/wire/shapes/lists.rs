//! Lists in paths and queries, and string literals in queries.

use graph_runtime::{GraphAction, Secret, graph_action, metadata::ParameterPosition};
use graph_tests::server::Server;

use super::{client, received};

/// A GET without a body, as a server receives it.
fn get(target: &str) -> String {
    format!("GET {target}\naccept: application/json\n\n")
}

#[graph_action(
    GET,
    "/deviceManagement/reports/getDevices(ids=['<ids>'],levels=[<levels>],name='<name>')",
    perms = "DeviceManagementManagedDevices.Read.All"
)]
struct GetDevices<'a, T: std::fmt::Display> {
    ids: Vec<T>,
    levels: &'a [i32],
    name: &'a str,
}

#[tokio::test]
async fn each_element_of_a_list_in_a_path_is_a_literal() {
    let path = "/v1.0/deviceManagement/reports/getDevices";
    for (ids, levels, written) in [
        (vec!["1"], &[-1][..], "ids=['1'],levels=[-1]"),
        (vec!["O'Brien", "a,b", "c/d"], &[1, 2, 3], "ids=['O''Brien','a,b','c%2Fd'],levels=[1,2,3]"),
        (vec!["','"], &[0], "ids=[''','''],levels=[0]"),
        (vec!["", ""], &[], "ids=['',''],levels=[]"),
        (vec![], &[], "ids=[],levels=[]"),
    ] {
        let action = GetDevices { ids, levels, name: "it's" };
        assert_eq!(received(&action).await, get(&format!("{path}({written},name='it''s')")));
    }
    let built = GetDevices::<u8>::builder().ids(vec![1, 2]).levels(&[3][..]).name("n").build();
    assert_eq!(received(&built).await, get(&format!("{path}(ids=['1','2'],levels=[3],name='n')")));
    let positions: Vec<_> = GetDevices::<u8>::METADATA.path.parameters().map(|parameter| parameter.position).collect();
    assert_eq!(positions, [ParameterPosition::QuotedList, ParameterPosition::BareList, ParameterPosition::Quoted]);
}

#[graph_action(GET, "/reports/f(ids=['<id>'],levels=[<level>])", perms = "Reports.Read.All")]
struct OneOfEach<'a> {
    id: &'a str,
    level: u8,
}

#[tokio::test]
async fn a_single_value_in_brackets_is_a_list_of_one() {
    assert_eq!(received(&OneOfEach { id: "a'b", level: 7 }).await, get("/v1.0/reports/f(ids=['a''b'],levels=[7])"));
    assert_eq!(received(&OneOfEach { id: "", level: 7 }).await, get("/v1.0/reports/f(ids=[''],levels=[7])"));
}

#[graph_action(GET, "/users/getByIds(ids=@ids,names=@names)", perms = "User.Read.All")]
#[derive(Default)]
struct Lists<'a> {
    #[graph(query = "$select")]
    fields: Vec<&'a str>,
    #[graph(query)]
    levels: Option<[u8; 2]>,
    #[graph(query, quoted)]
    words: Option<Vec<&'a str>>,
    #[graph(query = "@ids")]
    ids: Option<&'a [u32]>,
    #[graph(query = "@names", quoted)]
    names: Vec<&'a str>,
}

#[tokio::test]
async fn a_list_in_a_query_is_joined_by_commas_and_that_of_an_alias_is_in_brackets() {
    let path = "/v1.0/users/getByIds(ids=@ids,names=@names)";
    let lists = Lists {
        fields: vec!["id", "a,b", "c d&e"],
        levels: Some([1, 2]),
        words: Some(vec!["O'Brien", ""]),
        ids: Some(&[3, 4]),
        names: vec!["a'b", "c,d"],
    };
    assert_eq!(
        received(&lists).await,
        get(&format!(
            "{path}?$select=id,a%2Cb,c%20d%26e&levels=1,2&words=%27O%27%27Brien%27,%27%27&@ids=%5B3,4%5D\
             &@names=%5B%27a%27%27b%27,%27c%2Cd%27%5D"
        ))
    );
}

#[tokio::test]
async fn an_empty_list_in_a_query_is_not_sent_but_that_of_an_alias_is() {
    let path = "/v1.0/users/getByIds(ids=@ids,names=@names)";
    assert_eq!(received(&Lists::default()).await, get(&format!("{path}?@names=%5B%5D")));
    let empty = Lists { words: Some(Vec::new()), ids: Some(&[]), ..Lists::default() };
    assert_eq!(received(&empty).await, get(&format!("{path}?@ids=%5B%5D&@names=%5B%5D")));
}

#[graph_action(GET, "/reports/getCounts(period=@period)", perms = "Reports.Read.All")]
struct GetCounts<'a> {
    #[graph(query = "@period", quoted)]
    period: &'a str,
    #[graph(query, quoted)]
    other: Option<&'a str>,
    #[graph(query)]
    plain: &'a str,
}

#[tokio::test]
async fn a_quoted_value_is_a_string_literal_and_the_next_one_is_not() {
    let path = "/v1.0/reports/getCounts(period=@period)";
    assert_eq!(
        received(&GetCounts { period: "O'Brien & co", other: None, plain: "x" }).await,
        get(&format!("{path}?@period=%27O%27%27Brien%20%26%20co%27&plain=x"))
    );
    assert_eq!(
        received(&GetCounts { period: "", other: Some("'"), plain: "x" }).await,
        get(&format!("{path}?@period=%27%27&other=%27%27%27%27&plain=x"))
    );
}

#[graph_action(GET, "/vaults/open(codes=['<codes>'],pins=[<pins>])", perms = none)]
struct OpenVault<'a> {
    #[graph(secret)]
    codes: Vec<&'a str>,
    pins: Vec<Secret<u16>>,
    #[graph(query, secret, quoted)]
    words: Vec<&'a str>,
    #[graph(query)]
    keys: Option<Vec<Secret<&'a str>>>,
}

#[tokio::test]
async fn a_list_with_a_secret_is_sent_but_not_shown() {
    let open = OpenVault {
        codes: vec!["hunter2", "hunter3"],
        pins: vec![Secret::new(4)],
        words: vec!["hunter5"],
        keys: Some(vec!["hunter6".into()]),
    };
    assert_eq!(
        received(&open).await,
        get("/v1.0/vaults/open(codes=['hunter2','hunter3'],pins=[4])?words=%27hunter5%27&keys=hunter6")
    );
    let server = Server::start([]).await;
    let preview = client(&server).call(&open).preview().expect("a preview");
    let shown = preview.url().strip_prefix(&server.url()).expect("the base");
    assert_eq!(shown, "/v1.0/vaults/open(codes=['[redacted]'],pins=[[redacted]])?words=[redacted]&keys=[redacted]");
}
