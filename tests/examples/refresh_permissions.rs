//! Makes the permission catalog anew from what Microsoft publishes; `CONTRIBUTING.md` says how.

use std::{
    env, fs,
    io::{self, Write},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [permissions, provisioning] = arguments.as_slice() else {
        return Err(
            "usage: refresh_permissions permissions.json provisioningInfo.json > graph-macros/core/data/permissions.tsv"
                .into(),
        );
    };
    let table = graph_tests::catalog::table(&fs::read_to_string(permissions)?, &fs::read_to_string(provisioning)?)?;
    io::stdout().write_all(table.as_bytes())?;
    Ok(())
}
