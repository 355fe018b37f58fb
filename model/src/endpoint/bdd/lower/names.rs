//! Names that may be set or not, and which of them matter at a node.

use std::collections::HashMap;

use super::super::super::expression::Expression;
use super::super::super::{Condition, Outcome};
use super::super::Diagram;
use super::super::graph::Target;

/// A set of names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Set(Vec<u64>);

impl Set {
    fn insert(&mut self, name: usize) {
        if let Some(word) = self.0.get_mut(name / 64) {
            *word |= 1 << (name % 64);
        }
    }

    fn contains(&self, name: usize) -> bool {
        self.0.get(name / 64).is_some_and(|word| word & (1 << (name % 64)) != 0)
    }

    fn extend(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    fn both(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(word, other)| word & other).collect())
    }
}

/// The names: parameters that may be unset, and names that conditions assign.
pub(super) struct Names {
    numbers: HashMap<String, usize>,
    /// The names from this index on are assigned.
    parameters: usize,
    words: usize,
    /// The names that matter from a node on, by node and by result.
    nodes: Vec<Set>,
    results: Vec<Set>,
}

impl Names {
    pub(super) fn new(diagram: &Diagram) -> Self {
        let optional = diagram.parameters.iter().filter(|parameter| parameter.value_type().optional);
        let mut all: Vec<&str> = optional.map(|parameter| parameter.name.as_str()).collect();
        let parameters = all.len();
        all.extend(diagram.conditions.iter().filter_map(|(condition, _)| condition.assign.as_deref()));
        let words = all.len().div_ceil(64);
        let numbers = all.into_iter().enumerate().map(|(number, name)| (name.to_owned(), number)).collect();
        let mut names = Self { numbers, parameters, words, nodes: Vec::new(), results: Vec::new() };
        names.results = diagram.results.iter().map(|(outcome, _)| names.read_by_result(outcome)).collect();
        names.nodes = names.read_from_nodes(diagram);
        names
    }

    /// Returns the empty set.
    pub(super) fn none(&self) -> Set {
        Set(vec![0; self.words])
    }

    pub(super) fn is_variable(&self, name: &str) -> bool {
        self.numbers.get(name).is_some_and(|number| *number >= self.parameters)
    }

    pub(super) fn contains(&self, set: &Set, name: &str) -> bool {
        self.numbers.get(name).is_some_and(|number| set.contains(*number))
    }

    pub(super) fn insert(&self, set: &mut Set, name: &str) {
        if let Some(number) = self.numbers.get(name) {
            set.insert(*number);
        }
    }

    /// Adds the name of a value that is known to be set, if it has one.
    pub(super) fn learn(&self, set: &mut Set, value: &Expression) {
        if let Expression::Reference(name, _) = value {
            self.insert(set, name);
        }
    }

    /// Returns which of the names matter at a node.
    pub(super) fn for_node(&self, node: usize, known: &Set) -> Set {
        self.nodes.get(node).map_or_else(|| self.none(), |matters| known.both(matters))
    }

    /// Returns which of the names matter to a result.
    pub(super) fn for_result(&self, result: usize, known: &Set) -> Set {
        self.results.get(result).map_or_else(|| self.none(), |matters| known.both(matters))
    }

    fn read(&self, expression: &Expression, set: &mut Set) {
        expression.references(&mut |name, _| self.insert(set, name));
    }

    fn read_by_result(&self, outcome: &Outcome) -> Set {
        let mut set = self.none();
        match outcome {
            Outcome::Endpoint(endpoint) => endpoint.texts().for_each(|text| self.read(text, &mut set)),
            Outcome::Error(text) => self.read(text, &mut set),
            Outcome::Tree(_) | Outcome::Block(_) => {}
        }
        set
    }

    /// Computes the sets from the ends of the diagram to its root.
    fn read_from_nodes(&self, diagram: &Diagram) -> Vec<Set> {
        let nodes = diagram.graph.order.iter().max().map_or(0, |last| last + 1);
        let mut sets = vec![self.none(); nodes];
        for index in &diagram.graph.order {
            let node = diagram.graph.node(*index, false);
            let mut set = self.none();
            if let Some((Condition { expression, .. }, _)) = diagram.conditions.get(node.condition) {
                self.read(expression, &mut set);
            }
            for target in [node.high, node.low] {
                let below = match target {
                    Target::NoMatch => None,
                    Target::Result(result) => self.results.get(result),
                    Target::Node(next, _) => sets.get(next),
                };
                if let Some(below) = below {
                    set.extend(below);
                }
            }
            if let Some(place) = sets.get_mut(*index) {
                *place = set;
            }
        }
        sets
    }
}
