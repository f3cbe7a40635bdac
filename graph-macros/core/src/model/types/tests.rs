use quote::quote;

use super::*;

fn object(arguments: TokenStream, item: TokenStream) -> ObjectType {
    let mut errors = Errors::new();
    let parsed = GraphType::parse(arguments, item, &mut errors);
    assert!(errors.into_vec().is_empty());
    match parsed {
        Some(GraphType::Object(object)) => object,
        _ => panic!("it is a struct"),
    }
}

#[test]
fn a_property_has_a_name_in_each_direction() {
    let object = object(
        TokenStream::new(),
        quote! {
            #[serde(rename_all(serialize = "PascalCase"))]
            struct Any {
                first_name: u8,
                #[graph(name = "x-y")] #[serde(rename = "z")] second: u8,
                #[serde(rename = "w")] third: u8,
                #[serde(rename(serialize = "a", deserialize = "b"), alias = "c")] fourth: u8,
                #[graph(read_only)] fifth: u8,
                #[serde(skip_deserializing)] r#type: u8,
                #[serde(skip)] seventh: u8,
                #[graph(additional)] eighth: AdditionalProperties,
                #[serde(flatten)] ninth: Other,
            }
        },
    );
    let names: Vec<_> =
        object.properties.iter().map(|property| (property.written_name(), property.read_names().join(" "))).collect();
    let expected = [
        (Some("FirstName"), "firstName"),
        (Some("x-y"), "x-y"),
        (Some("w"), "w"),
        (Some("a"), "b c"),
        (None, "fifth"),
        (Some("Type"), ""),
        (None, ""),
        (None, ""),
        (None, ""),
    ];
    assert_eq!(names, expected.map(|(written, read)| (written, read.to_owned())));
}

#[test]
fn the_shape_is_recognized_by_the_last_segment() {
    let object = object(
        quote!("#microsoft.graph.any", crate = my::runtime),
        quote!(
            struct Any {
                a: std::option::Option<u8>,
                b: odata::Patch<u8>,
                c: Vec<u8>,
                d: Box<Vec<u8>>,
                e: u8,
            }
        ),
    );
    let shapes: Vec<_> = object.properties.iter().map(|property| property.shape).collect();
    assert_eq!(shapes, [Shape::Optional, Shape::Patch, Shape::List, Shape::Required, Shape::Required]);
    assert_eq!(object.odata_type.map(|literal| literal.value()).as_deref(), Some("#microsoft.graph.any"));
}

#[test]
fn a_variant_holds_one_type() {
    let mut errors = Errors::new();
    let item = quote!(
        enum Any {
            #[graph("#a")]
            A(u8),
            B,
            C(u8, u8),
            D {
                e: u8,
            },
            #[graph(other)]
            E(pub Vec<u8>),
        }
    );
    let Some(GraphType::Derived(derived)) = GraphType::parse(TokenStream::new(), item, &mut errors) else {
        panic!("it is an enum");
    };
    assert!(errors.into_vec().is_empty());
    let holds: Vec<_> = derived.variants.iter().map(|variant| variant.value_type().is_some()).collect();
    assert_eq!(holds, [true, false, false, false, true]);
}
