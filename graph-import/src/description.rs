//! What is known about Microsoft Graph: types, operations, permissions, each with its source.
//!
//! This is the model between the readers and the writers. It contains no reader, no writer and no I/O.

mod details;
mod name;
mod operation;
mod path;
mod permissions;
mod schema;
mod shown;
mod source;
mod types;

pub(crate) use self::path::shown;
pub use self::{
    details::{CallKind, CustomParameter, Details, KeyProperty},
    name::TypeName,
    operation::{
        Body, Difference, Evidence, Header, Operation, OperationKind, Purpose, QueryParameter, Response, Verdict,
    },
    path::{PathParameter, PathTemplate, Segment},
    permissions::{Access, PermissionOrigin, Permissions},
    schema::{Callable, CallableImport, CallableKind, Container, EntitySet, Parameter, Returned, Schema, Singleton},
    source::{Source, SourceKind},
    types::{
        Deprecation, Enumeration, Facts, Member, Navigation, Property, Structured, StructuredKind, TypeDefinition,
        TypeRef, Types,
    },
};
pub use graph_macros_core::model::{Caller, Method, Version};
