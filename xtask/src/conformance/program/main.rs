//! Makes the calls on standard input, a JSON array, and prints a response for each.

mod call;
mod operations;
mod support;

use std::error::Error;
use std::io;

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let calls: Vec<Value> = serde_json::from_reader(io::stdin().lock())?;
    let operations = operations::all();
    let answers: Vec<Value> = calls.iter().map(|call| call::answer(&operations, call)).collect();
    println!("{}", Value::from(answers));
    Ok(())
}
