//! Values of the model as expressions of Rust: `String::from("a")`, `vec![1, 2]`, `json!({"a": 1})`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::plan::moment;
use crate::plan::types::RustType;

/// Writes a value of a type. Validation has checked that the value is of the type.
pub fn literal(value: &Value, ty: &RustType) -> TokenStream {
    match (ty, value) {
        (RustType::Enum(path), Value::String(text)) => quote!(#path::from(#text)),
        (RustType::IntEnum(path), _) => {
            let number = integer(value);
            quote!(#path::from(#number))
        }
        (RustType::Bool, Value::Bool(value)) => quote!(#value),
        (RustType::Number("f32" | "f64"), _) => {
            let number = Literal::f64_unsuffixed(value.as_f64().unwrap_or_default());
            quote!(#number)
        }
        (RustType::Number(_), _) => integer(value),
        (RustType::Big(name), Value::Number(number)) => big(name, &number.to_string()),
        (RustType::String, Value::String(text)) => quote!(::String::from(#text)),
        (RustType::Bytes, Value::String(text)) => bytes(text),
        (RustType::Timestamp, _) => timestamp(value),
        (RustType::Document, value) => document(value),
        (RustType::Option(_), Value::Null) => quote!(::None),
        (RustType::Option(inner), value) => {
            let value = literal(value, inner);
            quote!(::Some(#value))
        }
        (RustType::Vec(element), Value::Array(items)) => {
            let items = items.iter().map(|item| literal(item, element));
            quote!(::std::vec![#(#items),*])
        }
        (RustType::Map(key, element), Value::Object(entries)) => {
            let entries = entries.iter().map(|(name, value)| {
                let (name, value) = (literal(&Value::from(name.as_str()), key), literal(value, element));
                quote!((#name, #value))
            });
            quote!(::std::collections::HashMap::from([#(#entries),*]))
        }
        _ => quote!(::Default::default()),
    }
}

fn integer(value: &Value) -> TokenStream {
    let number = Literal::i64_unsuffixed(value.as_i64().unwrap_or_default());
    quote!(#number)
}

fn big(name: &str, digits: &str) -> TokenStream {
    let name = quote::format_ident!("{name}");
    match digits.parse::<i32>() {
        Ok(number) => {
            let number = Literal::i32_unsuffixed(number);
            quote!(::smithy_client::#name::from(#number))
        }
        Err(_) => quote!(#digits.parse::<::smithy_client::#name>().unwrap_or_default()),
    }
}

fn bytes(text: &str) -> TokenStream {
    let bytes = Literal::byte_string(&STANDARD.decode(text).unwrap_or_default());
    quote!(::bytes::Bytes::from_static(#bytes))
}

fn timestamp(value: &Value) -> TokenStream {
    let (seconds, nanoseconds) = moment::parse(value).unwrap_or_default();
    if (seconds, nanoseconds) == (0, 0) {
        return quote!(::time::OffsetDateTime::UNIX_EPOCH);
    }
    let whole = Literal::i64_unsuffixed(seconds);
    if nanoseconds == 0 {
        return quote!(::time::OffsetDateTime::UNIX_EPOCH + ::time::Duration::seconds(#whole));
    }
    let nanoseconds = Literal::i32_unsuffixed(nanoseconds);
    quote!(::time::OffsetDateTime::UNIX_EPOCH + ::time::Duration::new(#whole, #nanoseconds))
}

fn document(value: &Value) -> TokenStream {
    match value {
        Value::Bool(value) => quote!(::serde_json::Value::from(#value)),
        Value::String(text) => quote!(::serde_json::Value::from(#text)),
        other => {
            let json = json(other);
            quote!(::serde_json::json!(#json))
        }
    }
}

/// Writes a value within `json!`.
fn json(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(null),
        Value::Bool(value) => quote!(#value),
        Value::String(text) => quote!(#text),
        Value::Number(number) => number.to_string().parse().unwrap_or_default(),
        Value::Array(items) => {
            let items = items.iter().map(json);
            quote!([#(#items),*])
        }
        Value::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| {
                let value = json(value);
                quote!(#name: #value)
            });
            quote!({ #(#entries),* })
        }
    }
}
