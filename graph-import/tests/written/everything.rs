use graph_runtime::{
    Bytes, DateTimeOffset, Page, Patch, QueryOptions, Secret, graph_action, graph_enum, graph_type,
    odata::{AdditionalProperties, Base64, Date, Duration, Flags, ODataValue, PlainText, TimeOfDay},
};

/// Lists things. Use `$filter` to find [some](https://learn.microsoft.com/graph/query).
///
/// Descriptions: Microsoft Graph documentation, © Microsoft.
#[graph_action(
    GET, "/things",
    version = ["v1.0", "beta"],
    perms = "User.Read.All",
    returns = Page<Thing>,
    header("ConsistencyLevel" = "eventual"),
)]
#[derive(Debug, Clone, Default)]
pub struct ListThings {
    /// Such as a time zone.
    #[graph(header = "Prefer")]
    pub prefer: Option<String>,
    /// The OData options for the things.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads a thing.
#[graph_action(GET, "/things/<thing_id>", perms = "User.Read.All", returns = Thing)]
#[derive(Debug, Clone, Default)]
pub struct GetThing {
    /// Key of the thing.
    pub thing_id: String,
    /// The OData options for the thing.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Reads the signed-in user.
#[graph_action(GET, "/me", perms = "User.Read.All", returns = Owner)]
#[derive(Debug, Clone, Default)]
pub struct GetMe {
    /// The OData options for the user.
    #[graph(query_options)]
    pub options: QueryOptions,
}

/// Counts the things.
#[graph_action(GET, "/things/$count", perms = "User.Read.All", returns = PlainText<u64>)]
#[derive(Debug, Clone, Default)]
pub struct CountThings;

/// Reads the content of a thing.
#[graph_action(GET, "/things/<id>/$value", perms = "User.Read.All", returns = Bytes)]
#[derive(Debug, Clone, Default)]
pub struct GetThingContent {
    /// Key of the thing.
    pub id: String,
}

/// Reads the content of a root.
#[graph_action(
    GET, "/drives/<drive_id>/root:/<path..>:/content",
    perms = "User.Read.All",
    returns = Bytes,
    redirects = true,
)]
#[derive(Debug, Clone, Default)]
pub struct GetRootContent {
    /// Key of the drive.
    pub drive_id: String,
    pub path: String,
}

/// Lists the references to the parts.
#[graph_action(GET, "/things/<id>/parts/$ref", perms = "User.Read.All", returns = Page<String>)]
#[derive(Debug, Clone, Default)]
pub struct ListPartReferences {
    /// Key of the thing.
    pub id: String,
}

/// Calls the function `getBetween`.
#[graph_action(
    GET, "/things/getBetween(kind='<kind>',start=<start>,names=['<names>'],type='<type>')",
    perms = "User.Read.All",
    returns = ODataValue<bool>,
)]
#[derive(Debug, Clone)]
pub struct GetBetween {
    pub kind: PlainKind,
    pub start: DateTimeOffset,
    pub names: Vec<String>,
    pub r#type: String,
}

/// Calls the function `delta`.
#[graph_action(GET, "/things/delta()", perms = "User.Read.All", returns = Page<Thing>)]
#[derive(Debug, Clone, Default)]
pub struct ThingDelta;

/// Lists the parts.
#[graph_action(GET, "/things/<id>/parts", perms = "User.Read.All", returns = Page<Part>)]
#[derive(Debug, Clone)]
pub struct ListParts {
    /// Key of the thing.
    pub id: String,
    #[graph(query)]
    pub start_date_time: DateTimeOffset,
    #[graph(query = "ItemIDs")]
    pub item_ids: Option<Vec<String>>,
}

/// Lists the parts.
#[graph_action(GET, "/me/parts", perms = "User.Read.All", returns = Page<Part>)]
#[derive(Debug, Clone, Default)]
pub struct ListMyParts;

/// Reads the strange.
#[graph_action(GET, "/me/strange", perms = "User.Read.All", returns = AdditionalProperties)]
#[derive(Debug, Clone, Default)]
pub struct GetStrange;

/// Creates a thing.
#[graph_action(
    POST, "/things",
    perms(
        delegated = ["User.Read", all("User.ReadWrite.All", "Directory.Read.All"), unchecked("Thing.New")],
        personal = "User.Read",
    ),
    returns = Thing,
    odata_type = "#microsoft.graph.thing",
)]
#[derive(Clone)]
pub struct CreateThing {
    pub a_binary: Option<Base64>,
    pub a_boolean: bool,
    pub a_byte: Option<u8>,
    pub a_date: Option<Date>,
    pub a_date_time: DateTimeOffset,
    pub a_decimal: Option<f64>,
    pub a_double: Option<f64>,
    pub a_duration: Option<Duration>,
    pub a_guid: Option<String>,
    pub a_place: Option<serde_json::Value>,
    pub a_s_byte: Option<i8>,
    pub a_short: Option<i16>,
    pub a_single: Option<f32>,
    pub a_time_of_day: Option<TimeOfDay>,
    pub a_long: Option<i64>,
    pub an_empty: Option<String>,
    pub an_alias: Option<String>,
    pub an_alert: Option<Alert>,
    pub a_security_alert: Option<SecurityAlert>,
    pub additional: Option<String>,
    pub any_json: Option<serde_json::Value>,
    pub a_page: Option<GraphPage>,
    pub flags: Option<Flags<FlagKinds>>,
    pub kinds: Option<Vec<PlainKind>>,
    pub undetermined: Option<Undetermined>,
    pub parent: Option<Thing>,
    pub others: Option<Vec<Thing>>,
    pub left: Option<Left>,
    #[deprecated(
        note = "Replaced by something new. Deprecated on 2026-01-02 (2026-01/Old); to be removed on 2028-01-02."
    )]
    pub clearance: Option<String>,
    #[graph(name = "items")]
    pub item_list: Option<Vec<String>>,
    #[graph(name = "build")]
    pub build_value: Option<i32>,
    pub crate_: Option<String>,
    #[graph(name = "externalMDM")]
    pub external_mdm: Option<String>,
    pub r#match: Option<String>,
    #[graph(secret)]
    pub password: Option<String>,
    #[graph(secret)]
    pub shared_key: Option<Base64>,
    #[graph(secret)]
    pub recovery_codes: Option<Vec<String>>,
    pub the_name_of_a_property_that_is_so_long_that_its_type_has_to_stand_on_a_line_of_its_own_below_the_name:
        Option<Vec<Alert>>,
    pub shape: Option<Shape>,
    /// Further properties.
    #[serde(flatten)]
    pub additional_properties: Option<AdditionalProperties>,
}

/// Updates a thing. A property that is not set keeps its value.
///
/// Microsoft publishes no permissions for this operation, and for none that is related to it.
#[graph_action(
    PATCH, "/things/<id>",
    perms(delegated = none),
    returns = Option<Thing>,
    odata_type = "#microsoft.graph.thing",
)]
#[derive(Clone, Default)]
pub struct UpdateThing {
    /// Key of the thing.
    pub id: String,
    pub a_binary: Patch<Base64>,
    pub a_boolean: Option<bool>,
    pub a_byte: Patch<u8>,
    pub a_date: Patch<Date>,
    pub a_date_time: Option<DateTimeOffset>,
    pub a_decimal: Patch<f64>,
    pub a_double: Patch<f64>,
    pub a_duration: Patch<Duration>,
    pub a_guid: Patch<String>,
    pub a_place: Patch<serde_json::Value>,
    pub a_s_byte: Patch<i8>,
    pub a_short: Patch<i16>,
    pub a_single: Patch<f32>,
    pub a_time_of_day: Patch<TimeOfDay>,
    pub a_long: Patch<i64>,
    pub an_empty: Patch<String>,
    pub an_alias: Patch<String>,
    pub an_alert: Patch<Alert>,
    pub a_security_alert: Patch<SecurityAlert>,
    pub additional: Patch<String>,
    pub any_json: Patch<serde_json::Value>,
    pub a_page: Patch<GraphPage>,
    pub flags: Patch<Flags<FlagKinds>>,
    pub kinds: Option<Vec<PlainKind>>,
    pub undetermined: Patch<Undetermined>,
    pub parent: Patch<Thing>,
    pub others: Option<Vec<Thing>>,
    pub left: Patch<Left>,
    #[deprecated(
        note = "Replaced by something new. Deprecated on 2026-01-02 (2026-01/Old); to be removed on 2028-01-02."
    )]
    pub clearance: Patch<String>,
    #[graph(name = "items")]
    pub item_list: Option<Vec<String>>,
    #[graph(name = "build")]
    pub build_value: Patch<i32>,
    pub crate_: Patch<String>,
    #[graph(name = "externalMDM")]
    pub external_mdm: Patch<String>,
    pub r#match: Patch<String>,
    #[graph(secret)]
    pub password: Patch<String>,
    #[graph(secret)]
    pub shared_key: Patch<Base64>,
    #[graph(secret)]
    pub recovery_codes: Option<Vec<String>>,
    pub the_name_of_a_property_that_is_so_long_that_its_type_has_to_stand_on_a_line_of_its_own_below_the_name:
        Option<Vec<Alert>>,
    pub shape: Patch<Shape>,
    /// Further properties.
    #[serde(flatten)]
    pub additional_properties: Option<AdditionalProperties>,
    /// The ETag of the version to change; `*` for any.
    #[graph(header = "If-Match")]
    pub if_match: String,
}

/// Replaces the shape.
///
/// Microsoft publishes no permissions for this operation. They are inferred from those of `GET /me`.
#[graph_action(PUT, "/me/shape", perms(delegated = "User.Read", personal = "User.Read"))]
#[derive(Debug, Clone)]
pub struct ReplaceShape {
    #[graph(body)]
    pub shape: Shape,
}

/// Replaces the content of the photo.
#[graph_action(PUT, "/things/<id>/photo/$value", perms = "User.Read.All")]
#[derive(Debug, Clone, Default)]
pub struct SetPhotoContent {
    /// Key of the thing.
    pub id: String,
    /// The new content.
    #[graph(raw_body = "image/jpeg")]
    pub content: Bytes,
}

/// Adds a reference to a part.
#[graph_action(POST, "/things/<id>/parts/$ref", perms = "User.Read.All")]
#[derive(Debug, Clone, Default)]
pub struct AddPart {
    /// Key of the thing.
    pub id: String,
    /// The object, as `https://graph.microsoft.com/v1.0/directoryObjects/<id>`.
    #[graph(name = "@odata.id")]
    pub odata_id: String,
}

/// Sets the reference to the owner.
#[graph_action(PUT, "/things/<id>/owner/$ref", perms = "User.Read.All")]
#[derive(Debug, Clone, Default)]
pub struct SetOwner {
    /// Key of the thing.
    pub id: String,
    /// The object, as `https://graph.microsoft.com/v1.0/directoryObjects/<id>`.
    #[graph(name = "@odata.id")]
    pub odata_id: String,
}

/// Removes a reference to a part.
#[graph_action(DELETE, "/things/<id>/parts/$ref", perms = "User.Read.All")]
#[derive(Debug, Clone, Default)]
pub struct RemovePart {
    /// Key of the thing.
    pub id: String,
    /// The object, as `https://graph.microsoft.com/v1.0/directoryObjects/<id>`.
    #[graph(query = "@id")]
    pub target: String,
}

/// Deletes a thing.
#[graph_action(DELETE, "/things/<id>", perms = none)]
#[derive(Debug, Clone, Default)]
pub struct DeleteThing {
    /// Key of the thing.
    pub id: String,
}

/// Calls the action `rename`.
///
/// Descriptions: Microsoft Graph documentation, © Microsoft.
#[deprecated(note = "Use \"move\" instead. Deprecated on 2026-01-02 (2026-01/Old); to be removed on 2028-01-02.")]
#[graph_action(POST, "/things/<id>/microsoft.graph.rename", perms = "User.Read.All", returns = ODataValue<Vec<String>>)]
#[derive(Clone)]
pub struct Rename {
    /// Key of the thing.
    pub id: String,
    #[graph(name = "id")]
    pub id_value: String,
    pub kind: PlainKind,
    pub when: Date,
    #[graph(name = "send")]
    pub send_value: Option<bool>,
    #[graph(secret)]
    pub client_secret: Option<String>,
    /// The old name.
    #[deprecated(note = "Use \"move\" instead. Deprecated on 2026-01-02 (2026-01/Old); to be removed on 2028-01-02.")]
    pub old_name: Option<String>,
}

/// Calls the action `copy`.
#[graph_action(POST, "/things/<id>/copy", perms = "User.Read.All")]
#[derive(Debug, Clone, Default)]
pub struct CopyThing {
    /// Key of the thing.
    pub id: String,
}

/// Calls the action `send`.
#[allow(deprecated)]
#[graph_action(POST, "/things/<id>/send", perms = ["User.ReadWrite.All", "User.Read.All"])]
#[derive(Debug, Clone, Default)]
pub struct SendThing {
    /// Key of the thing.
    pub id: String,
}

/// The type `microsoft.graph.shape`.
#[graph_type]
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    #[graph("#microsoft.graph.largeSquareGraphShape")]
    LargeSquare(Box<LargeSquareGraphShape>),
    #[graph("#microsoft.graph.roundGraphShape")]
    Round(RoundGraphShape),
    /// Any other type, whole.
    #[graph(other)]
    Other(AdditionalProperties),
}

/// A thing with a \[name\], of any \<kind\>; see <https://contoso.com/things>.
///
/// Descriptions: Microsoft Graph documentation, © Microsoft.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Thing {
    /// Key of the thing.
    pub id: Option<String>,
    pub a_binary: Option<Base64>,
    pub a_boolean: Option<bool>,
    pub a_byte: Option<u8>,
    pub a_date: Option<Date>,
    pub a_date_time: Option<DateTimeOffset>,
    pub a_decimal: Option<f64>,
    pub a_double: Option<f64>,
    pub a_duration: Option<Duration>,
    pub a_guid: Option<String>,
    pub a_place: Option<serde_json::Value>,
    pub a_s_byte: Option<i8>,
    pub a_short: Option<i16>,
    pub a_single: Option<f32>,
    pub a_time_of_day: Option<TimeOfDay>,
    pub a_long: Option<i64>,
    pub an_empty: Option<String>,
    pub an_alias: Option<String>,
    pub an_alert: Option<Alert>,
    pub a_security_alert: Option<SecurityAlert>,
    pub additional: Option<String>,
    pub any_json: Option<serde_json::Value>,
    pub a_page: Option<GraphPage>,
    pub flags: Option<Flags<FlagKinds>>,
    pub kinds: Option<Vec<PlainKind>>,
    pub undetermined: Option<Undetermined>,
    pub parent: Option<Box<Thing>>,
    pub others: Option<Vec<Thing>>,
    pub left: Option<Left>,
    #[deprecated(
        note = "Replaced by something new. Deprecated on 2026-01-02 (2026-01/Old); to be removed on 2028-01-02."
    )]
    pub clearance: Option<String>,
    pub items: Option<Vec<String>>,
    pub build: Option<i32>,
    pub crate_: Option<String>,
    #[graph(name = "externalMDM")]
    pub external_mdm: Option<String>,
    pub r#match: Option<String>,
    pub password: Option<Secret<String>>,
    pub shared_key: Option<Secret<Base64>>,
    pub recovery_codes: Option<Secret<Vec<String>>>,
    pub the_name_of_a_property_that_is_so_long_that_its_type_has_to_stand_on_a_line_of_its_own_below_the_name:
        Option<Vec<Alert>>,
    pub shape: Option<Shape>,
    pub owner: Option<Owner>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional_properties: AdditionalProperties,
}

/// The type `microsoft.graph.alert`.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Alert {
    pub title: Option<String>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The type `contoso.security.alert`.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct SecurityAlert {
    pub severity: Option<i32>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The type `microsoft.graph.page`.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct GraphPage {
    pub number: Option<i32>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The type `microsoft.graph.left`.
///
/// Replaced by something new. Deprecated on 2026-01-02 (2026-01/Old); to be removed on 2028-01-02.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Left {
    pub right: Option<Box<Right>>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The type `microsoft.graph.right`.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Right {
    pub left: Option<Box<Left>>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The type `microsoft.graph.largeSquareGraphShape`.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct LargeSquareGraphShape {
    pub inside: Option<Box<Shape>>,
    pub a: Option<f64>,
    pub b: Option<f64>,
    pub c: Option<f64>,
    pub d: Option<f64>,
    pub e: Option<f64>,
    pub f: Option<f64>,
    pub g: Option<f64>,
    pub h: Option<f64>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The type `microsoft.graph.roundGraphShape`.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct RoundGraphShape {
    pub inside: Option<Box<Shape>>,
    pub radius: Option<f64>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The type `microsoft.graph.owner`.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Owner {
    /// Key of the owner.
    pub id: Option<String>,
    pub name: Option<String>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

/// The type `microsoft.graph.part`.
#[graph_type]
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Part {
    /// Key of the part.
    pub id: Option<String>,
    pub name: Option<String>,
    /// Properties without a field in this version of the crate.
    #[graph(additional)]
    pub additional: AdditionalProperties,
}

graph_enum! {
    /// The enumeration `microsoft.graph.flagKinds`.
    pub flags enum FlagKinds {
        None = "none",
        First = "first",
        Second = "second",
    }
}

graph_enum! {
    /// The enumeration `microsoft.graph.plainKind`.
    pub enum PlainKind {
        /// Graph's own member `unknown`.
        Undetermined = "unknown",
        SelfValue = "self",
        V10_0 = "v10_0",
        V100 = "v100",
        V1_00 = "v1_00",
        N32bit = "32bit",
        Type = "type",
        #[deprecated(
            note = "Replaced by something new. Deprecated on 2026-01-02 (2026-01/Old); to be removed on 2028-01-02."
        )]
        OldKind = "oldKind",
    }
}

graph_enum! {
    /// The enumeration `microsoft.graph.undetermined`.
    pub enum Undetermined {
        Undetermined = "undetermined",
        UndeterminedMember = "Undetermined",
        /// Graph's own member `unknown`.
        UnknownMember = "unknown",
    }
}
