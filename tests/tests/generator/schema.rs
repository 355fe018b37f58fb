//! JSON Schema and `OpenAPI` of models: valid according to independent validators, and correct.

mod documents;
mod harness;
mod interface;
mod values;
