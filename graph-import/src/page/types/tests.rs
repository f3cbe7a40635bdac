use super::*;
use crate::page::json;

fn builder() -> Builder {
    Builder { namespace: "microsoft.graph".into(), ..Builder::default() }
}

#[test]
fn values_of_an_example_tell_types() {
    let mut builder = builder();
    let object = json::read(
        r##"{"@odata.type": "#microsoft.graph.a", "b": 1, "c": "2017-01-01T00:00:00Z", "d": [true], "e": {"f": 0.5}, "g": null}"##,
    )
    .expect("it is there");
    let name = TypeName::new("microsoft.graph.a");
    builder.object(&name, &object, 0);
    let (types, undescribed) = builder.finish([name.clone()].into_iter());
    let properties: Vec<_> = types
        .properties(&name)
        .iter()
        .map(|property| {
            format!("{}: {}{}", property.name, property.ty.name, if property.ty.collection { "[]" } else { "" })
        })
        .collect();
    assert_eq!(properties, ["b: Edm.Int32", "c: Edm.DateTimeOffset", "d: Edm.Boolean[]", "e: microsoft.graph.e"]);
    assert!(undescribed.is_empty());
}

#[test]
fn a_type_is_spelled_as_the_page_spells_it_where_it_is_intact() {
    let mut builder = builder();
    builder.know("#microsoft.graph.mimeContent");
    assert_eq!(
        builder.name("Mimecontent", Some("mimecontent")).expect("it is there").as_str(),
        "microsoft.graph.mimeContent"
    );
    assert_eq!(builder.name("Контент", Some("widget")).expect("it is there").as_str(), "microsoft.graph.widget");
    assert_eq!(builder.name("Widget", Some("widget")).expect("it is there").as_str(), "microsoft.graph.widget");
    let mixed = builder.name("виджетCheckType", Some("widgetchecktype")).expect("it is there");
    assert_eq!(mixed.as_str(), "microsoft.graph.widgetCheckType");
    assert_eq!(
        builder.name("graph.security.alert", None).expect("it is there").as_str(),
        "microsoft.graph.security.alert"
    );
}
