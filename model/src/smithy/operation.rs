//! Operations: their input, output, errors and traits.

use super::{Definition, Reader, bare_name};
use crate::diagnostic::Diagnostics;
use crate::ir::{Operation, Origin, Shape, ShapeId, ShapeKind, Structure};
use crate::json::Fields;

/// Reads one operation. A missing part is a problem, and something empty takes its place.
pub(super) fn read(
    reader: &mut Reader<'_>,
    definition: Definition<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Operation> {
    let Definition { id, node, span, .. } = definition;
    let fields = Fields::open(node, id, diagnostics)?;
    fields.ignore(&["type", "traits"]);
    reader.report_mixins(&fields, id, diagnostics);
    let input = io_shape(reader, &fields, "input", id, diagnostics);
    let output = io_shape(reader, &fields, "output", id, diagnostics);
    let mut operation = Operation::new(bare_name(id), input, output, Origin::new(id, span));
    operation.errors = errors(reader, &fields, id, diagnostics);
    fields.finish(diagnostics);
    let traits = reader.traits(id, node, diagnostics);
    traits.read(&mut operation, |known| known.operation, diagnostics);
    Some(operation)
}

/// Returns the structure behind `input` or `output`, or one without members if there is none.
fn io_shape(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    name: &'static str,
    operation: &str,
    diagnostics: &mut Diagnostics,
) -> ShapeId {
    let target = fields.get(name).and_then(|node| reader.target(node, operation, diagnostics));
    target.unwrap_or_else(|| {
        let kind = ShapeKind::Structure(Structure { unit: true, ..Structure::default() });
        reader.shapes.push(Shape::new("Unit", kind, Origin::default()))
    })
}

/// The errors of an operation or of the service.
pub(super) fn errors(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    owner: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<ShapeId> {
    let errors = fields.array("errors", diagnostics).iter();
    errors.filter_map(|node| reader.target(node, owner, diagnostics)).collect()
}
