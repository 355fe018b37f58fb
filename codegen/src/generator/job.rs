//! One crate to generate, with everything that is decided before its model is read.

use std::path::PathBuf;

use smithy_model::{Diagnostics, Model, Options, Parts, SourceId, Sources, Unsupported};

use crate::config::{Config, Input};
use crate::plan::Plan;
use crate::settings::Settings;
use crate::write::Tree;

/// One crate to generate.
#[derive(Clone, Debug)]
pub struct Job {
    /// The texts of the model.
    pub parts: Parts,
    /// The text of the settings, if there are any.
    pub settings: Option<SourceId>,
    /// How the model is read.
    pub options: Options,
    /// What is generated. Its inputs are set when the job runs.
    pub config: Config,
    /// The folder of the crate, if the settings name one.
    pub out: Option<PathBuf>,
    /// The user has set the source of the runtime crate.
    pub runtime_given: bool,
    /// The user has set whether the crate is a workspace of its own.
    pub workspace_given: bool,
}

impl Job {
    /// Creates a job from these texts and the settings.
    pub fn new(parts: Parts, settings: Option<&Settings>) -> Self {
        Self {
            parts,
            settings: settings.map(|settings| settings.source),
            options: settings.map(Settings::options).unwrap_or_default(),
            config: settings.map(Settings::config).unwrap_or_default(),
            out: settings.and_then(|settings| settings.out.clone()),
            runtime_given: settings.is_some_and(|settings| settings.runtime_version.is_some()),
            workspace_given: settings.is_some_and(|settings| settings.own_workspace.is_some()),
        }
    }

    /// The files that were read, in the order of their roles.
    pub fn files(&self, sources: &Sources) -> Vec<PathBuf> {
        let Parts { model, endpoint_rules, endpoint_bdd, endpoint_tests, paginators, waiters, overlay } =
            self.parts;
        let rules = [endpoint_rules, endpoint_bdd, endpoint_tests];
        let files =
            [Some(model)].into_iter().chain(rules).chain([paginators, waiters, overlay, self.settings]);
        files.flatten().map(|source| PathBuf::from(sources.name(source))).collect()
    }

    /// Reads the model. Returns `None` if `diagnostics` has an error.
    pub fn model(&self, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Model> {
        smithy_model::load(sources, self.parts, self.options.clone(), diagnostics)
    }

    /// Returns the configuration with the inputs of this run.
    pub fn config(&self, sources: &Sources) -> Config {
        let mut config = self.config.clone();
        config.inputs = Config::inputs(sources, self.parts);
        config.inputs.extend(self.settings.map(|source| Input::new("settings", sources, source)));
        config.custom.partial =
            self.options.operations.is_some() || self.options.unsupported != Unsupported::Refuse;
        config
    }

    /// Generates the crate. Returns `None` if `diagnostics` has an error.
    pub fn run(&self, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Tree> {
        let model = self.model(sources, diagnostics)?;
        super::generate(&model, &self.config(sources), diagnostics)
    }

    /// Makes all decisions about the crate. Returns `None` if `diagnostics` has an error.
    pub(super) fn plan(&self, sources: &Sources, diagnostics: &mut Diagnostics) -> Option<Plan> {
        let model = self.model(sources, diagnostics)?;
        super::crate_files::plan_crate(&model, &self.config(sources), diagnostics)
    }
}
