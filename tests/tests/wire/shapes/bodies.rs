//! What is sent as a body.

use std::{borrow::Cow, collections::BTreeMap};

use graph_runtime::{Bytes, Patch, Secret, graph_action};
use graph_tests::server::{Response, Server};
use serde::Serialize;
use serde_json::json;

use super::{client, exchange, own_part, received};

/// A request with a JSON body, as a server receives it.
fn json(line: &str, body: &str) -> String {
    let length = body.len();
    format!("{line}\naccept: application/json\ncontent-type: application/json\ncontent-length: {length}\n\n{body}")
}

#[graph_action(POST, "/users/<id>/assignLicense", perms = "LicenseAssignment.ReadWrite.All")]
struct AssignLicense<'a> {
    id: &'a str,
    add_licenses: Vec<BTreeMap<&'a str, &'a str>>,
    remove_licenses: Vec<&'a str>,
    #[graph(name = "ReasonText")]
    reason: Option<&'a str>,
}

#[tokio::test]
async fn the_parameters_of_an_action_are_the_properties_of_its_body() {
    let assign = AssignLicense {
        id: "1",
        add_licenses: vec![BTreeMap::from([("skuId", "45715bb8")])],
        remove_licenses: Vec::new(),
        reason: None,
    };
    assert_eq!(
        received(&assign).await,
        json("POST /v1.0/users/1/assignLicense", r#"{"addLicenses":[{"skuId":"45715bb8"}],"removeLicenses":[]}"#)
    );
    let assign = AssignLicense { reason: Some("„neu“\n"), add_licenses: Vec::new(), ..assign };
    assert_eq!(
        received(&assign).await,
        json("POST /v1.0/users/1/assignLicense", r#"{"addLicenses":[],"removeLicenses":[],"ReasonText":"„neu“\n"}"#)
    );
}

#[graph_action(
    POST,
    "/deviceAppManagement/vppTokens",
    perms = "DeviceManagementServiceConfig.ReadWrite.All",
    odata_type = "#microsoft.graph.vppToken"
)]
struct CreateVppToken<'a> {
    organization_name: Option<&'a str>,
    #[graph(secret)]
    token: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct User<'a> {
    user_principal_name: &'a str,
    password: Secret<&'a str>,
}

#[graph_action(POST, "/users", perms = "User.ReadWrite.All")]
struct CreateUser<'a> {
    #[graph(body)]
    user: User<'a>,
}

#[tokio::test]
async fn an_entity_is_sent_property_by_property_or_whole() {
    assert_eq!(
        received(&CreateVppToken { organization_name: None, token: "8c51" }).await,
        json(
            "POST /v1.0/deviceAppManagement/vppTokens",
            r##"{"@odata.type":"#microsoft.graph.vppToken","token":"8c51"}"##
        )
    );
    let user = User { user_principal_name: "ada@contoso.com", password: "8c51".into() };
    assert_eq!(
        received(&CreateUser { user }).await,
        json("POST /v1.0/users", r#"{"userPrincipalName":"ada@contoso.com","password":"8c51"}"#)
    );
}

#[graph_action(PUT, "/x/<id>", perms = none)]
struct Whole<T: Serialize> {
    id: u8,
    #[graph(body)]
    content: T,
}

#[graph_action(POST, "/x", perms = none)]
struct MaybeWhole {
    #[graph(body)]
    content: Option<serde_json::Value>,
}

#[tokio::test]
async fn a_whole_body_is_any_json_value_and_may_be_left_out() {
    assert_eq!(received(&Whole { id: 1, content: json!([1, null]) }).await, json("PUT /v1.0/x/1", "[1,null]"));
    assert_eq!(received(&Whole { id: 1, content: "text" }).await, json("PUT /v1.0/x/1", r#""text""#));
    assert_eq!(received(&MaybeWhole { content: Some(json!({})) }).await, json("POST /v1.0/x", "{}"));
    assert_eq!(
        received(&MaybeWhole { content: None }).await,
        "POST /v1.0/x\naccept: application/json\ncontent-length: 0\n\n"
    );
}

#[graph_action(POST, "/groups/<group>/members/$ref", perms = "GroupMember.ReadWrite.All")]
struct AddMember<'a> {
    group: &'a str,
    #[graph(name = "@odata.id")]
    member: &'a str,
}

#[graph_action(PATCH, "/groups/<group>", perms = "GroupMember.ReadWrite.All")]
struct AddMembers<'a> {
    group: &'a str,
    #[graph(name = "members@odata.bind")]
    members: Vec<&'a str>,
}

#[tokio::test]
async fn references_have_odatas_own_names() {
    let member = "https://graph.microsoft.com/v1.0/directoryObjects/2";
    assert_eq!(
        received(&AddMember { group: "1", member }).await,
        json(
            "POST /v1.0/groups/1/members/$ref",
            r#"{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/2"}"#
        )
    );
    assert_eq!(
        received(&AddMembers { group: "1", members: vec![member] }).await,
        json(
            "PATCH /v1.0/groups/1",
            r#"{"members@odata.bind":["https://graph.microsoft.com/v1.0/directoryObjects/2"]}"#
        )
    );
}

#[graph_action(PATCH, "/users/<id>", perms = "User.ReadWrite.All")]
#[derive(Default)]
struct UpdateUser<'a> {
    id: &'a str,
    display_name: Option<&'a str>,
    job_title: Patch<&'a str>,
    office_location: Patch<&'a str>,
    business_phones: Patch<Vec<&'a str>>,
}

#[tokio::test]
async fn a_change_sends_what_is_set_and_what_is_cleared() {
    let update = UpdateUser::builder().id("1").job_title("Reader").clear_office_location().build();
    assert_eq!(received(&update).await, json("PATCH /v1.0/users/1", r#"{"jobTitle":"Reader","officeLocation":null}"#));
    let update = UpdateUser { id: "1", business_phones: Patch::Set(Vec::new()), ..UpdateUser::default() };
    assert_eq!(received(&update).await, json("PATCH /v1.0/users/1", r#"{"businessPhones":[]}"#));
}

#[graph_action(PUT, "/drives/<drive>/root:/<path..>:/content", perms = "Sites.ReadWrite.All")]
struct WriteFile<'a> {
    drive: &'a str,
    path: &'a str,
    #[graph(raw_body = "text/plain; charset=utf-8")]
    content: &'a str,
}

/// Sets a photo that is given as this type.
macro_rules! set_photo {
    ($ty:ty, $photo:expr) => {{
        #[graph_action(PUT, "/me/photo/$value", perms(delegated = "User.ReadWrite"))]
        struct SetPhoto {
            #[graph(raw_body = "image/jpeg")]
            photo: $ty,
        }
        SetPhoto { photo: $photo }
    }};
}

#[tokio::test]
async fn bytes_are_sent_as_they_are_with_their_media_type() {
    assert_eq!(
        received(&WriteFile { drive: "b!1", path: "a/b.txt", content: "Grüße\r\n\r\n" }).await,
        "PUT /v1.0/drives/b!1/root:/a/b.txt:/content\naccept: application/json\n\
         content-type: text/plain; charset=utf-8\ncontent-length: 11\n\nGrüße\r\n\r\n"
    );
    let every_byte: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let (request, outcome) = exchange(&set_photo!(Vec<u8>, every_byte.clone()), Response::empty(204)).await;
    outcome.expect("a success");
    assert_eq!(
        (request.header("content-type"), request.header("content-length")),
        (Some("image/jpeg"), Some("100000"))
    );
    assert!(request.body == every_byte, "each of the bytes arrives");
}

#[tokio::test]
async fn bytes_may_have_any_type_that_dereferences_to_bytes() {
    let expected = "PUT /v1.0/me/photo/$value\naccept: application/json\ncontent-type: image/jpeg\n\
                    content-length: 4\n\njpeg";
    assert_eq!(received(&set_photo!(Bytes, Bytes::from_static(b"jpeg"))).await, expected);
    assert_eq!(received(&set_photo!(&'static [u8], b"jpeg")).await, expected);
    assert_eq!(received(&set_photo!([u8; 4], *b"jpeg")).await, expected);
    assert_eq!(received(&set_photo!(String, "jpeg".to_owned())).await, expected);
    assert_eq!(received(&set_photo!(Cow<'static, [u8]>, Cow::Borrowed(b"jpeg"))).await, expected);
    assert_eq!(received(&set_photo!(Secret<&'static str>, Secret::new("jpeg"))).await, expected);
}

#[tokio::test]
async fn the_caller_can_give_the_media_type() {
    let server = Server::start([Response::empty(204)]).await;
    let set = set_photo!(&'static str, "png");
    client(&server).call(&set).header("Content-Type", "image/png").send().await.expect("a success");
    assert_eq!(
        own_part(&server, &server.request()),
        "PUT /v1.0/me/photo/$value\ncontent-type: image/png\naccept: application/json\ncontent-length: 3\n\npng"
    );
}

#[graph_action(POST, "/x", perms = none)]
struct MaybeBytes {
    #[graph(raw_body = "application/octet-stream")]
    content: Option<Bytes>,
}

#[tokio::test]
async fn omitted_or_empty_bytes_are_a_body_of_length_0() {
    assert_eq!(
        received(&MaybeBytes { content: None }).await,
        "POST /v1.0/x\naccept: application/json\ncontent-length: 0\n\n"
    );
    assert_eq!(
        received(&MaybeBytes { content: Some(Bytes::new()) }).await,
        "POST /v1.0/x\naccept: application/json\ncontent-type: application/octet-stream\ncontent-length: 0\n\n"
    );
}

#[graph_action(
    POST,
    "/deviceManagement/managedDevices/<id>/syncDevice",
    perms = "DeviceManagementManagedDevices.PrivilegedOperations.All"
)]
struct SyncDevice<'a> {
    id: &'a str,
}

#[graph_action(DELETE, "/users/<id>", perms = "User.ReadWrite.All")]
struct DeleteUser<'a> {
    id: &'a str,
}

#[tokio::test]
async fn without_a_body_no_content_type_is_sent() {
    assert_eq!(
        received(&SyncDevice { id: "1" }).await,
        "POST /v1.0/deviceManagement/managedDevices/1/syncDevice\naccept: application/json\ncontent-length: 0\n\n"
    );
    assert_eq!(received(&DeleteUser { id: "1" }).await, "DELETE /v1.0/users/1\naccept: application/json\n\n");
}
