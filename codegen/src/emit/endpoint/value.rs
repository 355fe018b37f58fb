//! Writes the expressions of endpoint rules.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use smithy_model::endpoint::Function;

use crate::plan::endpoint::{Form, Piece, Value};

/// A value as it stands in a condition or a `let`.
pub(super) fn expression(value: &Value) -> TokenStream {
    match value {
        Value::Boolean(value) => quote!(#value),
        Value::Integer(value) => Literal::u32_unsuffixed(*value).into_token_stream(),
        Value::Literal(text) => quote!(#text),
        Value::Local(local) => format_ident!("{}", local.name).into_token_stream(),
        Value::Field(field) => {
            let name = format_ident!("{}", field.name);
            quote!(params.#name)
        }
        Value::Attribute(of, field) => {
            let (of, name) = (expression(of), format_ident!("{}", field.name));
            quote!(#of.#name)
        }
        Value::Element(of, index) => element(of, *index),
        Value::Format(pieces) => format(pieces),
        Value::Call(function, arguments) => call(*function, arguments),
        Value::IsSome(of, some) => {
            let of = expression(of);
            if *some { quote!(#of.is_some()) } else { quote!(#of.is_none()) }
        }
        Value::Not(of) => {
            let of = expression(of);
            quote!(!#of)
        }
        Value::Equal(left, right, equal) => {
            let (left, right) = (compared(left, right), compared(right, left));
            if *equal { quote!(#left == #right) } else { quote!(#left != #right) }
        }
        Value::IsEmpty(of) => {
            let of = expression(of);
            quote!(#of.is_empty())
        }
    }
}

/// An optional value as the right side of `let Some(..) =`: a field is borrowed rather than moved.
pub(super) fn place(value: &Value) -> TokenStream {
    let tokens = expression(value);
    match value {
        Value::Field(field) if field.form != Form::Flag => quote!(&#tokens),
        _ => tokens,
    }
}

/// A value as an argument of a function that takes `&str`, `bool` or a position.
pub(super) fn argument(value: &Value) -> TokenStream {
    let tokens = expression(value);
    if value.form() == Form::OwnedText { quote!(&#tokens) } else { tokens }
}

/// A value as an argument of a function that takes `impl Into<String>`.
pub(super) fn into_text(value: &Value) -> TokenStream {
    match value {
        Value::Field(_) => argument(value),
        Value::Attribute(_, field) if field.form == Form::OwnedText => argument(value),
        _ => expression(value),
    }
}

/// Owned and borrowed texts do not all compare with each other, but what they stand for does.
fn compared(value: &Value, other: &Value) -> TokenStream {
    let tokens = expression(value);
    let literal = matches!(value, Value::Literal(_)) || matches!(other, Value::Literal(_));
    let owned = |value: &Value| value.form() == Form::OwnedText;
    if !literal && owned(value) != owned(other) { quote!(*#tokens) } else { tokens }
}

fn element(of: &Value, index: u32) -> TokenStream {
    let copied = (of.form() == Form::Texts).then(|| quote!(.copied()));
    let of = expression(of);
    let index = Literal::u32_unsuffixed(index);
    if index.to_string() == "0" { quote!(#of.first()#copied) } else { quote!(#of.get(#index)#copied) }
}

fn format(pieces: &[Piece]) -> TokenStream {
    let mut text = String::new();
    let mut arguments = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Literal(literal) => text.push_str(&literal.replace('{', "{{").replace('}', "}}")),
            Piece::Value(Value::Local(local)) => {
                text.push('{');
                text.push_str(&local.name);
                text.push('}');
            }
            Piece::Value(value) => {
                text.push_str("{}");
                arguments.push(expression(value));
            }
        }
    }
    quote!(::std::format!(#text #(, #arguments)*))
}

fn call(function: Function, arguments: &[Value]) -> TokenStream {
    let arguments = arguments.iter().map(argument);
    let path = match function {
        Function::Partition => quote!(Partition::of),
        Function::ParseArn => quote!(Arn::parse),
        Function::ParseUrl => quote!(Url::parse),
        Function::IsValidHostLabel => quote!(is_valid_host_label),
        Function::IsVirtualHostableS3Bucket => quote!(is_virtual_hostable_s3_bucket),
        Function::Substring => quote!(substring),
        Function::UriEncode => quote!(uri_encode),
    };
    quote!(::smithy_client::endpoint::#path(#(#arguments),*))
}
