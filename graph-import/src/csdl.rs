//! Reads Graph's own description of its types and operations: the CSDL that `$metadata` returns, and the annotated form
//! that Microsoft's generators use.

mod annotation;
mod callable;
mod container;
mod document;
mod element;
mod error;
mod names;
mod restriction;
mod types;

pub use error::ReadError;

use self::{annotation::Annotations, document::Document, names::Names};
use crate::description::{Callable, Container, Schema, Source, TypeDefinition, Types, Version};

/// Reads a CSDL document.
///
/// Names of types come out in their normal form, whatever alias the document uses. Annotations are read where they
/// stand in the element and where they stand apart, in `Annotations` with a target. Elements that say nothing about
/// types or operations are skipped.
///
/// # Errors
///
/// Fails if the input is not a complete CSDL document, if a type derives from itself, and if the document is larger or
/// nested more deeply than any description of Graph.
///
/// # Examples
///
/// ```
/// use graph_import::{csdl, description::{Source, SourceKind, TypeName, Version}};
///
/// let xml = br#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
///   <Schema Namespace="microsoft.graph" Alias="graph">
///     <EntityType Name="vppToken"><Property Name="appleId" Type="Edm.String" /></EntityType>
///   </Schema>
/// </edmx:DataServices></edmx:Edmx>"#;
/// let source = Source { kind: SourceKind::Metadata, name: "v1.0.csdl".into(), date: None };
/// let schema = csdl::read(xml, Version::V1_0, source)?;
/// assert!(schema.types.structured(&TypeName::new("microsoft.graph.vppToken")).is_some());
/// # Ok::<(), csdl::ReadError>(())
/// ```
pub fn read(xml: &[u8], version: Version, source: Source) -> Result<Schema, ReadError> {
    let document = Document::read(xml).map_err(|error| error.of(&source))?;
    let contents = convert(&document).map_err(|error| error.of(&source))?;
    let Contents { definitions, callables, container } = contents;
    Ok(Schema { version, source, types: Types::new(definitions), callables, container })
}

#[derive(Default)]
struct Contents {
    definitions: Vec<TypeDefinition>,
    callables: Vec<Callable>,
    container: Container,
}

fn convert(document: &Document<'_>) -> Result<Contents, error::Fault> {
    let names = Names::new(document)?;
    let annotations = Annotations::new(document, &names)?;
    let mut contents = Contents::default();
    let Contents { definitions, callables, container } = &mut contents;
    for schema in document.schemas() {
        let scope = names.scope(schema);
        for element in &schema.children {
            match element.name {
                "EntityType" | "ComplexType" => {
                    let structured = types::structured(document, element, &scope, &annotations)?;
                    definitions.push(TypeDefinition::Structured(structured));
                }
                "EnumType" => {
                    let enumeration = types::enumeration(document, element, &scope, &annotations)?;
                    definitions.push(TypeDefinition::Enumeration(enumeration));
                }
                "TypeDefinition" => definitions.push(types::alias(document, element, &scope)?),
                "Action" | "Function" => {
                    callables.push(callable::callable(document, element, &scope, &annotations)?);
                }
                "EntityContainer" => {
                    container::container(document, element, &scope, &annotations, container)?;
                }
                _ => {}
            }
        }
    }
    types::check_bases(document, definitions)?;
    Ok(contents)
}
