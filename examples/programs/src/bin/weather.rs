//! A program with the client of another service: an invented one, `examples/weather/smithy.json`, which is not AWS's.
//!
//! `examples/weather/client/` is the generator's output for that model:
//!
//! ```console
//! $ cargo xtask codegen --model examples/weather/smithy.json --out examples/weather/client --crate-name weather-client
//! $ WEATHER_TOKEN=… cargo run -p examples --bin weather -- --endpoint http://localhost:8000 put rooftop 21.5
//! $ cargo run -p examples --bin weather -- --endpoint http://localhost:8000 get rooftop
//! $ cargo run -p examples --bin weather -- --endpoint http://localhost:8000 await rooftop 600
//! ```
//!
//! Storing a reading requires a bearer token; reading one does not. The token is sent only over `https`, or to this
//! machine.
//!
//! Exit codes: 0 done, 1 the call failed, 2 wrong command line or configuration.

use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use examples::args::Args;
use weather_client::Config;
use weather_client::blocking::Client;
use weather_client::credentials::Token;
use weather_client::operation::get_reading::GetReadingError;

fn main() -> ExitCode {
    let (client, order) = match set_up() {
        Ok(parts) => parts,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    match carry_out(&client, order) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The command.
enum Order {
    Get { station: String },
    Put { station: String, temperature: f64 },
    Await { station: String, limit: Duration },
}

fn set_up() -> Result<(Client, Order), String> {
    let args = Args::from_env(&["--endpoint"], &[])?;
    let words: Vec<_> = args.words().iter().map(String::as_str).collect();
    let order = match words[..] {
        ["get", station] => Order::Get { station: station.to_owned() },
        ["put", station, temperature] => {
            let temperature = temperature.parse().map_err(|_| format!("{temperature} is no temperature"))?;
            Order::Put { station: station.to_owned(), temperature }
        }
        ["await", station, seconds] => {
            let seconds = seconds.parse().map_err(|_| format!("{seconds} is no number of seconds"))?;
            Order::Await { station: station.to_owned(), limit: Duration::from_secs(seconds) }
        }
        _ => return Err("either get STATION, put STATION CELSIUS or await STATION SECONDS".to_owned()),
    };
    let config = Config::builder().endpoint_url(args.require("--endpoint")?);
    let config = match std::env::var("WEATHER_TOKEN") {
        Ok(token) => config.token(Token::new(token, None)),
        Err(_) => config.unsigned(),
    };
    Ok((Client::new(config.build().map_err(|error| error.to_string())?), order))
}

/// Makes the call; returns the line to print.
fn carry_out(client: &Client, order: Order) -> Result<String, String> {
    match order {
        Order::Get { station } => match client.get_reading().station(&station).send() {
            Ok(reading) => {
                let temperature =
                    reading.output().temperature().map_or("no reading".to_owned(), |t| format!("{t} °C"));
                let time =
                    reading.output().measured_at().map(|time| format!(" at {time}")).unwrap_or_default();
                Ok(format!("{station}: {temperature}{time}"))
            }
            Err(GetReadingError::NoSuchStation(error)) => {
                let said = error.message().unwrap_or("there is no such station");
                Err(format!("{station}: {said}"))
            }
            Err(error) => Err(error.to_string()),
        },
        Order::Put { station, temperature } => {
            let put = client.put_reading().station(&station).temperature(temperature);
            put.measured_at(SystemTime::now()).send().map_err(|error| error.to_string())?;
            Ok(format!("{station}: stored"))
        }
        Order::Await { station, limit } => {
            let reading = client.get_reading().station(&station).wait_until_station_reports(limit);
            let reading = reading.map_err(|error| error.to_string())?;
            Ok(format!("{station}: {} °C", reading.output().temperature().unwrap_or_default()))
        }
    }
}

#[cfg(test)]
mod tests {
    use weather_client::operation::get_reading::{GetReadingInput, GetReadingOutput};
    use weather_client::test_util::Script;
    use weather_client::types::error::NoSuchStation;

    use super::*;

    fn client(script: &Script) -> Client {
        let config = Config::builder().endpoint_url("http://localhost").token(Token::new("hush", None));
        Client::with_transport(config.build().unwrap(), script.clone())
    }

    #[test]
    fn a_reading_is_one_line() {
        let reading =
            GetReadingOutput::builder().temperature(21.5).measured_at(SystemTime::UNIX_EPOCH).build();
        let script = Script::new().respond::<GetReadingInput>(&reading);
        let line = carry_out(&client(&script), Order::Get { station: "roof top".to_owned() });
        assert_eq!(line.unwrap(), "roof top: 21.5 °C at 1970-01-01 0:00:00.0 +00:00:00");
        let sent = script.finish();
        assert_eq!(sent[0].request().uri(), "http://localhost/stations/roof%20top/reading");
        assert_eq!(sent[0].request().headers().get("authorization"), None);
    }

    #[test]
    fn a_station_that_is_not_there_says_so() {
        let mut error = NoSuchStation::default();
        error.message = Some("no station attic".to_owned());
        let script = Script::new().refuse::<GetReadingInput, _>(&error);
        let line = carry_out(&client(&script), Order::Get { station: "attic".to_owned() });
        assert_eq!(line.unwrap_err(), "attic: no station attic");
        script.finish();
    }

    #[test]
    fn a_reading_is_stored() {
        let stored = http::Response::builder().status(204).body("").unwrap();
        let script = Script::new().raw(stored);
        let order = Order::Put { station: "rooftop".to_owned(), temperature: 21.5 };
        assert_eq!(carry_out(&client(&script), order).unwrap(), "rooftop: stored");
        let sent = script.finish();
        assert_eq!(sent[0].request().method(), "PUT");
        assert_eq!(sent[0].request().headers()["authorization"], "Bearer hush");
        assert_eq!(sent[0].input()["temperature"], 21.5);
    }

    #[test]
    fn a_station_is_waited_for() {
        let reading = |temperature| GetReadingOutput::builder().set_temperature(temperature).build();
        let attic = |limit| Order::Await { station: "attic".to_owned(), limit };
        let script = Script::new().respond::<GetReadingInput>(&reading(Some(21.5)));
        assert_eq!(carry_out(&client(&script), attic(Duration::ZERO)).unwrap(), "attic: 21.5 °C");
        let script = Script::new().respond::<GetReadingInput>(&reading(None));
        let line = carry_out(&client(&script), attic(Duration::ZERO)).unwrap_err();
        assert_eq!(line, "GetReading: StationReports was not reached after 1 call");
        let script = Script::new().refuse::<GetReadingInput, _>(&NoSuchStation::default());
        let line = carry_out(&client(&script), attic(Duration::from_mins(1))).unwrap_err();
        let expected = "GetReading: StationReports will not be reached: 404 NoSuchStation (request id test)";
        assert_eq!(line, expected);
    }
}
