//! `inspect`: shows the contents of a model.

mod json;
mod table;
mod text;
mod words;

use clap::Args;

use super::defaults::Defaults;
use super::model::ModelArgs;
use super::report::{Exit, Log, Report};
use super::style::Style;

/// Show a service at a glance.
///
/// Lists its operations with method, path, MQTT topic, errors, and the members of input and output, then its MQTT
/// notifications. Required members are marked with an asterisk. For shapes, see `--json`, `schema` or `reference`.
///
/// The model is shown as the generator sees it: validated, with the overlay applied, without unused shapes, and with an input
/// and an output named after each operation. Unsupported operations are shown too, with what they need, unless
/// `--skip-unsupported` leaves them out.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct InspectArgs {
    /// Print the whole model as JSON
    ///
    /// A key is left out if its value would be false or empty. Shapes refer to each other by name.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    model: ModelArgs,
}

const EXAMPLES: &str = "\
Examples:
  smithy-codegen inspect --model iot/service-2.json.gz | less
      Shows a service.
  smithy-codegen inspect --model iot/service-2.json.gz --json | jq '.shapes[] | select(.kind == \"enum\") | .name'
      Lists the enums.

Exit codes:
  0  done
  2  the model, the settings or the command line has an error
  3  a file could not be read";

impl InspectArgs {
    /// Shows the model after it has been read, checked and brought into its final form.
    pub fn run(&self, defaults: &Defaults, style: Style) -> Report {
        let mut log = Log::new(style);
        let exit = self.show(defaults, &mut log).err().unwrap_or(Exit::Done);
        log.finish(exit, "")
    }

    fn show(&self, defaults: &Defaults, log: &mut Log) -> Result<(), Exit> {
        let (_, model) = self.model.load_to_show(defaults, log)?;
        // The alternate form of JSON is indented; the text is at most 100 columns wide.
        log.out = if self.json { format!("{:#}\n", json::model(&model)) } else { text::render(&model) };
        Ok(())
    }
}
