//! The states of required members: in the type parameters of a builder, and as values in its fields.
//!
//! Up to [`FLAT`] states are separate type parameters and fields. A setter then names all the other states, so the text
//! grows with the square of their number. More states are nested tuples, in one type parameter and one field. A setter
//! then only names the states in its own tuple, at each level:
//!
//! ```text
//! impl<A, B, Group1_1, C> ItemBuilder<((A, B), Group1_1), C> {
//!     pub fn a(self, value: impl Into<String>) -> ItemBuilder<((Set<String>, B), Group1_1), C> {
//!         ItemBuilder {
//!             required: ((Set(value.into()), self.required.0.1), self.required.1),
//!             optional: self.optional,
//!             caller: self.caller,
//!         }
//!     }
//! }
//! ```

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::ident::RustIdent;
use crate::plan::structure::{MemberPlan, StructurePlan};

/// The maximum number of states that are separate type parameters. No structure of AWS's restJson1 models has more than
/// 20, and up to here a setter is no longer than with nested tuples.
pub(super) const FLAT: usize = 24;

/// The number of elements of a tuple; larger tuples do not implement `Debug` and `Default`.
const WIDTH: usize = 12;

/// The states of a structure's required members, sorted by name, so that the order of the model does not change the
/// type.
pub(super) struct States<'s> {
    pub(super) members: Vec<&'s MemberPlan>,
}

/// Members whose setters have the same type parameters.
pub(super) struct Group<'s> {
    pub(super) members: Vec<&'s MemberPlan>,
    /// The type parameters: the states of these members, and one for each group of other states.
    pub(super) generics: Vec<TokenStream>,
    /// The positions of these members' tuple in the nested tuples, from the innermost tuple to the outermost.
    levels: Vec<Level>,
    nested: bool,
}

/// A tuple that contains another one.
struct Level {
    /// The index of the other one.
    position: usize,
    /// The number of elements.
    size: usize,
}

impl<'s> States<'s> {
    pub(super) fn new(structure: &'s StructurePlan) -> Self {
        let mut members: Vec<_> = structure.required().collect();
        members.sort_by(|a, b| a.state.bare().cmp(b.state.bare()));
        Self { members }
    }

    /// Whether the states are nested tuples.
    pub(super) fn are_nested(&self) -> bool {
        self.members.len() > FLAT
    }

    /// The names of the states.
    pub(super) fn names(&self) -> Vec<TokenStream> {
        self.members.iter().map(|member| state(member)).collect()
    }

    /// The type parameters for the states: one for each, or one for all of them.
    pub(super) fn parameters(&self) -> Vec<TokenStream> {
        if self.are_nested() { vec![quote!(States)] } else { self.names() }
    }

    /// The arguments of the builder's type if each state is a parameter with its own name.
    pub(super) fn named(&self) -> Vec<TokenStream> {
        self.arguments(self.names())
    }

    /// The arguments of the builder's type if nothing is set; the values are written in the same way.
    pub(super) fn unset(&self) -> Vec<TokenStream> {
        self.arguments(self.members.iter().map(|_| quote!(::smithy_client::builder::Unset)).collect())
    }

    fn arguments(&self, mut states: Vec<TokenStream>) -> Vec<TokenStream> {
        while self.are_nested() && states.len() > 1 {
            states = states.chunks(WIDTH).map(tuple).collect();
        }
        states
    }

    /// Groups the members by the type parameters of their setters.
    pub(super) fn groups(&self) -> Vec<Group<'s>> {
        let nested = self.are_nested();
        let width = if nested { WIDTH } else { FLAT };
        let count = self.members.len().div_ceil(width);
        let group = |(index, members): (usize, &[&'s MemberPlan])| {
            let (members, levels) = (members.to_vec(), levels(index, count));
            let own = members.iter().map(|member| state(member));
            let others = levels.iter().enumerate().flat_map(|(height, level)| {
                (0..level.size).filter(|at| *at != level.position).map(move |at| other(height, at))
            });
            let generics = own.chain(others).collect();
            Group { members, generics, levels, nested }
        };
        self.members.chunks(width).enumerate().map(group).collect()
    }
}

impl Group<'_> {
    /// The arguments of the builder's type: each state by its name, except that of `set`, which is set.
    pub(super) fn arguments(&self, set: Option<&MemberPlan>) -> Vec<TokenStream> {
        let argument = |member: &&MemberPlan| match set {
            Some(set) if set.ident == member.ident => {
                let ty = &member.ty;
                quote!(::smithy_client::builder::Set<#ty>)
            }
            _ => state(member),
        };
        let arguments: Vec<_> = self.members.iter().map(argument).collect();
        if self.nested { vec![self.within(tuple(&arguments), other)] } else { arguments }
    }

    /// The value of the field for nested states: the values of the builder `self`, except that of `set`, which gets a
    /// value.
    pub(super) fn moved(&self, set: &MemberPlan, value: &TokenStream) -> TokenStream {
        let element = |member: &&MemberPlan| {
            if set.ident == member.ident {
                quote!(::smithy_client::builder::Set(#value))
            } else {
                self.place(member)
            }
        };
        let elements: Vec<_> = self.members.iter().map(element).collect();
        self.within(tuple(&elements), |height, at| {
            let (outer, at) = (self.tuple_at(height + 1), Literal::usize_unsuffixed(at));
            quote!(#outer.#at)
        })
    }

    /// Whether the states are nested tuples.
    pub(super) fn is_nested(&self) -> bool {
        self.nested
    }

    /// The place of a member's state in the builder `self`.
    pub(super) fn place(&self, member: &MemberPlan) -> TokenStream {
        let ident = &member.ident;
        if !self.nested {
            return quote!(self.#ident);
        }
        let at = self.members.iter().position(|other| other.ident == *ident).unwrap_or_default();
        let (tuple, at) = (self.tuple_at(0), Literal::usize_unsuffixed(at));
        quote!(#tuple.#at)
    }

    /// Wraps a tuple in those that contain it. `other` returns their other elements, by height of the tuple and index.
    fn within(&self, inner: TokenStream, other: impl Fn(usize, usize) -> TokenStream) -> TokenStream {
        self.levels.iter().enumerate().fold(inner, |inner, (height, level)| {
            let element = |at| if at == level.position { inner.clone() } else { other(height, at) };
            tuple(&(0..level.size).map(element).collect::<Vec<_>>())
        })
    }

    /// The place in the builder `self` of the tuple at a height.
    fn tuple_at(&self, height: usize) -> TokenStream {
        let positions = self.levels.iter().skip(height).rev();
        let positions = positions.map(|level| Literal::usize_unsuffixed(level.position));
        quote!(self.required #(.#positions)*)
    }
}

/// Returns the tuples that contain the tuple of a group, from the innermost to the outermost. `count` is the number of
/// groups.
fn levels(mut index: usize, mut count: usize) -> Vec<Level> {
    let mut levels = Vec::new();
    while count > 1 {
        let position = index % WIDTH;
        levels.push(Level { position, size: WIDTH.min(count - (index - position)) });
        (index, count) = (index / WIDTH, count.div_ceil(WIDTH));
    }
    levels
}

fn tuple(elements: &[TokenStream]) -> TokenStream {
    quote!((#(#elements,)*))
}

fn state(member: &MemberPlan) -> TokenStream {
    let state = &member.state;
    quote!(#state)
}

/// The type parameter for all states in another tuple. Its underscore keeps it different from all names made from a
/// model.
fn other(height: usize, at: usize) -> TokenStream {
    let name = format_ident!("Others{height}_{at}");
    quote!(#name)
}

/// Writes the bounds of a `where` clause which say that every required member is set.
pub(in crate::emit) fn bounds(structure: &StructurePlan) -> TokenStream {
    let states = States::new(structure);
    let bounds = states.members.iter().map(|member| {
        let (state, ty) = (&member.state, &member.ty);
        let bound = RustIdent::pascal(member.ident.bare()).unwrap_or_else(|| member.state.clone());
        quote!(#state: crate::low_level::required::#bound<#ty>)
    });
    quote!(#(#bounds,)*)
}
