//! Lets both clients call servers that fail in every way, for any time: the program `soak` of the package `trials`.

use std::path::Path;
use std::time::Duration;

use smithy_codegen_cli::{Report, Style};

use crate::trial::{self, Run};

/// Runs the soak for this number of minutes. Ends with [`Exit::Failed`](smithy_codegen_cli::Exit::Failed) if a call is
/// lost, doubled or mixed up, or if the use of a resource grows.
pub fn run(minutes: f64, folder: &Path, style: Style) -> Report {
    let time = Duration::try_from_secs_f64(minutes * 60.0).unwrap_or_default();
    let limit = time + Duration::from_mins(2);
    let arguments = vec![format!("--minutes={minutes}")];
    trial::run(&Run { name: "soak", phase: "calling servers that fail", arguments, limit, folder }, style)
}
