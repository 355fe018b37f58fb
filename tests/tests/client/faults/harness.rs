//! Runs a table of faults with both clients, all rows at once.

use std::thread;
use std::time::{Duration, Instant};

use iot_jobs_data::ConfigBuilder;
use iot_jobs_data::operation::describe_job_execution::DescribeJobExecutionInput as Describe;
use loopback::server::{Script, Server};

use crate::live::{Live, Shell, impatient};

/// A fault: what the server does, and its consequences.
pub(crate) struct Row {
    /// What is wrong.
    pub(crate) name: &'static str,
    /// What the server does.
    pub(crate) script: fn() -> Script,
    /// How many attempts there are.
    pub(crate) attempts: usize,
    /// The result of the call: its error, or `ok`. `HOST` stands for the server's address.
    pub(crate) says: &'static str,
}

/// The time limit of each call of a table.
pub(crate) const BOUND: Duration = Duration::from_secs(6);

/// Runs every row with both clients.
#[track_caller]
pub(crate) fn check(rows: &[Row]) {
    check_with(rows, |config| config);
}

/// Runs every row with both clients, with a changed configuration.
#[track_caller]
pub(crate) fn check_with(rows: &[Row], change: fn(ConfigBuilder) -> ConfigBuilder) {
    let wrong: Vec<String> = thread::scope(|scope| {
        let pairs = rows.iter().flat_map(|row| Shell::BOTH.map(|shell| (row, shell)));
        let runs: Vec<_> =
            pairs.map(|(row, shell)| scope.spawn(move || run(row, shell, change).err())).collect();
        runs.into_iter().filter_map(|run| run.join().expect("a row ends without a panic")).collect()
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

/// Runs a row with one client; the error says how the result differs from the table.
fn run(row: &Row, shell: Shell, change: fn(ConfigBuilder) -> ConfigBuilder) -> Result<(), String> {
    let server = Server::plain((row.script)());
    let client = shell.client(change(impatient(&server.url()).unsigned().body_limit(4096)));
    let start = Instant::now();
    let (said, counted) = outcome(&client);
    let took = start.elapsed();
    let said = said.replace(&server.address().to_string(), "HOST");
    let (seen, expected) = (server.requests().len(), row.attempts);
    if said == row.says && (seen, counted) == (expected, expected) && took < BOUND {
        return Ok(());
    }
    Err(format!(
        "{}, {shell:?}, {took:?}, attempts: {expected} expected, {seen} seen by the server, {counted} counted by \
         the client\n  expected: {}\n       got: {said}",
        row.name, row.says
    ))
}

/// Returns the result of a call, and the number of attempts.
pub(crate) fn outcome(client: &Live) -> (String, usize) {
    let (said, attempts) = match client.call(describe()) {
        Ok(answer) => ("ok".to_owned(), answer.meta().attempts()),
        Err(error) => (error.to_string(), error.attempts()),
    };
    (said, usize::try_from(attempts).expect("a few"))
}

fn describe() -> Describe {
    Describe::builder().thing_name("pump-17").job_id("j-1").build()
}
