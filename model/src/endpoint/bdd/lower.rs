//! Converts compiled rules to readable rules: a node becomes a rule with its condition, and a node with several
//! predecessors becomes a block.
//!
//! What a node can rely on depends on the path to it: which parameters are known to be set, and which values were
//! assigned. So each node is visited once for each state of the names that matter from there on. There are few such
//! states, and the result stays about as large as the diagram.

use std::collections::HashMap;

use super::super::expression::Expression;
use super::super::settle::{Demands, missing};
use super::super::{Condition, Outcome, Rule};
use super::Diagram;
use super::graph::Target;
use super::narrow::Narrow;
use crate::{Diagnostic, Diagnostics};

mod blocks;
mod names;

use blocks::Builder;
use names::{Names, Set};

/// The maximum average number of states of a node. AWS's rules have one or two.
const STATES: usize = 16;

/// A target, with what is known there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Place {
    /// Never reached: the condition before it always holds.
    Never,
    NoMatch,
    Result(usize, Set),
    /// A node in one of its states, by its index among all of them.
    Node(usize),
}

/// A node in one of its states.
#[derive(Clone, Debug)]
struct Step {
    conditions: Vec<Condition>,
    high: Place,
    low: Place,
}

/// Returns the rules and blocks of a diagram, or `None` if it has too many states or reads something that does not
/// exist.
pub(super) fn lower(diagram: &Diagram, diagnostics: &mut Diagnostics) -> Option<(Vec<Rule>, Vec<Vec<Rule>>)> {
    let mut walk = Walk::new(diagram);
    let root = walk.place(diagram.graph.root, &walk.names.none());
    let most = diagram.graph.order.len() * STATES;
    while let Some((node, exchanged, known)) = walk.states.get(walk.steps.len()).cloned() {
        if walk.states.len() > most {
            diagnostics.push(too_many(diagram));
            return None;
        }
        let step = walk.step(node, exchanged, &known, diagnostics);
        walk.steps.push(step);
    }
    let mut builder = Builder::new(&walk.steps, &walk.order(), &root);
    let rules = builder.rules(&mut |result, known| walk.result(result, known, diagnostics));
    Some(rules)
}

fn too_many(diagram: &Diagram) -> Diagnostic {
    let message = "what is set on the way to a node of the compiled endpoint rules differs in too many ways";
    Diagnostic::error("endpoint-bdd", message)
        .at(diagram.span)
        .help("give the rule set that they are made of")
}

/// Walks through a diagram, state by state.
struct Walk<'d> {
    diagram: &'d Diagram,
    names: Names,
    states: Vec<(usize, bool, Set)>,
    places: HashMap<(usize, bool, Set), usize>,
    /// The step of each state.
    steps: Vec<Step>,
}

impl<'d> Walk<'d> {
    fn new(diagram: &'d Diagram) -> Self {
        let names = Names::new(diagram);
        Self { diagram, names, states: Vec::new(), places: HashMap::new(), steps: Vec::new() }
    }

    /// Returns the states, each after those that it leads to.
    fn order(&self) -> Vec<usize> {
        let ranks: HashMap<_, _> =
            self.diagram.graph.order.iter().enumerate().map(|(rank, node)| (*node, rank)).collect();
        let mut order: Vec<usize> = (0..self.states.len()).collect();
        order.sort_by_key(|state| self.states.get(*state).and_then(|(node, ..)| ranks.get(node)));
        order
    }

    /// Returns the condition of a node if these names are set, or `None` if it cannot hold.
    fn condition(&self, node: usize, known: &Set) -> Option<Condition> {
        let (condition, _) = self.diagram.conditions.get(node)?;
        let narrow = Narrow {
            is_set: &|name| self.names.contains(known, name),
            is_variable: &|name| self.names.is_variable(name),
        };
        let expression = narrow.value(&condition.expression)?;
        Some(Condition { expression, assign: condition.assign.clone() })
    }

    /// Follows a target past conditions whose result is known.
    fn place(&mut self, mut target: Target, known: &Set) -> Place {
        let mut known = known.clone();
        loop {
            let (index, exchanged) = match target {
                Target::NoMatch => return Place::NoMatch,
                Target::Result(result) => {
                    return Place::Result(result, self.names.for_result(result, &known));
                }
                Target::Node(index, exchanged) => (index, exchanged),
            };
            let node = self.diagram.graph.node(index, exchanged);
            match self.condition(node.condition, &known) {
                None | Some(Condition { expression: Expression::Boolean(false), .. }) => target = node.low,
                Some(Condition { expression: Expression::Boolean(true), assign: None }) => target = node.high,
                Some(_) => {
                    known = self.names.for_node(index, &known);
                    let state = (index, exchanged, known);
                    let next = self.states.len();
                    let place = *self.places.entry(state.clone()).or_insert(next);
                    if place == next {
                        self.states.push(state);
                    }
                    return Place::Node(place);
                }
            }
        }
    }

    fn step(&mut self, index: usize, exchanged: bool, known: &Set, diagnostics: &mut Diagnostics) -> Step {
        let diagram = self.diagram;
        let node = diagram.graph.node(index, exchanged);
        let Some(mut condition) = self.condition(node.condition, known) else {
            return Step { conditions: Vec::new(), high: Place::NoMatch, low: Place::NoMatch };
        };
        let span = diagram.conditions.get(node.condition).map_or(diagram.span, |(_, span)| *span);
        let mut demands = Demands::new(&diagram.scope, span);
        demands.condition(&mut condition.expression, diagnostics);
        let conditions: Vec<_> = demands.conditions.into_iter().chain([condition]).collect();
        self.refuse_unset(&conditions, span, diagnostics);
        let (mut high, mut low) = (known.clone(), known.clone());
        for condition in &conditions {
            if let Expression::IsSet(of) = &condition.expression {
                self.names.learn(&mut high, of);
            }
            if let Some(name) = &condition.assign {
                self.names.insert(&mut high, name);
            }
        }
        if let [Condition { expression: Expression::Not(of), .. }] = conditions.as_slice()
            && let Expression::IsSet(of) = of.as_ref()
        {
            self.names.learn(&mut low, of);
        }
        let high = self.place(node.high, &high);
        // A condition that only assigns, such as the partition of a region.
        let always =
            matches!(conditions.as_slice(), [Condition { expression, .. }] if expression.always_holds());
        let low = if always { Place::Never } else { self.place(node.low, &low) };
        Step { conditions, high, low }
    }

    /// Returns a result if these names are set.
    fn result(&self, result: usize, known: &Set, diagnostics: &mut Diagnostics) -> Outcome {
        let Some((outcome, span)) = self.diagram.results.get(result) else {
            return Outcome::Tree(Vec::new());
        };
        let narrow = Narrow {
            is_set: &|name| self.names.contains(known, name),
            is_variable: &|name| self.names.is_variable(name),
        };
        let mut lacking = None;
        let mut text = |text: &Expression| {
            narrow.value(text).unwrap_or_else(|| {
                lacking.get_or_insert_with(|| missing(text));
                text.clone()
            })
        };
        let mut outcome = match outcome {
            Outcome::Endpoint(endpoint) => Outcome::Endpoint(endpoint.map(&mut text)),
            Outcome::Error(error) => Outcome::Error(text(error)),
            Outcome::Tree(_) | Outcome::Block(_) => outcome.clone(),
        };
        if let Some(reason) = lacking {
            return Outcome::Error(Expression::literal(&reason));
        }
        let mut demands = Demands::new(&self.diagram.scope, *span);
        demands.outcome(&mut outcome, diagnostics);
        demands.guard(outcome)
    }

    /// Reports an unset value that is needed. A value that nothing has assigned can only be omitted, and an `ite` needs
    /// both of its values.
    fn refuse_unset(&self, conditions: &[Condition], span: crate::Span, diagnostics: &mut Diagnostics) {
        for condition in conditions {
            condition.expression.references(&mut |name, value_type| {
                if value_type.optional && self.names.is_variable(name) {
                    let message = format!("`{name}` may be unset here");
                    let help = "give the rule set that the compiled rules are made of";
                    diagnostics.push(Diagnostic::error("endpoint-unset-value", message).at(span).help(help));
                }
            });
        }
    }
}
