//! The service, and the whole model.

use serde_json::{Value, json};

use crate::names::Names;
use crate::shapes::Pool;
use crate::{Dice, operations, words};

/// The protocols of clients.
const PROTOCOLS: [&str; 4] = [
    "aws.protocols#restJson1",
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "smithy.protocols#rpcv2Cbor",
];

/// A model.
pub(crate) fn model(dice: &mut Dice<'_>) -> Value {
    let mut names = Names::default();
    let mut traits = json!({ dice.pick(&PROTOCOLS): {} });
    let pool = Pool::new(&mut names, dice);
    let mut shapes = pool.define(dice);
    let operations = operations::add(&mut shapes, &pool, &mut names, dice);
    let listed: Value = operations.iter().map(|id| json!({ "target": id })).collect();
    let sdk_id =
        dice.pick(&["Pond", "Self", "type", "IoT 1-Click", "core", "Config", "Client", "std", "Test"]);
    traits["aws.api#service"] = json!({ "sdkId": sdk_id, "endpointPrefix": "pond" });
    for (name, value) in [
        ("aws.auth#sigv4", json!({ "name": "pond" })),
        ("smithy.api#httpBearerAuth", json!({})),
        ("smithy.api#documentation", words::documentation(dice).into()),
        ("smithy.api#title", words::documentation(dice).into()),
    ] {
        if dice.once_in(2) {
            traits[name] = value;
        }
    }
    let service =
        json!({ "type": "service", "version": "2024-05-06", "operations": listed, "traits": traits });
    shapes.insert(format!("{}#{}", operations::OPERATIONS, "TheServiceItself"), service);
    json!({ "smithy": "2.0", "shapes": shapes })
}
