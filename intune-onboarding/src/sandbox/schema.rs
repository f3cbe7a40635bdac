//! The tenant's types, and the validation of bodies.

use graph_runtime::{ApiVersion, DateTimeOffset};
use serde_json::{Map, Value};

use super::response::ErrorResponse;
use crate::{android, dep, vpp};

/// An entity, or the parameters of an action.
pub(super) type Object = Map<String, Value>;

/// A type: of an entity, or of the parameters of an action.
pub(super) struct Type {
    pub(super) name: &'static str,
    properties: &'static [Property],
}

struct Property {
    name: &'static str,
    kind: Kind,
    nullable: bool,
    beta: bool,
    access: Access,
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Boolean,
    Int32,
    Date,
    Member(&'static [&'static str]),
    Texts,
    Complex(&'static str),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    ReadWrite,
    /// Set by the service alone.
    Read,
    /// Never returned.
    Write,
}

impl Type {
    /// Validates a body as OData does: names, types, `null`, read-only properties.
    pub(super) fn check(&self, version: ApiVersion, body: &Object) -> Result<(), ErrorResponse> {
        for (name, value) in body {
            if name == "@odata.type" {
                self.check_annotation(value)?;
            }
            if name.contains('@') {
                continue;
            }
            let Some(property) = self.visible(version).find(|property| property.name == name) else {
                return Err(ErrorResponse::invalid_model(format!(
                    "The property '{name}' does not exist on type 'microsoft.management.services.api.{}'. Make sure to only \
                     use property names that are defined by the type.",
                    self.name
                )));
            };
            property.check(value)?;
        }
        Ok(())
    }

    fn check_annotation(&self, value: &Value) -> Result<(), ErrorResponse> {
        if value.as_str() == Some(&format!("#microsoft.graph.{}", self.name)) {
            return Ok(());
        }
        Err(ErrorResponse::bad_request(format!(
            "A type named '{}' could not be resolved by the model, or is not '#microsoft.graph.{}'.",
            value.as_str().unwrap_or("(no string)"),
            self.name
        )))
    }

    /// Returns the entity as it is in a response: every property of the version, with `null` for those without a value.
    pub(super) fn render(&self, version: ApiVersion, entity: &Object, select: Option<&[&str]>) -> Object {
        self.visible(version)
            .filter(|property| select.is_none_or(|names| names.contains(&property.name)))
            .map(|property| {
                let value = match property.access {
                    Access::Write => Value::Null,
                    Access::Read | Access::ReadWrite => entity.get(property.name).cloned().unwrap_or_default(),
                };
                (property.name.to_owned(), value)
            })
            .collect()
    }

    /// Returns the names in a `$select`.
    pub(super) fn select<'q>(&self, version: ApiVersion, names: &'q str) -> Result<Vec<&'q str>, ErrorResponse> {
        let names: Vec<&str> = names.split(',').map(str::trim).collect();
        let unknown = names.iter().find(|name| self.visible(version).all(|property| property.name != **name));
        match unknown {
            None => Ok(names),
            Some(name) => Err(ErrorResponse::bad_request(format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type \
                 'microsoft.management.services.api.{}'.",
                self.name
            ))),
        }
    }

    fn visible(&self, version: ApiVersion) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(move |property| !property.beta || version == ApiVersion::Beta)
    }
}

impl Property {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, nullable: matches!(kind, Kind::Text), beta: false, access: Access::ReadWrite }
    }

    const fn beta(mut self) -> Self {
        self.beta = true;
        self
    }

    const fn read_only(mut self) -> Self {
        self.access = Access::Read;
        self
    }

    const fn write_only(mut self) -> Self {
        self.access = Access::Write;
        self
    }

    const fn required(mut self) -> Self {
        self.nullable = false;
        self
    }

    fn check(&self, value: &Value) -> Result<(), ErrorResponse> {
        let Self { name, kind, .. } = self;
        if self.access == Access::Read {
            return Err(ErrorResponse::invalid_model(format!("The property '{name}' is read-only and cannot be set.")));
        }
        if value.is_null() {
            return if self.nullable {
                Ok(())
            } else {
                let kind = format!("{}[Nullable=False]", kind.edm());
                Err(ErrorResponse::invalid_model(format!(
                    "A null value was found for the property named '{name}', which has the expected type '{kind}'. The \
                     expected type '{kind}' does not allow null values."
                )))
            };
        }
        if kind.holds(value) {
            return Ok(());
        }
        Err(ErrorResponse::invalid_model(format!(
            "Cannot convert the value of the property '{name}' to the type '{}'.",
            kind.edm()
        )))
    }
}

impl Kind {
    fn holds(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Boolean => value.is_boolean(),
            Self::Int32 => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            Self::Date => value.as_str().is_some_and(|text| text.parse::<DateTimeOffset>().is_ok()),
            Self::Member(members) => value.as_str().is_some_and(|member| members.contains(&member)),
            Self::Texts => value.as_array().is_some_and(|texts| texts.iter().all(Value::is_string)),
            Self::Complex(_) => value.is_object() || value.is_array(),
        }
    }

    fn edm(self) -> &'static str {
        match self {
            Self::Text => "Edm.String",
            Self::Boolean => "Edm.Boolean",
            Self::Int32 => "Edm.Int32",
            Self::Date => "Edm.DateTimeOffset",
            Self::Member(_) => "Edm.Enum",
            Self::Texts => "Collection(Edm.String)",
            Self::Complex(name) => name,
        }
    }
}

pub(super) static DEP_ONBOARDING_SETTING: Type = Type {
    name: "depOnboardingSetting",
    properties: &[
        Property::new("id", Kind::Text).read_only(),
        Property::new("appleIdentifier", Kind::Text),
        Property::new("dataSharingConsentGranted", Kind::Boolean),
        Property::new("lastModifiedDateTime", Kind::Date).read_only(),
        Property::new("lastSuccessfulSyncDateTime", Kind::Date),
        Property::new("lastSyncErrorCode", Kind::Int32),
        Property::new("lastSyncTriggeredDateTime", Kind::Date),
        Property::new("roleScopeTagIds", Kind::Texts),
        Property::new("shareTokenWithSchoolDataSyncService", Kind::Boolean),
        Property::new("syncedDeviceCount", Kind::Int32),
        Property::new("tokenExpirationDateTime", Kind::Date),
        Property::new("tokenName", Kind::Text),
        Property::new("tokenType", Kind::Member(dep::DepTokenType::MEMBERS)),
    ],
};

pub(super) static UPLOAD_DEP_TOKEN: Type = Type {
    name: "uploadDepToken",
    properties: &[
        Property::new("appleId", Kind::Text).required(),
        Property::new("depToken", Kind::Text).required().write_only(),
    ],
};

pub(super) static ANDROID_PROFILE: Type = Type {
    name: "androidDeviceOwnerEnrollmentProfile",
    properties: &[
        Property::new("id", Kind::Text).read_only(),
        Property::new("accountId", Kind::Text),
        Property::new("configureWifi", Kind::Boolean),
        Property::new("createdDateTime", Kind::Date).read_only(),
        Property::new("description", Kind::Text),
        Property::new("deviceNameTemplate", Kind::Text),
        Property::new("displayName", Kind::Text),
        Property::new("enrolledDeviceCount", Kind::Int32),
        Property::new("enrollmentMode", Kind::Member(android::AndroidDeviceOwnerEnrollmentMode::MEMBERS)),
        Property::new("enrollmentTokenType", Kind::Member(android::AndroidDeviceOwnerEnrollmentTokenType::MEMBERS)),
        Property::new("enrollmentTokenUsageCount", Kind::Int32),
        Property::new("isTeamsDeviceProfile", Kind::Boolean),
        Property::new("lastModifiedDateTime", Kind::Date).read_only(),
        Property::new("qrCodeContent", Kind::Text),
        Property::new("qrCodeImage", Kind::Complex("microsoft.graph.mimeContent")),
        Property::new("roleScopeTagIds", Kind::Texts),
        Property::new("tokenCreationDateTime", Kind::Date),
        Property::new("tokenExpirationDateTime", Kind::Date),
        Property::new("tokenValue", Kind::Text),
        Property::new("wifiHidden", Kind::Boolean),
        Property::new("wifiPassword", Kind::Text),
        Property::new("wifiSecurityType", Kind::Member(android::AospWifiSecurityType::MEMBERS)),
        Property::new("wifiSsid", Kind::Text),
    ],
};

pub(super) static CREATE_TOKEN: Type =
    Type { name: "createToken", properties: &[Property::new("tokenValidityInSeconds", Kind::Int32)] };

pub(super) static VPP_TOKEN: Type = Type {
    name: "vppToken",
    properties: &[
        Property::new("id", Kind::Text).read_only(),
        Property::new("appleDeviceAppDeliveryProtocolType", Kind::Member(vpp::AppleDeviceDeliveryProtocol::MEMBERS))
            .beta(),
        Property::new("appleId", Kind::Text),
        Property::new("automaticallyUpdateApps", Kind::Boolean),
        Property::new("claimTokenManagementFromExternalMdm", Kind::Boolean).beta(),
        Property::new("countryOrRegion", Kind::Text),
        Property::new("dataSharingConsentGranted", Kind::Boolean).beta(),
        Property::new("displayName", Kind::Text).beta(),
        Property::new("expirationDateTime", Kind::Date),
        Property::new("lastModifiedDateTime", Kind::Date).read_only(),
        Property::new("lastSyncDateTime", Kind::Date),
        Property::new("lastSyncStatus", Kind::Member(vpp::VppTokenSyncStatus::MEMBERS)),
        Property::new("locationName", Kind::Text).beta(),
        Property::new("organizationName", Kind::Text),
        Property::new("roleScopeTagIds", Kind::Texts).beta(),
        Property::new("state", Kind::Member(vpp::VppTokenState::MEMBERS)),
        Property::new("token", Kind::Text).write_only(),
        Property::new("tokenActionResults", Kind::Complex("Collection(microsoft.graph.vppTokenActionResult)"))
            .beta()
            .read_only(),
        Property::new("vppTokenAccountType", Kind::Member(vpp::VppTokenAccountType::MEMBERS)),
    ],
};
