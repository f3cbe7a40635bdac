use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    graph_type,
    odata::{AdditionalProperties, Patch},
};

#[graph_type("#microsoft.graph.vppToken")]
#[derive(Clone, Default, PartialEq)]
struct VppToken {
    #[graph(read_only)]
    id: Option<String>,
    organization_name: Option<String>,
    #[graph(secret)]
    token: Option<String>,
    note: Patch<String>,
    role_scope_tag_ids: Vec<String>,
    #[graph(always)]
    aliases: Vec<u16>,
    #[graph(additional)]
    additional: AdditionalProperties,
}

#[graph_type]
#[derive(Debug, PartialEq)]
struct Required {
    id: String,
    #[serde(alias = "number", alias = "nr")]
    count: u8,
    #[serde(default)]
    size: u8,
    alias_of_option: Alias,
}

type Alias = Option<u8>;

#[graph_type]
#[derive(Debug, PartialEq)]
enum Profile {
    #[graph("#microsoft.graph.required")]
    Required(Required),
    #[graph(other)]
    Other(AdditionalProperties),
}

fn read<T: DeserializeOwned>(json: &Value) -> T {
    serde_json::from_str(&json.to_string()).expect("a value")
}

fn error<T: DeserializeOwned>(json: &str) -> String {
    match serde_json::from_str::<T>(json) {
        Ok(_) => panic!("{json} is read"),
        Err(error) => error.to_string(),
    }
}

fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}

#[test]
fn what_is_absent_is_not_written() {
    assert_eq!(written(&VppToken::default()), r##"{"@odata.type":"#microsoft.graph.vppToken","aliases":[]}"##);
    let token = VppToken { note: Patch::Clear, id: Some("1".into()), ..VppToken::default() };
    assert_eq!(written(&token), r##"{"@odata.type":"#microsoft.graph.vppToken","note":null,"aliases":[]}"##);
}

#[test]
fn null_and_absent_are_read_alike() {
    let token: VppToken = read(&json!({"roleScopeTagIds": null, "aliases": null, "token": null, "note": null}));
    assert_eq!(token, VppToken { note: Patch::Clear, ..VppToken::default() });
    let token: VppToken = read(&json!({}));
    assert_eq!(token, VppToken::default());
}

#[test]
fn a_required_property_is_named_if_it_is_missing() {
    assert!(error::<Required>(r#"{"count": 1}"#).starts_with("missing field `id`"));
    assert!(error::<Required>(r#"{"id": "1"}"#).starts_with("missing field `count`"));
    assert!(error::<Required>(r#"{"id": null, "count": 1}"#).starts_with("invalid type: null, expected a string"));
    assert!(error::<Required>("[]").starts_with("invalid type: sequence, expected an object"));
    let expected = Required { id: "1".into(), count: 2, size: 0, alias_of_option: None };
    assert_eq!(read::<Required>(&json!({"nr": 2, "id": "1"})), expected);
}

#[test]
fn the_last_of_two_equal_names_counts() {
    let required: Required = serde_json::from_str(r#"{"id":"1","count":1,"x":{},"id":"2","number":3,"count":2}"#)
        .expect("a value with two equal names");
    assert_eq!((required.id.as_str(), required.count), ("2", 2));
}

#[test]
fn what_has_no_field_is_kept_and_written_back() {
    let json = json!({"id": "1", "organizationName": "Contoso", "later": {"x": [1]}, "aliases": []});
    let token: VppToken = read(&json);
    assert_eq!(token.additional.keys().collect::<Vec<_>>(), ["later"]);
    let text = written(&token);
    let expected =
        r##"{"@odata.type":"#microsoft.graph.vppToken","organizationName":"Contoso","aliases":[],"later":{"x":[1]}}"##;
    assert_eq!(text, expected);
}

#[test]
fn the_type_that_was_read_takes_the_place_of_the_declared_one() {
    let token: VppToken = read(&json!({"organizationName": "Contoso", "@odata.type": "#microsoft.graph.other"}));
    assert_eq!(
        written(&token),
        r##"{"@odata.type":"#microsoft.graph.other","organizationName":"Contoso","aliases":[]}"##
    );
}

#[test]
fn no_name_is_written_twice() {
    let mut token = VppToken { organization_name: Some("field".into()), ..VppToken::default() };
    token.additional.insert("organizationName".into(), "map".into());
    token.additional.insert("token".into(), Value::Null);
    token.additional.insert("id".into(), "2".into());
    let expected = r##"{"@odata.type":"#microsoft.graph.vppToken","organizationName":"field","aliases":[],"id":"2","token":null}"##;
    assert_eq!(written(&token), expected);
}

#[test]
fn a_secret_is_neither_shown_nor_in_an_error() {
    let mut token = VppToken { token: Some("hunter2".into()), ..VppToken::default() };
    token.additional.insert("later".into(), "hunter2".into());
    let shown = format!("{token:?}");
    assert!(shown.contains("token: [redacted], note: Keep") && shown.contains(r#"additional: {"later"}"#), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(written(&token).contains(r#""token":"hunter2""#));
    {
        let _redaction = crate::secret::Redaction::start();
        assert!(written(&token).contains(r#""token":"[redacted]""#));
    }
    assert!(error::<VppToken>(r#"{"token": {"hunter2": 1}}"#).starts_with("a secret has an unexpected type at line 1"));
}

#[test]
fn an_error_of_a_secret_that_is_written_has_no_details() {
    #[graph_type]
    struct Vault {
        #[graph(secret)]
        #[serde(serialize_with = "fail", deserialize_with = "fail_to_read")]
        content: String,
        #[graph(secret)]
        failing: Option<Failing>,
    }

    struct Failing;

    impl Serialize for Failing {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("hunter2"))
        }
    }

    impl<'de> Deserialize<'de> for Failing {
        fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            Err(serde::de::Error::custom("hunter2"))
        }
    }

    fn fail<S: Serializer>(content: &str, serializer: S) -> Result<S::Ok, S::Error> {
        if content == "hunter2" { Err(serde::ser::Error::custom(content)) } else { serializer.serialize_str(content) }
    }

    fn fail_to_read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
        Err(serde::de::Error::custom(String::deserialize(deserializer)?))
    }

    for vault in
        [Vault { content: "hunter2".into(), failing: None }, Vault { content: "x".into(), failing: Some(Failing) }]
    {
        let error = serde_json::to_string(&vault).expect_err("an error");
        assert_eq!(error.to_string(), "cannot serialize a secret");
    }
    assert!(error::<Vault>(r#"{"content": "hunter2"}"#).starts_with("a secret has an unexpected type"));
    assert!(error::<Vault>(r#"{"failing": 1}"#).starts_with("a secret has an unexpected type"));
}

#[test]
fn a_derived_type_is_found_wherever_its_type_is() {
    let expected = Profile::Required(Required { id: "1".into(), count: 2, size: 3, alias_of_option: Some(4) });
    let members = [r#""id":"1""#, r#""count":2"#, r#""size":3"#, r#""aliasOfOption":4"#];
    for odata_type in ["#microsoft.graph.required", "microsoft.graph.required"] {
        let odata_type = format!(r#""@odata.type":"{odata_type}""#);
        for place in 0..=members.len() {
            let mut members: Vec<&str> = members.to_vec();
            members.insert(place, &odata_type);
            let profile: Profile = serde_json::from_str(&format!("{{{}}}", members.join(","))).expect("a profile");
            assert_eq!(profile, expected);
            let text = r##"{"@odata.type":"#microsoft.graph.required","id":"1","count":2,"size":3,"aliasOfOption":4}"##;
            assert_eq!(written(&profile), text);
        }
    }
}

#[test]
fn an_unknown_type_is_kept_whole() {
    for json in [
        json!({"id": "1", "@odata.type": "#microsoft.graph.later", "x": [1]}),
        json!({"id": "1", "@odata.type": 7}),
        json!({"id": "1"}),
        json!({}),
    ] {
        let profile: Profile = read(&json);
        assert!(matches!(profile, Profile::Other(_)), "{json}");
        assert_eq!(serde_json::to_value(&profile).expect("JSON"), json);
    }
    assert!(
        error::<Profile>(r##"{"id": 1, "@odata.type": "#microsoft.graph.required"}"##).contains("expected a string")
    );
    assert!(error::<Profile>(r#"{"id": "1", "count": 2"#).starts_with("EOF while parsing an object"));
}

#[test]
fn the_type_of_a_variant_is_written_once() {
    #[graph_type]
    enum Any {
        #[graph("#microsoft.graph.vppToken")]
        VppToken(Box<VppToken>),
        #[graph("#microsoft.graph.other")]
        Moved(VppToken),
        #[graph("#microsoft.graph.number")]
        Number(Nothing),
        #[graph(other)]
        Other(Value),
    }

    #[graph_type]
    struct Nothing;

    let token: VppToken = read(&json!({"@odata.type": "#microsoft.graph.vppToken", "later": 1}));
    let text = r##"{"@odata.type":"#microsoft.graph.vppToken","aliases":[],"later":1}"##;
    assert_eq!(written(&Any::VppToken(Box::new(token.clone()))), text);
    assert_eq!(written(&Any::Moved(token)), text.replace("vppToken", "other"));
    assert_eq!(written(&Any::Number(Nothing)), r##"{"@odata.type":"#microsoft.graph.number"}"##);
    assert!(matches!(read(&json!({"x": 1})), Any::Other(Value::Object(_))));
    assert!(matches!(read(&json!({"x": 1, "@odata.type": "microsoft.graph.number"})), Any::Number(Nothing)));
    assert!(matches!(read(&json!({"@odata.type": "microsoft.graph.vppToken"})), Any::VppToken(_)));
}

#[test]
fn a_flattened_field_takes_what_it_reads() {
    #[graph_type]
    #[derive(Debug)]
    struct Outer {
        id: Option<u8>,
        #[serde(flatten)]
        inner: Inner,
        #[serde(flatten)]
        absent: Option<Required>,
        #[serde(flatten)]
        map: BTreeMap<String, Value>,
    }

    #[derive(Debug, Serialize, Deserialize)]
    struct Inner {
        name: Option<String>,
        other: Option<u8>,
    }

    let outer: Outer = read(&json!({"x": 1, "id": 2, "name": "n", "y": null, "count": 3}));
    assert_eq!((outer.id, outer.inner.name.as_deref(), outer.absent.is_none()), (Some(2), Some("n"), true));
    // An optional one that does not fit takes nothing, not even the count that it knows.
    assert_eq!(outer.map.keys().collect::<Vec<_>>(), ["count", "x", "y"]);
    assert_eq!(written(&outer), r#"{"id":2,"name":"n","other":null,"count":3,"x":1,"y":null}"#);
    let mut twice = outer;
    twice.map.extend([("id".into(), 7.into()), ("name".into(), 7.into())]);
    assert_eq!(written(&twice), r#"{"id":2,"name":"n","other":null,"count":3,"x":1,"y":null}"#);
}

#[test]
fn a_field_for_the_type_wins_over_the_additional_properties() {
    #[graph_type]
    struct Typed {
        #[graph(name = "@odata.type")]
        odata_type: Option<String>,
        #[graph(additional)]
        additional: AdditionalProperties,
    }

    let additional: AdditionalProperties = [("@odata.type".to_owned(), json!("#map"))].into_iter().collect();
    let typed = |own: Option<&str>| Typed { odata_type: own.map(str::to_owned), additional: additional.clone() };
    assert_eq!(written(&typed(Some("#own"))), r##"{"@odata.type":"#own"}"##);
    assert_eq!(written(&typed(None)), r##"{"@odata.type":"#map"}"##);
}

#[test]
fn a_function_that_fails_does_not_matter_for_a_property_that_is_left_out() {
    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference to the field")]
    fn fail<S: Serializer>(_: &Option<u8>, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("failed"))
    }

    #[graph_type]
    #[derive(Debug)]
    struct Failing {
        #[serde(serialize_with = "fail")]
        value: Option<u8>,
    }

    assert_eq!(written(&Failing { value: None }), "{}");
    let error = serde_json::to_string(&Failing { value: Some(1) }).expect_err("it fails");
    assert_eq!(error.to_string(), "failed");
}

#[test]
fn a_type_with_very_many_properties_writes_none_twice() {
    use crate::entity::writer::Writer;

    let names: Vec<&'static str> = (0..300).map(|index| &*format!("p{index}").leak()).collect();
    let additional: AdditionalProperties =
        ["p0", "p130", "p131", "x"].map(|name| (name.to_owned(), json!("map"))).into_iter().collect();
    let mut json = Vec::new();
    let mut serializer = serde_json::Serializer::new(&mut json);
    let mut writer = Writer::new(&mut serializer, names.leak(), "", Some(&additional));
    for index in 0..300 {
        writer.option(&(index % 10 == 0).then_some(index));
    }
    writer.end().expect("JSON");
    let value: BTreeMap<String, Value> = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(
        (&value["p0"], &value["p130"], &value["p131"], &value["x"]),
        (&json!(0), &json!(130), &json!("map"), &json!("map"))
    );
    assert_eq!(String::from_utf8(json).expect("UTF-8").matches("p130").count(), 1);
}

#[test]
fn numbers_that_json_does_not_have_are_written_as_odata_does() {
    #[graph_type]
    #[derive(Debug)]
    struct Numbers {
        required: f64,
        optional: Option<f32>,
        patch: Patch<f64>,
        list: Vec<Option<f64>>,
        #[serde(default)]
        defaulted: f64,
    }

    let json = r#"{"required":"NaN","optional":"INF","patch":"-INF","list":["NaN",1.5,null],"defaulted":2.5}"#;
    let numbers: Numbers = serde_json::from_str(json).expect("numbers");
    assert!(numbers.required.is_nan());
    assert_eq!(written(&numbers), json);
    let numbers: Numbers = read(&json!({"required": 1, "optional": null, "patch": null, "list": null}));
    assert_eq!(written(&numbers), r#"{"required":1.0,"patch":null,"defaulted":0.0}"#);
    assert!(error::<Numbers>("{}").starts_with("missing field `required`"));
    assert!(error::<Numbers>(r#"{"required":"x"}"#).starts_with("invalid value"));
}
