//! Expressions that find values in an input and output.
//!
//! ```text
//! output.table.as_ref().and_then(|it| it.status.as_ref()).map(|it| it.as_str())
//! ```
//!
//! A projection is a block with a loop. A value that may be null is an `Option`. If a function gets null, `?` leaves
//! the closure around the expression.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;
use smithy_model::jmespath::Comparison;

use crate::plan::term::{Form, Term, TermKind, Through};
use crate::plan::types::{RustType, Step};

/// What a reference is converted to.
#[derive(Clone, Copy)]
enum Leaf {
    /// It stays a reference.
    Reference,
    /// A `&str`, from an enum where the flag is set.
    Text(bool),
    /// A copy.
    Copy,
    /// A copy as an `i64`.
    Number,
}

impl Leaf {
    /// Returns the leaf of a text, boolean or number; others stay references.
    fn of(form: &Form) -> Self {
        match form {
            Form::Held(_, RustType::String) => Self::Text(false),
            Form::Held(_, RustType::Enum(_)) => Self::Text(true),
            Form::Held(_, RustType::Bool | RustType::Number("i64")) => Self::Copy,
            Form::Held(_, RustType::Number("i8" | "i16" | "i32")) => Self::Number,
            _ => Self::Reference,
        }
    }

    /// Converts a reference `it`.
    fn of_reference(self, it: &TokenStream) -> TokenStream {
        match self {
            Self::Reference => it.clone(),
            Self::Text(_) => quote!(#it.as_str()),
            Self::Copy => quote!(*#it),
            Self::Number => quote!(i64::from(*#it)),
        }
    }

    /// Converts a field.
    fn of_field(self, field: &TokenStream, optional: bool) -> TokenStream {
        match (self, optional) {
            (Self::Reference, false) => quote!(&#field),
            (Self::Reference, true) => quote!(#field.as_ref()),
            (Self::Text(_), false) => quote!(#field.as_str()),
            (Self::Text(false), true) => quote!(#field.as_deref()),
            (Self::Text(true), true) => quote!(#field.as_ref().map(|it| it.as_str())),
            (Self::Copy, _) => field.clone(),
            (Self::Number, false) => quote!(i64::from(#field)),
            (Self::Number, true) => quote!(#field.map(i64::from)),
        }
    }
}

/// Writes the value: an `Option` if it may be null. Texts, booleans and numbers are `&str`, `bool` and `i64`, others
/// references.
pub fn value(term: &Term) -> TokenStream {
    let leaf = Leaf::of(&term.form);
    match &term.kind {
        // Input and output together are no value in Rust; validation refuses expressions that need one.
        TermKind::Call { .. } => TokenStream::new(),
        TermKind::Input => quote!(input),
        TermKind::Output => quote!(output),
        TermKind::Item => leaf.of_reference(&quote!(item)),
        TermKind::Member(of, step) => member(of, step, leaf),
        TermKind::Index(of, place) => index(of, *place, leaf, term),
        TermKind::Project(of, through, each) if of.optional => {
            let (list, block) = (value(of), project(&quote!(list), false, of, through, each));
            let in_condition = matches!(through, Through::Filtered(condition) if condition.can_fail());
            if in_condition || each.can_fail() {
                // In a closure, `?` would only leave that closure.
                quote!(match #list { ::Some(list) => ::Some(#block), ::None => ::None })
            } else {
                quote!(#list.map(|list| #block))
            }
        }
        TermKind::Project(of, through, each) => project(&place(of), of.optional, of, through, each),
        TermKind::List(all, of) => {
            let Form::List(_, optional) = &term.form else { return TokenStream::new() };
            let values = all.iter().map(|term| if *optional { some(term) } else { value(term) });
            let list = quote!(::std::vec![#(#values),*]);
            let of = of.optional.then(|| value(of));
            of.map_or_else(|| list.clone(), |of| quote!(#of.map(|_| #list)))
        }
        TermKind::Literal(literal) => self::literal(literal),
        TermKind::Length(of) => {
            let given = given(of);
            let length = if leaf_is_text(of) { quote!(chars().count()) } else { quote!(len()) };
            quote!(#given.#length as i64)
        }
        TermKind::Contains(list, part) => contains(list, part),
        TermKind::Keys(of) => {
            let given = given(of);
            quote!(#given.keys().map(|key| key.as_str()).collect::<::Vec<_>>())
        }
        TermKind::Not(of) => not(of),
        TermKind::And(left, right) => and_or(
            left,
            right,
            &quote!(&&),
            |left, right| quote!(match #left { ::Some(true) => #right, other => other }),
        ),
        TermKind::Or(left, right) => and_or(
            left,
            right,
            &quote!(||),
            |left, right| quote!(match #left { ::Some(true) => ::Some(true), _ => #right }),
        ),
        TermKind::Compare(left, by, right) => compare(left, *by, right),
    }
}

/// Writes whether the value is true: it is neither false nor null nor empty.
pub fn truth(term: &Term) -> TokenStream {
    match &term.kind {
        TermKind::And(left, right) => {
            let [left, right] = [left, right].map(|term| operand(term, truth(term)));
            return quote!(#left && #right);
        }
        TermKind::Or(left, right) => {
            let [left, right] = [left, right].map(|term| operand(term, truth(term)));
            return quote!(#left || #right);
        }
        _ => {}
    }
    let value = value(term);
    let is_flag = matches!(term.form, Form::Flag | Form::Held(_, RustType::Bool));
    match (is_flag, term.optional) {
        (true, false) => value,
        (true, true) => quote!(#value == ::Some(true)),
        (false, false) => quote!(!#value.is_empty()),
        (false, true) => quote!(#value.is_some_and(|it| !it.is_empty())),
    }
}

/// Writes whether the value is false; null is not.
pub fn falsehood(term: &Term) -> TokenStream {
    match &term.kind {
        TermKind::Member(..) if !term.optional => {
            let value = value(term);
            quote!(!#value)
        }
        _ => {
            let value = some(term);
            quote!(#value == ::Some(false))
        }
    }
}

/// Writes the value as an `Option`, even if it is never null.
pub fn some(term: &Term) -> TokenStream {
    let value = value(term);
    if term.optional { value } else { quote!(::Some(#value)) }
}

/// Writes a list that may be null; null becomes an empty list.
pub fn list(term: &Term) -> TokenStream {
    match &term.kind {
        TermKind::Project(of, through, each) => project(&place(of), of.optional, of, through, each),
        _ if term.optional => {
            let value = value(term);
            quote!(#value.unwrap_or_default())
        }
        _ => value(term),
    }
}

/// Writes a value for a method call: a field needs no `&` for that.
fn place(term: &Term) -> TokenStream {
    match &term.kind {
        TermKind::Member(of, Step { ident, optional: false, .. }) if !of.optional => {
            let of = place(of);
            quote!(#of.#ident)
        }
        // A block at the start of a statement would end the statement.
        TermKind::Project(..) if !term.optional => {
            let block = value(term);
            quote!((#block))
        }
        _ => value(term),
    }
}

/// Writes a value that must not be null.
fn given(term: &Term) -> TokenStream {
    let place = place(term);
    if term.optional { quote!(#place?) } else { place }
}

fn leaf_is_text(term: &Term) -> bool {
    matches!(term.form, Form::Text) || matches!(Leaf::of(&term.form), Leaf::Text(_))
}

fn member(of: &Term, step: &Step, leaf: Leaf) -> TokenStream {
    let Step { ident, optional, .. } = step;
    let of_place = place(of);
    if !of.optional {
        return leaf.of_field(&quote!(#of_place.#ident), *optional);
    }
    let found = leaf.of_field(&quote!(it.#ident), *optional);
    if *optional { quote!(#of_place.and_then(|it| #found)) } else { quote!(#of_place.map(|it| #found)) }
}

fn index(of: &Term, place: i64, leaf: Leaf, term: &Term) -> TokenStream {
    let number =
        Literal::u64_unsuffixed(if place < 0 { place.unsigned_abs() - 1 } else { place.unsigned_abs() });
    let is_held = matches!(of.form, Form::Held(..));
    let find = match (is_held, place) {
        (true, 0) => quote!(first()),
        (true, -1) => quote!(last()),
        (true, 1..) => quote!(get(#number)),
        (true, _) => quote!(iter().nth_back(#number)),
        (false, 0) => quote!(into_iter().next()),
        (false, -1) => quote!(into_iter().next_back()),
        (false, 1..) => quote!(into_iter().nth(#number)),
        (false, _) => quote!(into_iter().nth_back(#number)),
    };
    let list = self::place(of);
    let found = if of.optional { quote!(#list.and_then(|it| it.#find)) } else { quote!(#list.#find) };
    let found = match (is_held, is_sparse(&of.form)) {
        (true, true) => quote!(#found.and_then(|it| it.as_ref())),
        (false, true) => quote!(#found.flatten()),
        _ => found,
    };
    let taken = leaf.of_reference(&quote!(it));
    match (&term.form, leaf) {
        (_, Leaf::Reference) => found,
        _ => quote!(#found.map(|it| #taken)),
    }
}

/// Whether a list can contain null.
fn is_sparse(form: &Form) -> bool {
    match form {
        Form::List(_, optional) => *optional,
        Form::Held(_, ty) => is_sparse_type(ty),
        _ => false,
    }
}

/// Whether the lists in a list can contain null.
fn is_sparse_within(form: &Form) -> bool {
    match form {
        Form::List(element, _) => is_sparse(element),
        Form::Held(_, RustType::Vec(element)) => match &**element {
            RustType::Option(element) => is_sparse_type(element),
            element => is_sparse_type(element),
        },
        _ => false,
    }
}

fn is_sparse_type(ty: &RustType) -> bool {
    match ty {
        RustType::Vec(element) | RustType::Map(_, element) => matches!(**element, RustType::Option(_)),
        _ => false,
    }
}

/// Writes a block that collects what `each` finds in the elements of `source`. `source` is the value of `of`.
fn project(source: &TokenStream, optional: bool, of: &Term, through: &Through, each: &Term) -> TokenStream {
    let mut elements = match (through, &of.form, optional) {
        (Through::Values, _, false) => quote!(#source.values()),
        (Through::Values, _, true) => quote!(#source.into_iter().flat_map(|map| map.values())),
        (_, Form::Held(..), false) => quote!(#source.iter()),
        (_, _, false) => quote!(#source.into_iter()),
        (_, _, true) => quote!(#source.into_iter().flatten()),
    };
    if is_sparse(&of.form) {
        elements = quote!(#elements.flatten());
    }
    if let Through::Inner = through {
        let sparse = is_sparse_within(&of.form).then(|| quote!(.flatten()));
        elements = quote!(#elements.flatten()#sparse);
    }
    let found = value(each);
    let take = if each.optional { quote!(values.extend(#found);) } else { quote!(values.push(#found);) };
    let take = match through {
        Through::Filtered(condition) => {
            let condition = truth(condition);
            quote!(if #condition { #take })
        }
        _ => take,
    };
    quote!({
        let mut values = ::Vec::new();
        for item in #elements { #take }
        values
    })
}

fn literal(value: &Value) -> TokenStream {
    match value {
        Value::Bool(value) => quote!(#value),
        Value::String(text) => quote!(#text),
        Value::Number(number) => {
            let number = Literal::i64_unsuffixed(number.as_i64().unwrap_or_default());
            quote!(#number)
        }
        _ => quote!(::None),
    }
}

fn contains(list: &Term, part: &Term) -> TokenStream {
    let (list_value, is_text) = (given(list), leaf_is_text(list));
    let part_value = value(part);
    match (is_text, part.optional) {
        (true, false) => quote!(#list_value.contains(#part_value)),
        (true, true) => {
            quote!(match #part_value { ::Some(part) => #list_value.contains(part), ::None => false })
        }
        (false, false) => quote!(#list_value.contains(&#part_value)),
        (false, true) => {
            quote!(match #part_value { ::Some(part) => #list_value.contains(&part), ::None => false })
        }
    }
}

fn not(of: &Term) -> TokenStream {
    if let TermKind::Not(inner) = &of.kind {
        return truth(inner);
    }
    let is_flag = matches!(of.form, Form::Flag | Form::Held(_, RustType::Bool));
    let value = value(of);
    match (is_flag, of.optional) {
        (true, true) => quote!(#value != ::Some(true)),
        (false, false) => quote!(#value.is_empty()),
        _ => {
            let truth = truth(of);
            quote!(!(#truth))
        }
    }
}

/// Puts an operand in parentheses if it has operators.
fn operand(term: &Term, tokens: TokenStream) -> TokenStream {
    let has_operator = !matches!(term.kind, TermKind::Member(..) | TermKind::Item | TermKind::Literal(_));
    if has_operator { quote!((#tokens)) } else { tokens }
}

fn and_or(
    left: &Term,
    right: &Term,
    operator: &TokenStream,
    combine: impl FnOnce(TokenStream, TokenStream) -> TokenStream,
) -> TokenStream {
    if left.optional || right.optional {
        return combine(some(left), some(right));
    }
    let [left, right] = [left, right].map(|term| operand(term, value(term)));
    quote!(#left #operator #right)
}

fn compare(left: &Term, by: Comparison, right: &Term) -> TokenStream {
    let is_null = |term: &Term| matches!(term.kind, TermKind::Literal(Value::Null));
    for (null, other) in [(left, right), (right, left)] {
        if is_null(null) {
            let other = some(other);
            return if by == Comparison::Equal { quote!(#other.is_none()) } else { quote!(#other.is_some()) };
        }
    }
    let sign = match by {
        Comparison::Equal => quote!(==),
        Comparison::NotEqual => quote!(!=),
        Comparison::Less => quote!(<),
        Comparison::LessOrEqual => quote!(<=),
        Comparison::Greater => quote!(>),
        Comparison::GreaterOrEqual => quote!(>=),
    };
    match (left.optional || right.optional, by.is_ordering()) {
        (true, true) => {
            let [left, right] = [left, right].map(some);
            quote!(match (#left, #right) { (::Some(left), ::Some(right)) => ::Some(left #sign right), _ => ::None })
        }
        (true, false) => {
            let [left, right] =
                [left, right].map(|term| if term.optional { value(term) } else { some(term) });
            quote!(#left #sign #right)
        }
        (false, _) => {
            let [left, right] = [left, right].map(|term| operand(term, value(term)));
            quote!(#left #sign #right)
        }
    }
}
