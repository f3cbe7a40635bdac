//! Identities of devices that are imported before the devices enroll.

use serde_json::Value;
use uuid::Uuid;

use super::{
    super::{
        context::Context,
        response::{ErrorResponse, Success},
        schema::Object,
        store::{self, Store},
    },
    Particular, Written, collection,
};

const IDENTITIES: &str = "deviceManagement/importedDeviceIdentities";

pub(super) fn find(name: &str) -> Option<Particular> {
    match name {
        "importAppleDeviceIdentityList" => Some(import_apple),
        "importDeviceIdentityList" => Some(import),
        "searchExistingIdentities" => Some(search),
        _ => None,
    }
}

/// An identity has to name a device.
pub(super) fn before_write(written: Written, identity: &mut Object) -> Result<(), ErrorResponse> {
    if written == Written::New && text(identity, "importedDeviceIdentifier").is_empty() {
        let message = "The property 'importedDeviceIdentifier' must not be empty.";
        return Err(ErrorResponse::invalid_value(message.to_owned()));
    }
    Ok(())
}

fn import_apple(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let parameters = context.parameters()?;
    context.check_parents(store)?;
    let list = Import {
        parameter: "importedAppleDeviceIdentities",
        identifier: "serialNumber",
        collection: context.target(),
        defaults: store::object([
            ("discoverySource", "adminImport".into()),
            ("enrollmentState", "notContacted".into()),
            ("isDeleted", false.into()),
        ]),
    };
    let results = list.run(&parameters, store);
    Ok(collection(context, "importedAppleDeviceIdentityResult", &results))
}

fn import(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let parameters = context.parameters()?;
    let list = Import {
        parameter: "importedDeviceIdentities",
        identifier: "importedDeviceIdentifier",
        collection: IDENTITIES.to_owned(),
        defaults: store::object([("enrollmentState", "notContacted".into()), ("platform", "unknown".into())]),
    };
    let results = list.run(&parameters, store);
    Ok(collection(context, "importedDeviceIdentityResult", &results))
}

/// An import of identities.
struct Import {
    parameter: &'static str,
    /// The property that names the device.
    identifier: &'static str,
    collection: String,
    defaults: Object,
}

impl Import {
    /// Imports each identity that names a device, and returns the fate of each. One that is there already is left, or
    /// overwritten if the caller asks for it.
    fn run(&self, parameters: &Object, store: &mut Store) -> Vec<Object> {
        let overwrite = parameters.get("overwriteImportedDeviceIdentities").and_then(Value::as_bool) == Some(true);
        let identities = parameters.get(self.parameter).and_then(Value::as_array);
        let identities = identities.into_iter().flatten().filter_map(Value::as_object);
        identities.map(|identity| self.import(identity, overwrite, store)).collect()
    }

    fn import(&self, identity: &Object, overwrite: bool, store: &mut Store) -> Object {
        let identifier = text(identity, self.identifier).to_owned();
        let existing = store.collection_mut(&self.collection);
        let known = existing.iter_mut().find(|known| text(known, self.identifier).eq_ignore_ascii_case(&identifier));
        let (mut result, status) = match known {
            _ if identifier.is_empty() => (identity.clone(), false),
            Some(known) if overwrite => {
                known.extend(identity.clone());
                known.insert("lastModifiedDateTime".into(), store::now());
                (known.clone(), true)
            }
            Some(known) => (known.clone(), false),
            None => {
                let mut created = store::object([
                    ("id", Uuid::new_v4().to_string().into()),
                    ("createdDateTime", store::now()),
                    ("lastModifiedDateTime", store::now()),
                ]);
                created.extend(self.defaults.clone());
                created.extend(identity.clone());
                existing.push(created.clone());
                (created, true)
            }
        };
        result.insert("status".into(), status.into());
        result
    }
}

fn search(context: &Context<'_>, store: &mut Store) -> Result<Success, ErrorResponse> {
    let parameters = context.parameters()?;
    let wanted = parameters.get("importedDeviceIdentities").and_then(Value::as_array);
    let wanted: Vec<_> = wanted
        .into_iter()
        .flatten()
        .filter_map(|identity| identity["importedDeviceIdentifier"].as_str().map(str::to_lowercase))
        .collect();
    let found = store.collection(IDENTITIES).iter();
    let found = found.filter(|identity| wanted.contains(&text(identity, "importedDeviceIdentifier").to_lowercase()));
    Ok(collection(context, "importedDeviceIdentity", &found.cloned().collect::<Vec<_>>()))
}

fn text<'o>(object: &'o Object, property: &str) -> &'o str {
    object.get(property).and_then(Value::as_str).unwrap_or_default().trim()
}
