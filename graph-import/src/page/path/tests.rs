use super::*;

fn shown(written: &str) -> String {
    let address = read(written).expect("it is there");
    address.path.shown(&address.parameters)
}

#[test]
fn every_form_of_a_placeholder_is_read() {
    assert_eq!(shown("/users/{id | userPrincipalName}/messages/{id}"), "/users/{user_id}/messages/{message_id}");
    assert_eq!(shown("/deviceAppManagement/vppTokens/{vppTokenId}"), "/deviceAppManagement/vppTokens/{id}");
    assert_eq!(shown("users/<id|name>/"), "/users/{id}");
    assert_eq!(shown("/recoveryKeys/'{keyId}'"), "/recoveryKeys/{id}");
    assert_eq!(shown("/organization/{tenant id}/branding"), "/organization/{id}/branding");
    assert_eq!(shown("/users('{id}')/manager"), "/users/{id}/manager");
    assert_eq!(shown("/classes/acdefc6b-2dc6-4e71-b1e9-6d9810ab1793/members"), "/classes/{id}/members");
}

#[test]
fn an_address_tells_the_version() {
    let address = read("https://graph.microsoft.com/beta/organization/{organizationId}/settings").expect("it is there");
    assert_eq!(address.version, Some(Version::Beta));
    assert_eq!(address.path.shown(&address.parameters), "/organization/{id}/settings");
    assert_eq!(read("/v1.0/me").expect("it is there").version, Some(Version::V1_0));
}

#[test]
fn arguments_of_functions_are_parameters() {
    assert_eq!(shown("/reports/getCounts(period='{period_value}')"), "/reports/getCounts(period='{period}')");
    assert_eq!(shown("/reports/getCounts(period='D7',top={n})"), "/reports/getCounts(period='{period}',top={top})");
    assert_eq!(shown("/drive/range(<address>)/format"), "/drive/range(address='{address}')/format");
    assert_eq!(shown("/me/zones(kind=microsoft.graph.kind'{format}')"), "/me/zones(kind='{kind}')");
    assert_eq!(shown("/users/delta()"), "/users/delta()");
}

#[test]
fn paths_in_drives_keep_their_colons() {
    assert_eq!(shown("/me/drive/root:/{item-path}:/workbook"), "/me/drive/root:/{path}:/workbook");
    assert_eq!(shown("/sites/{hostname}:/{server-relative-path}"), "/sites/{id}:/{path}");
    assert_eq!(shown("/drive/root:/path/to/file"), "/drive/root:/{path}");
    assert_eq!(shown("/a/root:/{path}:/b/root:/{path}"), "/a/root:/{path}:/b/root:/{path_2}");
}

#[test]
fn query_parameters_are_taken_without_odatas_own() {
    let address = read("/businesses/{id}/view?start={start-value}&end={end-value}&$select=id").expect("it is there");
    let names: Vec<_> = address.query.iter().map(|parameter| parameter.name.as_str()).collect();
    assert_eq!(names, ["start", "end"]);
}

#[test]
fn a_key_behind_an_equals_sign_is_repaired() {
    let address = read("/directoryRoles/roleTemplateId={roleTemplateId}/members").expect("it is there");
    assert_eq!(address.path.shown(&address.parameters), "/directoryRoles(roleTemplateId='{role_template_id}')/members");
    assert_eq!(address.repairs.len(), 1);
}

#[test]
fn what_is_no_path_is_named() {
    assert!(read("** Entity URI for a.b not found").expect_err("an error").contains("is not a segment"));
    assert_eq!(read("https://graph.microsoft.com").expect_err("an error"), "it has no path behind the host");
    assert_eq!(read(&"/a".repeat(10_000)).expect_err("an error"), "it has more than 100 segments");
}
