use super::*;

#[test]
fn every_row_is_found_by_its_name() {
    let entries: Vec<_> = entries().collect();
    assert_eq!(entries.len(), 969);
    for entry in entries {
        assert_eq!(find(entry.name), Some(entry));
    }
}

#[test]
fn the_table_is_sorted_and_every_permission_exists_for_a_caller_type() {
    assert!(entries().is_sorted_by_key(|entry| entry.name));
    for entry in entries() {
        assert!(entry.delegated || entry.personal || entry.application, "{}", entry.name);
    }
}

#[test]
fn every_id_is_a_guid() {
    let is_guid = |id: &str| {
        id.len() == 36
            && id.bytes().enumerate().all(|(i, byte)| match i {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
    };
    for entry in entries() {
        for id in [entry.delegated_id, entry.application_id] {
            assert!(id.is_empty() || is_guid(id), "{} has {id}", entry.name);
        }
    }
}

#[test]
fn an_id_that_is_not_a_guid_is_left_out() {
    let entry = find("LifecyclePolicies-AgentId.Read.All").expect("published");
    assert_eq!((entry.delegated_id, entry.application_id), ("3d09c9ee-9db9-4c84-85ec-f63a21b4ad2c", ""));
}

#[test]
fn an_unpublished_permission_is_not_found() {
    for name in
        ["", "A", "zzz", "permission", "DeviceManagementConfiguration", "devicemanagementconfiguration.read.all"]
    {
        assert_eq!(find(name), None, "{name}");
    }
}

#[test]
fn a_permission_has_an_id_for_each_caller_type() {
    let entry = find("DeviceManagementServiceConfig.ReadWrite.All").expect("published");
    assert_eq!(entry.delegated_id, "662ed50a-ac44-4eef-ad86-62eed9be2a29");
    assert_eq!(entry.application_id, "5ac13192-7ace-4fcf-b828-1a26f28068ee");
    assert!(entry.delegated && entry.application && !entry.personal);
}

#[test]
fn a_permission_has_a_privilege_level_for_each_caller_type() {
    let of = |name| find(name).map(|entry| (entry.delegated_level, entry.application_level, entry.admin_consent));
    assert_eq!(of("DeviceManagementServiceConfig.ReadWrite.All"), Some((3, 3, true)));
    assert_eq!(of("User.Read"), Some((2, 0, false)));
    assert_eq!(of("APIConnectors.Read.All"), Some((0, 0, true)));
}
