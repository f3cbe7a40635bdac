//! The permission catalog, as it is generated and as it is kept.

use graph_tests::catalog::table;
use serde_json::json;

const KEPT: &str = graph_macros_core::catalog::TABLE;

/// The row of a permission.
fn row<'t>(table: &'t str, name: &str) -> &'t str {
    table.lines().find(|line| line.split('\t').next() == Some(name)).expect("a row")
}

#[test]
fn a_row_has_what_microsoft_publishes() {
    let permissions = json!({"permissions": {
        "Acronym.Read.All": {"schemes": {
            "DelegatedWork": {"requiresAdminConsent": false, "privilegeLevel": 3},
            "Application": {"requiresAdminConsent": true},
        }},
        "AgentCardManifest.ReadWrite.ManagedBy": {"schemes": {"Application": {"privilegeLevel": 2}}},
        "Nobodys.Permission": {"schemes": {}},
        "AccessReview.Read.All": {"schemes": {
            "DelegatedWork": {"requiresAdminConsent": true, "privilegeLevel": 3},
            "Application": {"requiresAdminConsent": true, "privilegeLevel": 3},
        }},
    }});
    let deployments = json!({"permissionDeployments": {
        "Acronym.Read.All": [
            {"id": "00000000-0000-0000-0000-000000000000", "scheme": "DelegatedWork", "environment": "PPE"},
            {"id": "9084c10f-a2d6-4713-8732-348def50fe02", "scheme": "DelegatedWork", "environment": "PPE;public"},
            {"id": "8c0aed2c-0c61-433d-b63c-6370ddc73248", "scheme": "Application", "environment": "public"},
        ],
        "AgentCardManifest.ReadWrite.ManagedBy": [
            {"id": "77f6034c-52f5-4526-9fa1-d55a67e72cc4", "scheme": "Application", "environment": "public"},
        ],
        "AccessReview.Read.All": [
            {"id": "ebfcd32b-babb-40f4-a14b-42706e83bd28", "scheme": "DelegatedWork", "environment": "public"},
            {"id": "d07a8cc0-3d51-4b77-b3b0-32704d1f69fa", "scheme": "Application", "environment": "public"},
        ],
    }});
    let made = table(&permissions.to_string(), &deployments.to_string()).expect("a table");
    assert_eq!(made.lines().count(), 4, "{made}");
    assert_eq!(made.lines().next(), KEPT.lines().next(), "the columns are those of the table that is kept");
    for name in ["AccessReview.Read.All", "Acronym.Read.All", "AgentCardManifest.ReadWrite.ManagedBy"] {
        assert_eq!(row(&made, name), row(KEPT, name));
    }
    assert!(made.lines().skip(1).is_sorted());
}

#[test]
fn another_file_is_rejected() {
    assert!(table("{}", "{}").expect_err("no permissions").contains("permissions.json"));
    assert!(table(r#"{"permissions": {}}"#, "[]").expect_err("no ids").contains("provisioningInfo.json"));
    assert!(table("<html>", "{}").expect_err("no JSON").contains("not JSON"));
}
