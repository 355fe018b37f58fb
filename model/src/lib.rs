//! Loads a service model of either format into one validated form.
//!
//! ```text
//! files -> json -> smithy | c2j -> Model<Unvalidated> -> overlay -> select -> validate -> Model<Validated>
//! ```
//!
//! [`load`] runs all the stages. Every problem becomes a [`Diagnostic`] with a stable code, a place in the text, the
//! shape it concerns and advice. Loading goes on as far as it can, so that one run reports all problems. Nothing here
//! depends on the code that is generated from the model.

pub mod c2j;
pub mod constants;
pub mod diagnostic;
pub mod documentation;
pub mod endpoint;
pub mod files;
pub mod ir;
pub mod jmespath;
pub mod json;
pub mod overlay;
pub mod pattern;
pub mod protocol;
mod select;
pub mod smithy;
pub mod source;
pub mod suggest;
pub mod validate;

pub use diagnostic::{Diagnostic, Diagnostics, Severity};
pub use ir::{Model, Unvalidated, Validated};
pub use select::Selected;
pub use source::{SourceId, Sources, Span};

/// The texts that make up one service model.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// The model itself: a Smithy JSON AST or a C2J `service-2.json`; its content decides which.
    pub model: SourceId,
    /// C2J only: the endpoint rule set, which is in a separate file.
    pub endpoint_rules: Option<SourceId>,
    /// C2J only: the compiled endpoint rules, which are in a separate file.
    pub endpoint_bdd: Option<SourceId>,
    /// C2J only: the endpoint tests, which are in a separate file.
    pub endpoint_tests: Option<SourceId>,
    /// C2J only: the pagination, which is in a separate file.
    pub paginators: Option<SourceId>,
    /// C2J only: the waiters, which are in a separate file.
    pub waiters: Option<SourceId>,
    /// Documented additions to the model.
    pub overlay: Option<SourceId>,
}

/// The format that a model is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A Smithy JSON AST.
    Smithy,
    /// A C2J `service-2.json`.
    C2j,
}

impl Format {
    /// Determines the format of a document from its content.
    pub fn of(document: &json::Node) -> Self {
        if c2j::recognises(document) { Self::C2j } else { Self::Smithy }
    }

    /// The name in an overlay.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Smithy => "smithy",
            Self::C2j => "c2j",
        }
    }
}

impl Parts {
    /// A model without other files.
    pub fn new(model: SourceId) -> Self {
        Self {
            model,
            endpoint_rules: None,
            endpoint_bdd: None,
            endpoint_tests: None,
            paginators: None,
            waiters: None,
            overlay: None,
        }
    }
}

/// How a model is to be read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What happens to operations that need something unsupported.
    pub unsupported: Unsupported,
    /// Take only these operations and the shapes that they reach; all of them if unset. A name that the service does
    /// not have is an error, and so is an empty list. Duplicates count once.
    pub operations: Option<Vec<Selected>>,
    /// The protocol of the clients, by the name of its trait: `restJson1`. If unset, it is the one that AWS's SDKs
    /// prefer among those of the service. A protocol that the service does not support is an error.
    pub protocol: Option<String>,
}

/// What happens to operations that need something unsupported, and to those that have a problem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unsupported {
    /// Each is an error.
    #[default]
    Refuse,
    /// They are left out, each with a warning.
    LeaveOut,
    /// Operations that need something unsupported are kept and marked, for showing and comparing models. No client can
    /// be generated from them.
    Keep,
}

/// Reads a service model: text to validated model.
///
/// Returns the model, or `None` if `diagnostics` has an error.
pub fn load(
    sources: &Sources,
    parts: Parts,
    options: Options,
    diagnostics: &mut Diagnostics,
) -> Option<Model<Validated>> {
    let document = json::parse(sources, parts.model, diagnostics)?;
    let format = Format::of(&document);
    let mut model = match format {
        Format::C2j => {
            let mut model = c2j::read(&document, diagnostics);
            endpoint::attach(&mut model, sources, parts, diagnostics);
            if let Some(model) = &mut model {
                c2j::pages::attach(model, sources, parts.paginators, diagnostics);
                c2j::waiters::attach(model, sources, parts.waiters, diagnostics);
            }
            model
        }
        Format::Smithy => smithy::read(document, diagnostics),
    };
    // Problems of the overlay are not attributed to operations: the overlay itself must be fixed.
    let mut problems = diagnostics.take_errors();
    if let (Some(model), false) = (&model, problems.is_empty()) {
        validate::blame::assign(model, &mut problems);
    }
    if let Some(overlay) = parts.overlay {
        let overlay = json::parse(sources, overlay, diagnostics);
        if let (Some(model), Some(overlay)) = (&mut model, &overlay) {
            overlay::apply(model, overlay, format, diagnostics);
        }
    }
    if let Some(model) = &model {
        diagnostics.suppress(model.suppressed());
    }
    let Options { unsupported, operations, protocol } = options;
    match &mut model {
        Some(model) => settle(model, problems, unsupported, operations.as_deref(), diagnostics),
        None => diagnostics.extend(problems),
    }
    if diagnostics.has_errors() {
        return None;
    }
    validate::validate(model?, unsupported, protocol.as_deref(), diagnostics)
}

/// Keeps the operations that are selected, and the problems that concern them.
fn settle(
    model: &mut Model<Unvalidated>,
    mut problems: Vec<Diagnostic>,
    unsupported: Unsupported,
    selected: Option<&[Selected]>,
    diagnostics: &mut Diagnostics,
) {
    if let Some(selected) = selected {
        select::select(model, selected, diagnostics);
        let is_kept = |name: &String| model.operations.iter().any(|operation| operation.name == *name);
        problems.retain(|problem| problem.operations.is_empty() || problem.operations.iter().any(is_kept));
    }
    match unsupported {
        Unsupported::LeaveOut if !problems.is_empty() => {
            validate::blame::leave_out(model, problems, diagnostics);
        }
        Unsupported::Keep => validate::blame::note(model, problems, diagnostics),
        Unsupported::Refuse | Unsupported::LeaveOut => diagnostics.extend(problems),
    }
}
