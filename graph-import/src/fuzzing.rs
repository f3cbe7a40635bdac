//! What holds for any input of the readers. The fuzz targets look for an input for which it does not.

mod metadata;
mod page;

pub use self::{
    metadata::{csdl, permission_data, resolve},
    page::page,
};
