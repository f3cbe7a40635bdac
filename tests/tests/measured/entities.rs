//! The two forms of the entity that is measured do the same, so that their costs can be compared.

use graph_runtime::Page;
use graph_tests::measure::{
    EntityForm, NameOrder,
    entity::{derive, graph_type, page, sorted},
};
use serde::{Serialize, de::DeserializeOwned};

fn round<T: Serialize + DeserializeOwned>(json: &str) -> String {
    let page: Page<T> = serde_json::from_str(json).expect("a page");
    serde_json::to_string(&page).expect("JSON")
}

#[test]
fn both_forms_read_and_write_the_same() {
    for order in [NameOrder::Declared, NameOrder::Random] {
        let json = page(50, 3, order);
        assert_eq!(round::<graph_type::Device>(&json), round::<derive::Device>(&json));
        let (ours, theirs) = (round::<graph_type::OpenDevice>(&json), round::<derive::OpenDevice>(&json));
        assert_eq!(sorted(&ours), sorted(&theirs));
        assert!(ours.contains("unknownProperty2"));
    }
}

#[test]
fn a_crate_has_the_given_number_of_entities() {
    for form in EntityForm::ALL {
        for entities in [0, 1, 3] {
            let library = syn::parse_file(&form.library(entities)).expect("Rust");
            let structs = library.items.iter().filter(|item| matches!(item, syn::Item::Struct(_))).count();
            assert_eq!(structs, entities, "{}", form.name());
        }
    }
}
