//! The output style of a command: in colour or not, for people or for tools, with warnings allowed or not.

use std::env;
use std::io::{self, IsTerminal};

use clap::{Args, ValueEnum};

/// The options that every command has.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Diagnostics")]
pub struct OutputArgs {
    /// Format of diagnostics on standard error
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    message_format: MessageFormat,

    /// Whether to colour diagnostics
    ///
    /// `auto` colours them on a terminal, unless the environment variable `NO_COLOR` is set and not empty.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Colour,

    /// Treat warnings as errors: write nothing if there is one
    #[arg(long, global = true, value_name = "LINTS")]
    deny: Option<Deny>,
}

impl OutputArgs {
    /// Returns the style for these options.
    pub fn style(self) -> Style {
        let colour = match self.color {
            Colour::Auto => {
                io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
            Colour::Always => true,
            Colour::Never => false,
        };
        Style { colour, format: self.message_format, deny_warnings: self.deny.is_some() }
    }
}

/// The output style of a command. The default is plain text for people, with warnings allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether diagnostics for people have colours.
    pub colour: bool,
    /// The readers of diagnostics.
    pub format: MessageFormat,
    /// Whether a warning stops the command like an error.
    pub deny_warnings: bool,
}

/// Whom diagnostics are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// In the style of rustc, with the line of the model marked
    #[default]
    Human,
    /// One JSON object a line: code, severity, message, file, line, column, shape, help, and the rendered text
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    /// All warnings
    Warnings,
}
