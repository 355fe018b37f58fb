//! `schema`: a service as JSON Schema or OpenAPI.

use clap::{Args, ValueEnum};

use super::defaults::Defaults;
use super::model::ModelArgs;
use super::report::{Exit, Log, Report};
use super::style::Style;

/// Print the shapes of a service as JSON Schema, or its HTTP interface as OpenAPI.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct SchemaArgs {
    /// Format of the document
    #[arg(long, value_name = "FORMAT", default_value = "json-schema")]
    format: Format,

    #[command(flatten)]
    model: ModelArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON Schema 2020-12 with a definition for each shape
    JsonSchema,
    /// OpenAPI 3.1 with all operations
    Openapi,
}

const EXAMPLES: &str = "\
Examples:
  smithy-codegen schema --model iot/service-2.json.gz --format openapi > openapi.json
      Writes the HTTP interface of a service.
  smithy-codegen schema --model iot/service-2.json.gz | jq '.\"$defs\".ThingName'
      Shows the schema of one shape.

Exit codes:
  0  done
  2  the model, the settings or the command line has an error
  3  a file could not be read";

impl SchemaArgs {
    /// Prints the document.
    pub fn run(&self, defaults: &Defaults, style: Style) -> Report {
        let mut log = Log::new(style);
        let exit = self.show(defaults, &mut log).err().unwrap_or(Exit::Done);
        log.finish(exit, "")
    }

    fn show(&self, defaults: &Defaults, log: &mut Log) -> Result<(), Exit> {
        let (_, model) = self.model.load(defaults, log)?;
        let document = match self.format {
            Format::JsonSchema => smithy_schema::json_schema(&model),
            Format::Openapi => smithy_schema::openapi(&model, &mut log.diagnostics),
        };
        // The alternate form is indented.
        log.out = format!("{document:#}\n");
        Ok(())
    }
}
