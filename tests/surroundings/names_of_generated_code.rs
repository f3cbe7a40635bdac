//! Fields, types and constants that have the names that generated code uses.
#![deny(warnings)]

use graph_runtime::{Patch, graph_action};

#[graph_action(PATCH, "/x/<value>/<self_>", perms = none)]
#[derive(Clone)]
struct Fields {
    value: String,
    self_: u8,
    client: String,
    fields: Option<String>,
    encoder: Patch<u8>,
    #[graph(secret)]
    f: String,
    state: (u8, u8),
    builder: Option<u8>,
    serializer: bool,
    response: u8,
    metadata: u8,
    encode: u8,
    id: u8,
    new: u8,
    clone: u8,
    into: u8,
    fmt: u8,
    __graph: u8,
    core: u8,
    s0: u8,
    this: u8,
    it: u8,
    _0: u8,
    union: u8,
    auto: u8,
    default: u8,
    macro_rules: u8,
    raw: u8,
    r#async: u8,
    r#await: u8,
    r#dyn: u8,
    r#fn: u8,
    r#impl: u8,
    r#where: u8,
    r#type: Patch<String>,
    r#try: Option<u8>,
    r#gen: Option<u8>,
    r#in: Option<u8>,
    r#struct: Option<u8>,
    r#const: Option<u8>,
    r#static: Option<u8>,
    r#mut: Option<u8>,
    r#ref: Option<u8>,
    r#move: Option<u8>,
    r#true: Option<u8>,
    r#loop: Option<u8>,
}

/// The author's own types are called as the builder's parameters and the rest are.
mod types {
    use graph_runtime::graph_action;

    pub(super) mod uuid {
        #[derive(Debug, serde::Serialize, serde::Deserialize)]
        pub(crate) struct Uuid(pub(crate) u8);
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    pub(super) struct S0(pub(super) u8);
    #[derive(serde::Serialize)]
    pub(super) struct S1(pub(super) u8);
    #[derive(serde::Serialize, serde::Deserialize)]
    pub(super) struct With0(pub(super) u8);

    #[graph_action(POST, "/x", perms = none, returns = S0)]
    pub(super) struct ReturnsAParametersName {
        pub(super) id: u8,
        pub(super) s1: S1,
        pub(super) uuid: uuid::Uuid,
        #[serde(serialize_with = "With0::write")]
        pub(super) with0: With0,
    }

    impl With0 {
        fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_u8(self.0)
        }
    }

    #[graph_action(POST, "/x/<s0>", perms = none, returns = S)]
    pub(super) struct Generic<S0: serde::Serialize, S: serde::Serialize + serde::de::DeserializeOwned + Send + 'static> {
        pub(super) s0: u8,
        pub(super) content: S0,
        #[serde(serialize_with = "write")]
        pub(super) other: S,
    }

    fn write<T: serde::Serialize, S: serde::Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// The author's own types are called as what an expansion imports.
mod imported {
    use graph_runtime::graph_action;

    #[derive(Clone, Debug, PartialEq, serde::Serialize)]
    pub(super) struct Missing(pub(super) u8);
    #[derive(serde::Serialize)]
    pub(super) struct Encoder(pub(super) u8);
    #[derive(serde::Serialize)]
    pub(super) struct IsSet0(pub(super) u8);
    #[derive(serde::Serialize, serde::Deserialize)]
    pub(super) struct GraphClient(pub(super) u8);

    pub(super) trait Into {
        type Set: serde::Serialize;
    }
    impl Into for u8 {
        type Set = u16;
    }

    #[graph_action(POST, "/x", perms = none, returns = GraphClient)]
    pub(super) struct ResponseFuture {
        pub(super) missing: Missing,
        pub(super) encoder: Option<Encoder>,
        pub(super) condition: IsSet0,
    }

    pub(super) struct Set;
    impl Set {
        fn is_zero(number: &u8) -> bool {
            *number == 0
        }
    }

    /// Named in a string alone.
    #[graph_action(POST, "/x", perms = none)]
    pub(super) struct NamesAFunction {
        #[serde(skip_serializing_if = "Set::is_zero")]
        pub(super) number: u8,
    }

    #[graph_action(POST, "/x", perms = none)]
    pub(super) struct ActionMetadata<Set: Into> {
        pub(super) set: <Set as Into>::Set,
    }
}

/// The name of the action and that of its builder mean something in other namespaces.
mod used_elsewhere {
    #![allow(non_snake_case, dead_code, reason = "what shadows need not be used")]

    use graph_runtime::graph_action;

    #[graph_action(GET, "/x", perms = none)]
    pub(super) struct Thing {
        #[graph(query)]
        pub(super) Thing: Option<u8>,
        #[graph(query)]
        pub(super) ThingBuilder: u8,
    }

    pub(super) fn Thing(thing: u8) -> u8 {
        thing
    }

    macro_rules! ThingBuilder {
        () => {};
    }
    ThingBuilder!();
}

/// The author's own types and modules are called as fields are, which have types of their name in the expansion.
mod called_as_fields {
    #![allow(non_camel_case_types, non_snake_case, reason = "the names of fields")]

    use graph_runtime::{self as runtime, graph_action};

    #[derive(serde::Serialize)]
    pub(super) struct key(pub(super) u8);
    type flag = bool;

    #[graph_action(POST, "/x", perms = none, crate = self::runtime)]
    pub(super) struct action {
        pub(super) key: flag,
        pub(super) flag: Vec<key>,
        pub(super) u8: u8,
        pub(super) runtime: String,
        pub(super) action: u8,
        pub(super) actionBuilder: u8,
        pub(super) r#type: u8,
        #[serde(rename = "b")]
        pub(super) type_: u8,
        #[serde(rename = "c")]
        pub(super) Type: u8,
        #[serde(serialize_with = "written::number")]
        pub(super) written: u8,
    }

    mod written {
        pub(super) fn number<S: serde::Serializer>(number: &u8, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_u8(*number)
        }
    }
}

fn main() {
    let action = called_as_fields::action::builder().key(true).flag([called_as_fields::key(1)]).u8(1).runtime("r");
    let action = action.action(1).actionBuilder(1).r#type(1).type_(1).Type(1).written(1).build();
    let _ = (action.key, action.flag[0].0, action.u8, action.runtime, action.action, action.actionBuilder);
    let _ = (action.r#type, action.type_, action.Type, action.written);

    let builder = Fields::builder().value("v").self_(1).client("c").f("f").state((1, 2)).serializer(true).clear_encoder();
    let builder = builder.response(1).metadata(1).encode(1).id(1).new(1).clone(1).into(1).fmt(1).__graph(1).core(1);
    let builder = builder.s0(1).this(1).it(1)._0(1).union(1).auto(1).default(1).macro_rules(1).raw(1);
    let fields = builder.r#async(1).r#await(1).r#dyn(1).r#fn(1).r#impl(1).r#where(1).clear_type().r#in(1).build();
    drop(format!("{fields:?}"));
    drop(fields.clone());

    let missing = imported::Missing(1);
    let action = imported::ResponseFuture::builder().missing(missing.clone()).encoder(imported::Encoder(2));
    let action = action.condition(imported::IsSet0(3)).build();
    let send = |client: &graph_runtime::GraphClient| action.send(client);
    let _ = (send, action.missing == missing, imported::GraphClient(4).0);
    let _ = (imported::NamesAFunction::builder().number(1).build(), imported::Set);
    let _ = imported::ActionMetadata::<u8>::builder().set(1_u16).build();

    use types::{Generic, ReturnsAParametersName, S1, With0, uuid::Uuid};
    let _ = ReturnsAParametersName::builder().id(1).s1(S1(1)).uuid(Uuid(1)).with0(With0(1)).build();
    let _ = Generic::<u8, u8>::builder().s0(1).content(1).other(1).build();
    let thing = used_elsewhere::Thing::builder().ThingBuilder(1).build();
    let _ = (thing.ThingBuilder, thing.Thing, used_elsewhere::Thing(1));
}
