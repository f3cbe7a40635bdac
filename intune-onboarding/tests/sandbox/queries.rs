//! The query options that the tenant takes.

use intune_onboarding::sandbox::Sandbox;
use serde_json::Value;

use crate::{ANDROID, DEP, VPP, by_hand::ByHand, start};

/// Returns a property of each entity in a list.
async fn values(hand: &ByHand<'_>, path: &str, property: &str) -> Vec<String> {
    let body = hand.get(path).send().await.body;
    let entities = body["value"].as_array().unwrap_or_else(|| panic!("{path}: {body}"));
    entities.iter().map(|entity| entity[property].as_str().expect("a text").to_owned()).collect()
}

#[tokio::test]
async fn a_list_is_filtered_and_ordered() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let organizations = async |query: &str| values(&hand, &format!("{VPP}?$top=9&{query}"), "organizationName").await;
    assert_eq!(organizations("$filter=state%20eq%20'expired'").await, ["Contoso"]);
    assert_eq!(
        organizations("$filter=vppTokenAccountType eq 'business' and state ne 'expired'").await,
        ["Contoso Retail"]
    );
    assert_eq!(organizations("$filter=startswith(organizationName,'contoso s')").await, ["Contoso School"]);
    assert_eq!(
        organizations("$orderby=expirationDateTime desc").await,
        ["Contoso School", "Contoso Retail", "Contoso"]
    );
    assert_eq!(organizations("$orderby=vppTokenAccountType desc,state").await[0], "Contoso School");
    assert_eq!(organizations("$search=\"retail\"").await, ["Contoso Retail"]);
    assert_eq!(organizations("$skip=2").await, ["Contoso School"]);
    assert_eq!(organizations("$filter=expirationDateTime lt 2000-01-01T00:00:00Z").await, [""; 0]);
    let expiring = format!("{DEP}?$filter=tokenExpirationDateTime lt 2999-01-01T00:00:00Z&$count=true&$top=1");
    let body = hand.get(&expiring).send().await.body;
    assert_eq!((body["@odata.count"].as_u64(), body["value"].as_array().map(Vec::len)), (Some(2), Some(1)));
}

#[tokio::test]
async fn a_filtered_list_comes_in_pages_as_well() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let first = hand
        .get(&format!("{VPP}?$filter=state eq 'valid' or state eq 'expired'&$orderby=organizationName"))
        .send()
        .await
        .body;
    let next =
        first["@odata.nextLink"].as_str().and_then(|next| next.strip_prefix(sandbox.url())).expect("a next page");
    let second = hand.get(next).send().await.body;
    assert_eq!(second["value"].as_array().map(Vec::len), Some(1));
    assert_eq!(second["value"][0]["organizationName"], "Contoso School");
}

#[tokio::test]
async fn what_is_below_a_setting_can_be_expanded() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let path =
        format!("{DEP}/{}?$expand=defaultIosEnrollmentProfile,enrollmentProfiles", Sandbox::DEP_ONBOARDING_SETTING);
    let body = hand.get(&path).send().await.body;
    assert_eq!(body["defaultIosEnrollmentProfile"]["displayName"], "Phones");
    assert_eq!(body["enrollmentProfiles"].as_array().map(Vec::len), Some(3));
    assert_eq!(body["enrollmentProfiles"][0]["@odata.type"], "#microsoft.graph.depIOSEnrollmentProfile");
}

#[tokio::test]
async fn a_count_is_a_text() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    let response = hand.get(&format!("{VPP}/$count?$filter=state eq 'valid'")).send().await;
    assert_eq!(
        (response.body, &response.headers["content-type"]),
        (Value::from(2), &"text/plain".parse().expect("a value"))
    );
    assert_eq!(hand.get(&format!("{ANDROID}/$count")).send().await.body, 3);
}

#[tokio::test]
async fn query_options_that_are_not_supported_are_not_ignored() {
    let (sandbox, _) = start();
    let hand = ByHand::to(&sandbox);
    for query in [
        "$filter=nothing%20eq%20'valid'",
        "$filter=state",
        "$select=id,nothing",
        "$top=-1",
        "$top=x",
        "$skip=-1",
        "$orderby=nothing",
        "$orderby=state up",
        "$expand=nothing",
        "$apply=x",
        "top=1",
    ] {
        hand.get(&format!("{VPP}?{query}")).rejected(400, "BadRequest").await;
    }
    let path = format!("{VPP}/{}?$top=1", Sandbox::VPP_TOKEN);
    hand.get(&path).rejected(400, "BadRequest").await;
}
