//! The declarations that `tests/write/golden.rs` compares with what is written: they compile without a warning, and
//! prepare the requests of their operations.

/// Operations of every kind.
#[deny(warnings)]
#[allow(dead_code, unreachable_pub, reason = "a library would export what is declared")]
#[allow(clippy::pedantic, clippy::style, reason = "the names are those of the description")]
mod everything;
/// Operations of device onboarding.
#[deny(warnings)]
#[allow(dead_code, unreachable_pub, reason = "a library would export what is declared")]
#[allow(clippy::pedantic, clippy::style, reason = "the names are those of the description")]
mod onboarding;

use graph_runtime::{Error, GraphAction, GraphClient, QueryOptions};

fn prepare<A: GraphAction>(action: &A) -> Result<(String, String), Error> {
    let graph = GraphClient::builder().base_url("http://127.0.0.1:1").build()?;
    let request = graph.prepare(action)?;
    let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default();
    let query = request.url().query().map(|query| format!("?{query}")).unwrap_or_default();
    let url = format!("{} {}{query}", request.method(), request.url().path());
    Ok((url, String::from_utf8_lossy(body).into_owned()))
}

#[test]
fn device_onboarding_is_called_as_documented() -> Result<(), Error> {
    let upload = onboarding::UploadDepToken::builder().id("1").apple_id("it@contoso.com").dep_token("MIAG").build();
    let (url, body) = prepare(&upload)?;
    assert_eq!(url, "POST /beta/deviceManagement/depOnboardingSettings/1/uploadDepToken");
    assert_eq!(body, r#"{"appleId":"it@contoso.com","depToken":"MIAG"}"#);
    assert!(!format!("{upload:?}").contains("MIAG"));

    let update = onboarding::UpdateVppToken::builder().id("1").token("8c51").clear_country_or_region().build();
    let (url, body) = prepare(&update)?;
    assert_eq!(url, "PATCH /v1.0/deviceAppManagement/vppTokens/1");
    let expected = r##"{"@odata.type":"#microsoft.graph.vppToken","countryOrRegion":null,"token":"8c51"}"##;
    assert_eq!(body, expected);

    let list = onboarding::ListVppTokens::builder().options(QueryOptions::new().top(1)).build();
    assert_eq!(prepare(&list)?.0, "GET /v1.0/deviceAppManagement/vppTokens?$top=1");
    Ok(())
}

#[test]
fn names_that_rust_or_the_builder_reserves_are_sent_as_they_are() -> Result<(), Error> {
    use everything::{GetBetween, PlainKind, UpdateThing};

    let start = "2026-01-01T00:00:00Z".parse::<graph_runtime::DateTimeOffset>().expect("a time");
    let names = ["a", "b"];
    let get = GetBetween::builder().kind(PlainKind::V10_0).start(start).names(names).r#type("x").build();
    let path = "GET /v1.0/things/getBetween(kind='v10_0',start=2026-01-01T00:00:00Z,names=['a','b'],type='x')";
    assert_eq!(prepare(&get)?.0, path);

    let update = UpdateThing::builder().id("1").if_match("*").item_list(["a"]).build_value(1).r#match("m").crate_("c");
    let (_, body) = prepare(&update.external_mdm("e").additional("f").build())?;
    let expected = r##"{"@odata.type":"#microsoft.graph.thing","additional":"f","items":["a"],"build":1,"crate":"c","externalMDM":"e","match":"m"}"##;
    assert_eq!(body, expected);
    Ok(())
}

#[test]
fn a_file_a_reference_and_a_derived_type_are_bodies() -> Result<(), Error> {
    use everything::{AddPart, ReplaceShape, RoundGraphShape, SetPhotoContent, Shape};

    let (url, body) = prepare(&SetPhotoContent::builder().id("1").content("JFIF").build())?;
    assert_eq!((url.as_str(), body.as_str()), ("PUT /v1.0/things/1/photo/$value", "JFIF"));
    let (_, body) = prepare(&AddPart::builder().id("1").odata_id("https://graph.microsoft.com/v1.0/parts/2").build())?;
    assert_eq!(body, r#"{"@odata.id":"https://graph.microsoft.com/v1.0/parts/2"}"#);

    let round = RoundGraphShape { radius: Some(f64::INFINITY), ..RoundGraphShape::default() };
    let (_, body) = prepare(&ReplaceShape::builder().shape(Shape::Round(round)).build())?;
    assert_eq!(body, r##"{"@odata.type":"#microsoft.graph.roundGraphShape","radius":"INF"}"##);
    Ok(())
}

#[test]
fn what_was_read_is_written_back_whole() {
    let json = serde_json::json!({
        "@odata.type": "#microsoft.graph.thing",
        "id": "1",
        "aBinary": "aGVsbG8=",
        "aDuration": "PT1H",
        "aLong": 9_007_199_254_740_993_i64,
        "additional": "a property, not the others",
        "flags": "first,third",
        "kinds": ["v100", "laterKind"],
        "parent": {"id": "2", "parent": {"id": "3"}},
        "left": {"right": {"left": {"right": {}}}},
        "shape": {"@odata.type": "#microsoft.graph.laterShape", "corners": 5},
        "password": "not-to-be-shown",
        "laterProperty": "not-to-be-shown",
    });
    let thing: everything::Thing = serde_json::from_value(json.clone()).expect("a thing");
    assert_eq!(serde_json::to_value(&thing).expect("JSON"), json);
    assert!(!format!("{thing:?}").contains("not-to-be-shown"), "{thing:?}");
}
