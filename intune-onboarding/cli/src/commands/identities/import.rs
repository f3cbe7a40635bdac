//! The import of identities.

use std::collections::HashMap;

use intune_onboarding::identities::{ImportDeviceIdentityList, ImportedDeviceIdentity, SearchExistingIdentities};

use crate::{
    commands::bulk::{Entry, Fate, Outcome, Source},
    failure::Failure,
    service::{Planned, Service},
};

/// How many identities are looked up in one request.
const SEARCHED: usize = 500;

/// Imports identities, and overwrites those that are in the tenant if that is wanted.
pub(super) struct Identities {
    pub(super) overwrite: bool,
}

impl Identities {
    fn action(&self, items: &[&ImportedDeviceIdentity]) -> ImportDeviceIdentityList {
        ImportDeviceIdentityList {
            imported_device_identities: items.iter().copied().cloned().collect(),
            overwrite_imported_device_identities: self.overwrite,
        }
    }
}

impl Source for Identities {
    type Item = ImportedDeviceIdentity;

    const READS_BACK_EACH_BATCH: bool = true;

    const IS_HARMLESS_TWICE: bool = true;

    fn plan(&self, service: &Service, items: &[&Self::Item], _mark: &str) -> Result<Planned, Failure> {
        service.plan(&self.action(items))
    }

    async fn send(&self, service: &Service, items: &[&Self::Item], _mark: &str) -> Result<Vec<Fate>, Failure> {
        let results = service.call(&self.action(items)).await?.value.value;
        let accepted: HashMap<String, (bool, String)> = results
            .into_iter()
            .map(|result| {
                let status = result.status == Some(true);
                (key(result.imported_device_identifier.as_deref()), (status, result.id.unwrap_or_default()))
            })
            .collect();
        let fate = |item: &&ImportedDeviceIdentity| match accepted.get(&key(item.imported_device_identifier.as_deref()))
        {
            Some((true, id)) => Fate::new(Outcome::Accepted, "", id),
            Some((false, _)) => Fate::new(Outcome::Rejected, "the service did not accept it, and gives no reason", ""),
            None => Fate::new(Outcome::Rejected, "the response does not mention it", ""),
        };
        Ok(items.iter().map(fate).collect())
    }

    async fn read_back(&self, service: &Service, rows: &[(&Self::Item, &Entry)]) -> Result<Vec<Option<Fate>>, Failure> {
        let items: Vec<_> = rows.iter().map(|(item, _)| *item).collect();
        let found = search(service, &items).await?;
        let fate = |item: &&ImportedDeviceIdentity| {
            let identity = found.get(&key(item.imported_device_identifier.as_deref()))?;
            if self.overwrite && !is_overwritten(identity, item) {
                return None;
            }
            Some(Fate::new(Outcome::Imported, "", identity.id.clone().unwrap_or_default()))
        };
        Ok(items.iter().map(fate).collect())
    }
}

/// Whether an identity has the details and the platform with which it was to be overwritten.
fn is_overwritten(found: &ImportedDeviceIdentity, wanted: &ImportedDeviceIdentity) -> bool {
    let has_details = wanted.description.is_none() || found.description == wanted.description;
    has_details && (wanted.platform.is_none() || found.platform == wanted.platform)
}

/// Finds identities that are in the tenant, by [`key`].
pub(super) async fn search(
    service: &Service,
    identities: &[&ImportedDeviceIdentity],
) -> Result<HashMap<String, ImportedDeviceIdentity>, Failure> {
    let mut found = HashMap::new();
    for identities in identities.chunks(SEARCHED) {
        let action = searching(identities);
        let mut page = service.call(&action).await?.value;
        if let Some(link) = page.next_link.take() {
            page.value.extend(service.rest(&action, &link).await?);
        }
        found.extend(
            page.value.into_iter().map(|identity| (key(identity.imported_device_identifier.as_deref()), identity)),
        );
    }
    Ok(found)
}

/// Returns the operation that finds identities.
pub(super) fn searching(identities: &[&ImportedDeviceIdentity]) -> SearchExistingIdentities {
    let wanted = |identity: &&ImportedDeviceIdentity| {
        let mut wanted = ImportedDeviceIdentity::default();
        wanted.imported_device_identifier.clone_from(&identity.imported_device_identifier);
        wanted.imported_device_identity_type.clone_from(&identity.imported_device_identity_type);
        wanted
    };
    SearchExistingIdentities { imported_device_identities: identities.iter().map(wanted).collect() }
}

/// Returns what identifiers are compared by: letters of either case are the same, and white space does not count, since the
/// service may write manufacturer, model and serial number in its own way.
pub(super) fn key(identifier: Option<&str>) -> String {
    let characters = identifier.unwrap_or_default().chars().filter(|character| !character.is_whitespace());
    characters.flat_map(char::to_lowercase).collect()
}
