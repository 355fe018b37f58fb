//! The call of an operation as a template: its builder with every setter.
//!
//! ```text
//! let response = client
//!     .update_job_execution()
//!     // Required:
//!     .job_id(String)
//!     // As needed:
//!     .status_details(String, String) // for each entry
//!     .send()
//!     .await?;
//! ```

use super::Reference;
use super::page::Page;
use super::types::linked;
use smithy_codegen::plan::operation::OperationPlan;
use smithy_codegen::plan::structure::MemberPlan;
use smithy_codegen::plan::types::RustType;

/// The lines of the call, as HTML.
pub(super) fn call(reference: &Reference<'_>, page: &Page, operation: &OperationPlan) -> Vec<String> {
    let mut lines = vec!["let response = client".to_owned(), format!("    .{}()", operation.method_name)];
    for (required, comment) in [(true, "// Required:"), (false, "// As needed:")] {
        let members: Vec<_> =
            operation.input.members.iter().filter(|member| member.required == required).collect();
        if !members.is_empty() {
            lines.push(format!("    {comment}"));
        }
        lines.extend(members.into_iter().map(|member| format!("    {}", setter(reference, page, member))));
    }
    lines.extend(["    .send()", "    .await?;"].map(str::to_owned));
    lines
}

fn setter(reference: &Reference<'_>, page: &Page, member: &MemberPlan) -> String {
    let (name, of) = (&member.ident, |ty: &RustType| linked(reference, page, ty));
    match &member.ty {
        RustType::Vec(element) => format!(".{name}({}) // for each item", of(element)),
        RustType::Map(key, value) => format!(".{name}({}, {}) // for each entry", of(key), of(value)),
        RustType::Boxed(inner) => format!(".{name}({})", of(inner)),
        other => format!(".{name}({})", of(other)),
    }
}
