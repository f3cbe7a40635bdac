//! What stands in a path.

use graph_runtime::{
    Bytes, Page, graph_action,
    odata::{ODataValue, PlainText},
};

use super::received;

/// A GET that asks for JSON, as a server receives it.
fn get(target: &str) -> String {
    format!("GET {target}\naccept: application/json\n\n")
}

#[graph_action(
    GET,
    "/users/<user>/calendarGroups/<group>/calendars/<calendar>/events/<event>/instances/<instance>/attachments/<attachment>",
    perms(delegated = "Calendars.Read", personal = "Calendars.Read", application = "Calendars.Read"),
    returns = serde_json::Value
)]
struct GetAttachment<'a> {
    attachment: &'a str,
    instance: u64,
    event: String,
    calendar: &'a str,
    group: std::borrow::Cow<'a, str>,
    user: char,
}

#[tokio::test]
async fn parameters_replace_their_placeholders() {
    let attachment = GetAttachment {
        attachment: "AAMk=",
        instance: 7,
        event: "e-1".into(),
        calendar: "c/1",
        group: "Team 1".into(),
        user: 'ü',
    };
    assert_eq!(
        received(&attachment).await,
        get("/v1.0/users/%C3%BC/calendarGroups/Team%201/calendars/c%2F1/events/e-1/instances/7/attachments/AAMk=")
    );
}

#[graph_action(GET, "/groups/<id>/members/$count", perms = "GroupMember.Read.All", returns = PlainText<u64>)]
struct CountMembers<'a> {
    id: &'a str,
    #[graph(header = "ConsistencyLevel")]
    consistency_level: &'a str,
}

#[tokio::test]
async fn a_count_accepts_text() {
    assert_eq!(
        received(&CountMembers { id: "1", consistency_level: "eventual" }).await,
        "GET /v1.0/groups/1/members/$count\nconsistencylevel: eventual\naccept: text/plain\n\n"
    );
}

#[graph_action(DELETE, "/groups/<group>/members/<member>/$ref", perms = "GroupMember.ReadWrite.All")]
struct RemoveMember<'a> {
    group: &'a str,
    member: &'a str,
}

#[graph_action(DELETE, "/groups/<group>/members/$ref", perms = "GroupMember.ReadWrite.All")]
struct RemoveMemberAt<'a> {
    group: &'a str,
    #[graph(query = "@id")]
    member: &'a str,
}

#[tokio::test]
async fn a_reference_is_removed_by_its_key_or_by_its_address() {
    assert_eq!(
        received(&RemoveMember { group: "1", member: "2" }).await,
        "DELETE /v1.0/groups/1/members/2/$ref\naccept: application/json\n\n"
    );
    let member = "https://graph.microsoft.com/v1.0/directoryObjects/2?x=1&y=2";
    assert_eq!(
        received(&RemoveMemberAt { group: "1", member }).await,
        "DELETE /v1.0/groups/1/members/$ref\
         ?@id=https://graph.microsoft.com/v1.0/directoryObjects/2%3Fx%3D1%26y%3D2\naccept: application/json\n\n"
    );
}

#[graph_action(GET, "/users/<user>/photo/$value", perms = "ProfilePhoto.Read.All", returns = Bytes)]
struct GetPhoto {
    user: String,
}

#[graph_action(GET, "/drives/<drive>/items/<item>/content", perms = "Sites.Read.All", returns = Bytes)]
struct GetContent {
    drive: String,
    item: String,
}

#[tokio::test]
async fn raw_content_accepts_any_media_type() {
    assert_eq!(received(&GetPhoto { user: "1".into() }).await, "GET /v1.0/users/1/photo/$value\naccept: */*\n\n");
    assert_eq!(
        received(&GetContent { drive: "b!1".into(), item: "01N".into() }).await,
        "GET /v1.0/drives/b!1/items/01N/content\naccept: */*\n\n"
    );
}

#[graph_action(
    GET, "/deviceManagement/depOnboardingSettings/<setting>/enrollmentProfiles/<profile>/exportMobileConfig()",
    version = "beta", perms = "DeviceManagementServiceConfig.Read.All", returns = ODataValue<String>
)]
struct ExportMobileConfig<'a> {
    setting: &'a str,
    profile: &'a str,
}

#[graph_action(GET, "/users/delta", perms = "User.Read.All", returns = Page<String>)]
struct Delta;

#[tokio::test]
async fn a_function_without_arguments_has_parentheses_or_none() {
    assert_eq!(
        received(&ExportMobileConfig { setting: "1", profile: "2" }).await,
        get("/beta/deviceManagement/depOnboardingSettings/1/enrollmentProfiles/2/exportMobileConfig()")
    );
    assert_eq!(received(&Delta).await, get("/v1.0/users/delta"));
}

#[graph_action(
    GET, "/deviceAppManagement/vppTokens/getLicensesForApp(bundleId='<bundle_id>')",
    version = "beta", perms = "DeviceManagementServiceConfig.Read.All", returns = Page<String>
)]
struct GetLicensesForApp<'a> {
    bundle_id: &'a str,
}

#[tokio::test]
async fn a_quoted_argument_keeps_its_quotes_apart_from_the_literals() {
    for (given, written) in [
        ("com.contoso.wiki", "com.contoso.wiki"),
        ("com.o'reilly", "com.o''reilly"),
        ("')/delete(x='", "'')%2Fdelete(x=''"),
        ("", ""),
    ] {
        let target = format!("/beta/deviceAppManagement/vppTokens/getLicensesForApp(bundleId='{written}')");
        assert_eq!(received(&GetLicensesForApp { bundle_id: given }).await, get(&target));
    }
}

#[graph_action(
    GET, "/me/drive/items/<item>/workbook/worksheets/<sheet>/cell(row=<row>,column=<column>)",
    perms(delegated = "Files.ReadWrite"), returns = serde_json::Value
)]
struct GetCell<'a> {
    item: &'a str,
    sheet: &'a str,
    row: u32,
    column: u32,
}

#[graph_action(
    POST,
    "/me/drive/items/<item>/workbook/tables('<table>')/rows/itemAt(index=<index>)/range(address='<address>')/clear",
    perms(delegated = "Files.ReadWrite")
)]
struct ClearRange<'a> {
    item: &'a str,
    table: &'a str,
    index: i32,
    address: &'a str,
}

#[tokio::test]
async fn bare_and_quoted_arguments_may_be_anywhere_in_a_path() {
    assert_eq!(
        received(&GetCell { item: "01N", sheet: "Q1 2026", row: 2, column: 0 }).await,
        get("/v1.0/me/drive/items/01N/workbook/worksheets/Q1%202026/cell(row=2,column=0)")
    );
    assert_eq!(
        received(&ClearRange { item: "01N", table: "T'1", index: -1, address: "A1:B2" }).await,
        "POST /v1.0/me/drive/items/01N/workbook/tables('T''1')/rows/itemAt(index=-1)/range(address='A1:B2')/clear\n\
         accept: application/json\ncontent-length: 0\n\n"
    );
}

#[graph_action(
    GET, "/communications/adhocCalls/getAllRecordings(userId='@userId',startDateTime=@startDateTime)",
    perms(application = "CallRecordings.Read.All"), returns = Page<String>
)]
struct GetAllRecordings<'a> {
    #[graph(query = "@userId")]
    user_id: &'a str,
    #[graph(query = "@startDateTime")]
    start_date_time: Option<&'a str>,
}

#[tokio::test]
async fn an_alias_stays_in_the_path_and_its_value_is_in_the_query() {
    let path = "/v1.0/communications/adhocCalls/getAllRecordings(userId='@userId',startDateTime=@startDateTime)";
    let both = GetAllRecordings { user_id: "'d4220f1b'", start_date_time: Some("2026-10-07T07:25:21+02:00") };
    assert_eq!(
        received(&both).await,
        get(&format!("{path}?@userId=%27d4220f1b%27&@startDateTime=2026-10-07T07:25:21%2B02:00"))
    );
    let one = GetAllRecordings { user_id: "'d4220f1b'", start_date_time: None };
    assert_eq!(received(&one).await, get(&format!("{path}?@userId=%27d4220f1b%27")));
}

#[graph_action(
    GET, "/applications(appId='<app_id>')/federatedIdentityCredentials(name='<name>')",
    perms = "Application.Read.All", returns = serde_json::Value
)]
struct GetCredential<'a> {
    app_id: &'a str,
    name: &'a str,
}

#[graph_action(
    GET, "/groups/<id>/members/microsoft.graph.user/microsoft.graph.delta()",
    perms = "GroupMember.Read.All", returns = Page<String>
)]
struct UserMembers<'a> {
    id: &'a str,
}

#[tokio::test]
async fn alternate_keys_casts_and_qualified_names_are_sent_unchanged() {
    assert_eq!(
        received(&GetCredential { app_id: "46e6adf4", name: "O'Brien" }).await,
        get("/v1.0/applications(appId='46e6adf4')/federatedIdentityCredentials(name='O''Brien')")
    );
    assert_eq!(
        received(&UserMembers { id: "1" }).await,
        get("/v1.0/groups/1/members/microsoft.graph.user/microsoft.graph.delta()")
    );
}

#[graph_action(GET, "/drives/<drive>/root:/<path..>:/children", perms = "Sites.Read.All", returns = Page<String>)]
struct ListChildren<'a> {
    drive: &'a str,
    path: &'a str,
}

#[graph_action(
    GET, "/drives/<drive>/items/<parent>:/<path..>", perms = "Sites.Read.All", returns = serde_json::Value
)]
struct GetChild<'a> {
    drive: &'a str,
    parent: &'a str,
    path: &'a str,
}

#[tokio::test]
async fn a_file_path_keeps_its_slashes_and_nothing_else() {
    assert_eq!(
        received(&ListChildren { drive: "b!1", path: "Reports/up 7%/O'Brien" }).await,
        get("/v1.0/drives/b!1/root:/Reports/up%207%25/O'Brien:/children")
    );
    assert_eq!(
        received(&GetChild { drive: "b!1", parent: "01N", path: "a#b/c?d" }).await,
        get("/v1.0/drives/b!1/items/01N:/a%23b/c%3Fd")
    );
}

#[graph_action(GET, "/drives/<drive>/items/<parent>:/<folder>/<name>:/content", perms = "Sites.Read.All", returns = Bytes)]
struct GetFile<'a> {
    drive: &'a str,
    parent: &'a str,
    folder: &'a str,
    name: &'a str,
}

#[graph_action(GET, "/drives/<drive>/root:/<name>", perms = "Sites.Read.All", returns = serde_json::Value)]
struct GetByName<'a> {
    drive: &'a str,
    name: &'a str,
}

#[tokio::test]
async fn a_colon_in_a_name_does_not_end_a_path_between_colons() {
    assert_eq!(
        received(&GetFile { drive: "b:1", parent: "a:/x", folder: "it's (1):", name: "$x:/permissions" }).await,
        "GET /v1.0/drives/b:1/items/a%3A%2Fx:/it's%20%281%29%3A/$x%3A%2Fpermissions:/content\naccept: */*\n\n"
    );
    assert_eq!(
        received(&GetByName { drive: "root:", name: "a:/content" }).await,
        get("/v1.0/drives/root%3A/root:/a%3A%2Fcontent")
    );
}

#[graph_action(
    GET, "/policies/crossTenantAccessPolicy/partners/tenantId='<tenant>',name='<name>',index=<index>/'<key>'/<rest>",
    perms = "Policy.Read.All", returns = serde_json::Value
)]
struct GetPartner<'a> {
    tenant: &'a str,
    name: &'a str,
    index: u8,
    key: &'a str,
    rest: &'a str,
}

#[tokio::test]
async fn a_string_in_a_key_is_a_literal_without_parentheses() {
    let partners = "/v1.0/policies/crossTenantAccessPolicy/partners";
    let partner = GetPartner { tenant: "O'Brien", name: "x',name='y", index: 1, key: "'", rest: "O'Brien" };
    assert_eq!(
        received(&partner).await,
        get(&format!("{partners}/tenantId='O''Brien',name='x'',name=''y',index=1/''''/O'Brien"))
    );
    let empty = GetPartner { tenant: "", name: "", key: "", ..partner };
    assert_eq!(received(&empty).await, get(&format!("{partners}/tenantId='',name='',index=1/''/O'Brien")));
}
