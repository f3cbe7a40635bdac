//! Differences of two descriptions that concern a crate.

use crate::case::{Case, lines};

fn between(newer: &Case) -> Vec<String> {
    let report = Case::new().between(newer);
    lines(&report)
}

#[test]
fn equal_descriptions_bring_no_finding_even_if_the_crate_disagrees() {
    assert_eq!(between(&Case::new()), Vec::<String>::new());
    let wrong = Case::new().declared("pub delay: i32", "pub delay: bool").declared("Off = \"off\"", "Off = \"of\"");
    assert_eq!(lines(&wrong.between(&Case::new())), Vec::<String>::new());
}

#[test]
fn what_the_crate_does_not_reach_is_not_reported() {
    let other = Case::new()
        .described(
            r#"<EntitySet Name="things""#,
            r#"<EntitySet Name="others" EntityType="graph.thing" /><EntitySet Name="things""#,
        )
        .described(
            "</Schema>",
            r#"<ComplexType Name="unused"><Property Name="x" Type="Edm.String" /></ComplexType></Schema>"#,
        )
        .described(r#"<NavigationProperty Name="owner""#, r#"<NavigationProperty Name="keeper""#)
        .permissions(r#""/things/{id}": "least=DelegatedWork"}"#, r#""/others": "least=DelegatedWork"}"#);
    assert_eq!(between(&other), Vec::<String>::new());
}

#[test]
fn an_operation_that_went_is_reported_once() {
    let gone = Case::new().described(r#"<Action Name="start""#, r#"<Action Name="begin""#);
    assert_eq!(between(&gone), ["error gone: `POST /things/<id>/start` does not exist any more"]);
}

#[test]
fn properties_of_bodies_and_types_are_compared() {
    let changed = Case::new()
        .described(r#"Name="reason" Type="Edm.String""#, r#"Name="reason" Type="Edm.Int32""#)
        .described(r#"<Parameter Name="delay""#, r#"<Parameter Name="force" Type="Edm.Boolean" Nullable="false" /><Parameter Name="delay""#)
        .described(r#"<Property Name="label" Type="Edm.String" />"#, r#"<Property Name="label" Type="Edm.String" Nullable="false" /><Property Name="weight" Type="Edm.Double" />"#);
    let expected = [
        "error required: the property `force` is new, and required",
        "error type: `reason` has another type",
        "note property: the property `weight` is new",
        "warning null: `label` cannot be null any more",
    ];
    assert_eq!(between(&changed), expected);
}

#[test]
fn a_property_that_went_is_an_error_where_the_crate_has_it() {
    let gone = Case::new().described(r#"<Property Name="note" Type="Edm.String" />"#, "");
    let expected = ["note property: the property `note` is gone", "error property: the property `note` is gone"];
    assert_eq!(between(&gone), expected);
}

#[test]
fn members_kinds_and_descendants_are_compared() {
    let changed = Case::new()
        .described(r#"<Member Name="off" Value="1" />"#, r#"<Member Name="idle" Value="1" />"#)
        .described(r#"Name="thingMarks" IsFlags="true""#, r#"Name="thingMarks""#)
        .described(r#"<ReturnType Type="graph.part" />"#, r#"<ReturnType Type="Collection(graph.part)" />"#);
    let expected = [
        "error returns: the response is of another kind",
        "warning query: the operation takes system query options",
        "note member: `thingState` has the member `idle`",
        "warning member: `thingState` has no member `off` any more",
        "warning type: `thingMarks` has no flags",
    ];
    assert_eq!(between(&changed), expected);
}

#[test]
fn permissions_are_compared_for_each_caller_type() {
    let changed = Case::new().permissions(
        r#""methods": ["PATCH", "POST", "DELETE"], "paths": {"/things": "", "/things/{id}": "", "/things/{id}/start": ""}}]}"#,
        r#""methods": ["PATCH", "POST", "DELETE"], "paths": {"/things": "", "/things/{id}": ""}}]},
           "Device.Read.All": {"schemes": {"DelegatedWork": {"privilegeLevel": 2}}, "pathSets": [
             {"schemeKeys": ["DelegatedWork"], "methods": ["POST"], "paths": {"/things/{id}/start": "least=DelegatedWork"}},
             {"schemeKeys": ["DelegatedWork"], "methods": ["GET"], "paths": {"/things": ""}}]}"#,
    );
    let expected = [
        "note permission: other permissions suffice for delegated callers",
        "error permission: other permissions suffice for delegated callers",
        "error caller: other permissions suffice for application callers",
    ];
    assert_eq!(between(&changed), expected);
}
