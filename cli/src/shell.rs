//! `completions` and `man`: completion scripts and manual pages of a program.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command};
use clap_complete::Shell;
use smithy_model::Diagnostic;

use super::report::{Exit, Log, Report};
use super::style::Style;

/// Print a completion script for a shell.
///
/// To load it in a bash session: source <(smithy-codegen completions bash). Other shells have a folder for such scripts.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

impl CompletionsArgs {
    /// Runs the command for a program.
    pub fn run(&self, mut program: Command, style: Style) -> Report {
        let name = program.get_name().to_owned();
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut program, name, &mut script);
        printed(&script, style)
    }
}

/// Print the manual page.
///
/// The page is in the format of man(1) and describes all commands. With --out, each command also gets its own page.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Write the pages into this folder instead of printing one page
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl ManArgs {
    /// Runs the command for a program.
    pub fn run(&self, program: Command, style: Style) -> Report {
        match &self.out {
            None => {
                let mut page = Vec::new();
                match clap_mangen::Man::new(program).render(&mut page) {
                    Ok(()) => printed(&page, style),
                    Err(error) => unwritable(Path::new("standard output"), &error, style),
                }
            }
            Some(folder) => {
                let pages = 1 + program.get_subcommands().count();
                let written =
                    fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(program, folder));
                match written {
                    Ok(()) => printed(format!("{}: {pages} pages\n", folder.display()).as_bytes(), style),
                    Err(error) => unwritable(folder, &error, style),
                }
            }
        }
    }
}

fn printed(text: &[u8], style: Style) -> Report {
    let mut log = Log::new(style);
    log.out = String::from_utf8_lossy(text).into_owned();
    log.finish(Exit::Done, "")
}

fn unwritable(place: &Path, error: &io::Error, style: Style) -> Report {
    let mut log = Log::new(style);
    let message = format!("cannot write manual pages to `{}`: {error}", place.display());
    let problem = Diagnostic::error("unwritable-folder", message);
    let exit = log.fail(Exit::Io, problem.help("give a writable folder with `--out`"));
    log.finish(exit, "")
}
