//! The commands as functions, with their command lines: `smithy-codegen` runs them, and `cargo xtask` runs them with
//! the defaults of its repository.
//!
//! A command reads and writes the files that it is given, but prints nothing itself: it returns a [`Report`].

pub mod defaults;
pub mod diff;
pub mod generate;
pub mod inspect;
pub mod job;
pub mod model;
pub mod program;
mod progress;
pub mod reference;
mod report;
mod runtime;
pub mod schema;
pub mod shell;
mod style;
mod workspace;

pub use defaults::Defaults;
pub use progress::Progress;
pub use report::{Exit, Log, Report, counted};
pub use runtime::runtime_from;
pub use style::{MessageFormat, OutputArgs, Style};
