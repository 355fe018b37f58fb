//! Decides which values in the URLs of endpoint rules must be checked, because they could lead to other hosts.
//!
//! Not checked are texts of the rules, parts of partitions and of other URLs, and the region, which `resolve` has
//! checked.

use std::collections::HashSet;

use super::value::{Form, Piece, Value};
use super::{BuiltIn, Condition, Field, Function, Outcome, Step};

/// Marks the values to check.
pub(super) fn mark(functions: &mut [Function], fields: &[Field]) {
    let region = fields.iter().find(|field| field.built_in == Some(BuiltIn::Region));
    let is_region = |value: &Value| matches!((value, region), (Value::Field(field), Some(region)) if field.name == region.name);
    let (mut checked, mut others) = (HashSet::new(), HashSet::new());
    for function in functions.iter() {
        bindings(&function.body, &mut |name, value| {
            if is_region(value) {
                checked.insert(name.to_owned())
            } else {
                others.insert(name.to_owned())
            };
        });
    }
    let is_own = |value: &Value| match value {
        Value::Literal(_) => true,
        Value::Attribute(of, _) => matches!(of.form(), Form::Partition | Form::Url),
        Value::Local(local) => checked.contains(&local.name) && !others.contains(&local.name),
        value => is_region(value),
    };
    for function in functions {
        endpoints(&mut function.body, &mut |url| {
            let Value::Format(pieces) = url else { return };
            for piece in pieces {
                match piece {
                    Piece::Value(value) if !is_own(value) => *piece = Piece::Given(value.clone()),
                    _ => {}
                }
            }
        });
    }
}

/// Calls back for every variable and its value.
fn bindings(steps: &[Step], visitor: &mut dyn FnMut(&str, &Value)) {
    let of = |condition: &Condition, visitor: &mut dyn FnMut(&str, &Value)| {
        if let Condition::Bind(local, value) = condition {
            visitor(&local.name, value);
        }
    };
    for step in steps {
        match step {
            Step::Let(local, value) => visitor(&local.name, value),
            Step::Guard(condition, _) => of(condition, visitor),
            Step::If(chain, body) => {
                for condition in chain {
                    of(condition, visitor);
                }
                bindings(body, visitor);
            }
            Step::Return(_) => {}
        }
    }
}

/// Calls back for the URL of every endpoint.
fn endpoints(steps: &mut [Step], visitor: &mut dyn FnMut(&mut Value)) {
    for step in steps {
        match step {
            Step::Guard(_, Outcome::Endpoint(endpoint)) | Step::Return(Outcome::Endpoint(endpoint)) => {
                visitor(&mut endpoint.url);
            }
            Step::If(_, body) => endpoints(body, visitor),
            Step::Let(..) | Step::Guard(..) | Step::Return(_) => {}
        }
    }
}
