//! The calls in examples: every required member gets a value of its type, so that they compile for any model.
//!
//! ```text
//! let response = client
//!     .update_job_execution()
//!     .job_id("example")
//!     .status(types::JobExecutionStatus::InProgress)
//!     .send()
//!     .await?;
//! ```

use super::client::Shell;
use crate::plan::Plan;
use crate::plan::operation::OperationPlan;
pub use crate::plan::sample::{Identity, Sample, identity, library};

impl Sample {
    /// Returns the lines of a call through `client`, whose response is `response`.
    pub fn call(&self, operation: &OperationPlan, shell: Shell) -> Vec<String> {
        let mut lines = vec!["let response = client".to_owned(), format!("    .{}()", operation.method_name)];
        lines.extend(self.setters.iter().map(|setter| format!("    {setter}")));
        lines.push("    .send()".to_owned());
        match shell {
            Shell::Async => lines.push("    .await?;".to_owned()),
            Shell::Blocking => lines.iter_mut().last().into_iter().for_each(|last| last.push_str("?;")),
        }
        lines
    }
}

/// Writes the example on the page of an operation. It only exists with the feature that it needs.
pub fn of_operation(plan: &Plan, operation: &OperationPlan) -> Vec<String> {
    let (library, sample) = (library(plan), Sample::new(plan, operation));
    let client = format!("client: {library}::Client");
    let parameters: Vec<_> = std::iter::once(client).chain(sample.parameters.iter().cloned()).collect();
    let parameters = parameters.join(", ");
    let mut lines = ["", "# Example", "", "```"].map(str::to_owned).to_vec();
    if sample.uses_types {
        lines.extend([format!("use {library}::types;"), String::new()]);
    }
    lines.push("# #[cfg(feature = \"client\")]".to_owned());
    lines.push(format!("# async fn example({parameters}) -> Result<(), Box<dyn std::error::Error>> {{"));
    lines.extend(sample.call(operation, Shell::Async));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}
