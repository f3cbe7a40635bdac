//! The three forms of the action that is measured say the same, so that their costs can be compared.

use graph_runtime::GraphClient;
use graph_tests::measure::{
    Form,
    form::{action, bon, derive},
};
use serde_json::{Value, json};

#[test]
fn the_three_forms_write_the_same_body() {
    let graph = GraphClient::builder().build().expect("a client");
    for description in [None, Some("All of it")] {
        let plain = derive::CreateChannel {
            team_id: "1".into(),
            display_name: "General".into(),
            membership_type: "standard".into(),
            description: description.map(str::to_owned),
        };
        let built = bon::CreateChannel::builder()
            .team_id("1")
            .display_name("General")
            .membership_type("standard")
            .maybe_description(description)
            .build();
        let action = action::CreateChannel::builder().team_id("1").display_name("General").membership_type("standard");
        let action = action.description(description).build();
        let request = graph.prepare(&action).expect("a request");
        let body = request.body().and_then(reqwest::Body::as_bytes).expect("a body");

        let mut expected = json!({"displayName": "General", "membershipType": "standard"});
        if let Some(description) = description {
            expected["description"] = description.into();
        }
        assert_eq!((plain.team_id.as_str(), built.team_id.as_str(), action.team_id.as_str()), ("1", "1", "1"));
        assert_eq!(serde_json::to_value(&plain).expect("JSON"), expected);
        assert_eq!(serde_json::to_value(&built).expect("JSON"), expected);
        assert_eq!(serde_json::from_slice::<Value>(body).expect("JSON"), expected);
    }
}

#[test]
fn a_crate_has_the_given_number_of_structs() {
    for form in Form::ALL {
        for structs in [0, 1, 3] {
            let library = syn::parse_file(&form.library(structs)).expect("Rust");
            let names: Vec<_> = library
                .items
                .iter()
                .filter_map(|item| match item {
                    syn::Item::Struct(item) => Some(item.ident.to_string()),
                    _ => None,
                })
                .collect();
            let expected: Vec<_> = (0..structs).map(|number| format!("CreateChannel{number}")).collect();
            assert_eq!(names, expected, "{}", form.name());
            let imports = library.items.iter().filter(|item| matches!(item, syn::Item::Use(_))).count();
            assert!(imports > 0, "{} loads what it depends on", form.name());
        }
    }
}
