//! The generated module calls, and reads what comes back. Answers come from a script.

use build_script::is_freezing;
use build_script::weather::blocking::Client;
use build_script::weather::operation::get_reading::{GetReadingError, GetReadingInput, GetReadingOutput};
use build_script::weather::types::error::NoSuchStation;
use build_script::weather::{Config, ConfigError};
use smithy_client::test_util::Script;

fn client(script: &Script) -> Result<Client, ConfigError> {
    let config = Config::builder().endpoint_url("https://weather.example.com").unsigned().build()?;
    Ok(Client::with_transport(config, script.clone()))
}

#[test]
fn frost_is_told_from_the_last_reading() -> Result<(), Box<dyn std::error::Error>> {
    let reading = |temperature| GetReadingOutput::builder().set_temperature(temperature).build();
    for (temperature, expected) in [(Some(-3.5), Some(true)), (Some(0.5), Some(false)), (None, None)] {
        let script = Script::new().respond::<GetReadingInput>(&reading(temperature));
        assert_eq!(is_freezing(&client(&script)?, "Feldberg")?, expected);
        let sent = script.finish();
        let uri = sent.first().map(|sent| sent.request().uri().to_string());
        assert_eq!(uri.as_deref(), Some("https://weather.example.com/stations/Feldberg/reading?unit=C"));
    }
    Ok(())
}

#[test]
fn errors_are_those_of_the_operation() -> Result<(), ConfigError> {
    let script = Script::new().refuse::<GetReadingInput, _>(&NoSuchStation::default());
    let answer = is_freezing(&client(&script)?, "Atlantis");
    assert!(matches!(answer, Err(GetReadingError::NoSuchStation(_))), "{answer:?}");
    Ok(())
}
