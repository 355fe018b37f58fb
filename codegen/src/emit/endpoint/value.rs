//! Writes the expressions of endpoint rules.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use smithy_model::endpoint::Function;

use crate::plan::endpoint::{Form, Piece, Value};

/// Writes a value for a condition or a `let`.
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
        Value::Coalesce(values) => coalesce(values),
        Value::Some(value) => {
            let value = argument(value);
            quote!(::Some(#value))
        }
        Value::Choice(values) => {
            let [condition, then, otherwise] = values.as_ref();
            let (condition, then, otherwise) = (expression(condition), side(then), side(otherwise));
            quote!(if #condition { #then } else { #otherwise })
        }
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

/// Writes an optional value as the right side of `let Some(..) =`: a field is borrowed rather than moved.
pub(super) fn place(value: &Value) -> TokenStream {
    let tokens = expression(value);
    match value {
        Value::Field(field) if field.form != Form::Flag => quote!(&#tokens),
        _ => tokens,
    }
}

/// Writes a value as an argument of a function that takes `&str`, `bool` or a position.
pub(super) fn argument(value: &Value) -> TokenStream {
    let tokens = expression(value);
    if value.form() == Form::OwnedText { quote!(&#tokens) } else { tokens }
}

/// Writes a value as an argument of a function that takes `impl Into<String>`.
pub(super) fn into_text(value: &Value) -> TokenStream {
    match value {
        Value::Field(_) => argument(value),
        Value::Attribute(_, field) if field.form == Form::OwnedText => argument(value),
        _ => expression(value),
    }
}

/// Writes a side of a comparison. Owned and borrowed texts cannot all be compared with each other, so both sides are
/// dereferenced if they differ.
fn compared(value: &Value, other: &Value) -> TokenStream {
    let tokens = expression(value);
    let tokens = if matches!(value, Value::Choice(_)) { quote!((#tokens)) } else { tokens };
    let literal = matches!(value, Value::Literal(_)) || matches!(other, Value::Literal(_));
    let owned = |value: &Value| value.form() == Form::OwnedText;
    if !literal && owned(value) != owned(other) { quote!(*#tokens) } else { tokens }
}

/// Writes the first of several values that is set. It is an `Option` if each of them may be unset.
fn coalesce(values: &[(Value, bool)]) -> TokenStream {
    let mut chain = TokenStream::new();
    for (index, (value, optional)) in values.iter().enumerate() {
        let value = if *optional { maybe(value) } else { argument(value) };
        chain = match (index, optional) {
            (0, _) => value,
            (_, true) => quote!(#chain.or(#value)),
            (_, false) => quote!(#chain.unwrap_or(#value)),
        };
    }
    chain
}

/// Writes a value that may be unset, as an `Option` of a borrowed value.
fn maybe(value: &Value) -> TokenStream {
    let tokens = expression(value);
    match value {
        Value::Field(field) if matches!(field.form, Form::Text | Form::OwnedText | Form::Strings) => {
            quote!(#tokens.as_deref())
        }
        _ => tokens,
    }
}

/// Writes one of two values. Owned and borrowed texts become `&str`.
fn side(value: &Value) -> TokenStream {
    let tokens = expression(value);
    match value {
        Value::Local(local) if matches!(local.form, Form::Text | Form::OwnedText) => quote!(&#tokens[..]),
        Value::Field(_) => maybe(value),
        _ => argument(value),
    }
}

fn element(of: &Value, index: i32) -> TokenStream {
    let copied = (of.form() == Form::Texts).then(|| quote!(.copied()));
    let of = expression(of);
    match index {
        0 => quote!(#of.first()#copied),
        -1 => quote!(#of.last()#copied),
        1.. => {
            let index = Literal::i32_unsuffixed(index);
            quote!(#of.get(#index)#copied)
        }
        _ => {
            let distance = Literal::u32_unsuffixed(index.unsigned_abs().saturating_sub(1));
            quote!(#of.iter().nth_back(#distance)#copied)
        }
    }
}

fn format(pieces: &[Piece]) -> TokenStream {
    let mut text = String::new();
    let mut arguments = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Literal(literal) => text.push_str(&literal.replace('{', "{{").replace('}', "}}")),
            // A raw name cannot be in the text of a format.
            Piece::Value(Value::Local(local)) if !local.name.starts_with("r#") => {
                text.push('{');
                text.push_str(&local.name);
                text.push('}');
            }
            Piece::Value(value) | Piece::Given(value) => {
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
        Function::Split => quote!(split),
    };
    quote!(::smithy_client::endpoint::#path(#(#arguments),*))
}
