//! Makes rules from the steps of a diagram, and blocks from steps with several predecessors.

use std::collections::HashMap;

use super::super::super::{Outcome, Rule};
use super::names::Set;
use super::{Place, Step};

/// The maximum depth of nested trees; anything deeper becomes a block.
const DEPTH: usize = 12;

/// Makes an outcome from a result, given which names are set.
type Results<'r> = dyn FnMut(usize, &Set) -> Outcome + 'r;

/// Makes rules from steps.
pub(super) struct Builder {
    steps: Vec<Step>,
    root: Place,
    /// How many targets lead to each step.
    uses: Vec<usize>,
    /// The numbers of the blocks, by their first steps, and those steps in the order of the numbers.
    numbers: HashMap<usize, usize>,
    blocks: Vec<usize>,
}

impl Builder {
    /// In `order`, each step comes after those that it leads to.
    pub(super) fn new(steps: &[Step], order: &[usize], root: &Place) -> Self {
        let (steps, root) = reduced(steps, order, root);
        let direct = uses(&steps, &root);
        let steps: Vec<_> = (0..steps.len()).filter_map(|index| merged(&steps, &direct, index)).collect();
        let uses = uses(&steps, &root);
        Self { steps, root, uses, numbers: HashMap::new(), blocks: Vec::new() }
    }

    /// Returns the rules that begin at the root, and the blocks that they lead to.
    pub(super) fn rules(&mut self, results: &mut Results<'_>) -> (Vec<Rule>, Vec<Vec<Rule>>) {
        let rules = self.chain(self.root.clone(), true, 0, results);
        let mut blocks = Vec::new();
        while let Some(step) = self.blocks.get(blocks.len()).copied() {
            let block = self.chain(Place::Node(step), true, 0, results);
            blocks.push(block);
        }
        in_order(rules, blocks)
    }

    /// Returns the rules of a step and of those that are tried if it does not hold.
    fn chain(&mut self, from: Place, entry: bool, depth: usize, results: &mut Results<'_>) -> Vec<Rule> {
        let mut rules = Vec::new();
        let (mut place, mut entry) = (from, entry);
        loop {
            let step = match place {
                Place::Node(index) if entry || !self.is_block(index) => self.steps.get(index).cloned(),
                Place::NoMatch | Place::Never => None,
                other => {
                    let outcome = self.outcome(other, depth, results);
                    rules.push(Rule { conditions: Vec::new(), outcome });
                    None
                }
            };
            let Some(Step { conditions, high, low }) = step else { return rules };
            let outcome = self.outcome(high, depth, results);
            rules.push(Rule { conditions, outcome });
            (place, entry) = (low, false);
        }
    }

    fn outcome(&mut self, place: Place, depth: usize, results: &mut Results<'_>) -> Outcome {
        match place {
            Place::NoMatch | Place::Never => Outcome::Tree(Vec::new()),
            Place::Result(result, known) => results(result, &known),
            Place::Node(index) if self.is_block(index) || depth >= DEPTH => {
                let next = self.blocks.len();
                let number = *self.numbers.entry(index).or_insert(next);
                if number == next {
                    self.blocks.push(index);
                }
                Outcome::Block(number)
            }
            node @ Place::Node(_) => Outcome::Tree(self.chain(node, true, depth + 1, results)),
        }
    }

    /// Whether several targets lead to a step that is too long to repeat for each of them.
    fn is_block(&self, index: usize) -> bool {
        let is_long = |step: &Step| {
            let leads_on = [&step.high, &step.low].into_iter().any(|place| matches!(place, Place::Node(_)));
            leads_on || step.conditions.len() > 1
        };
        self.uses.get(index).is_some_and(|uses| *uses > 1) && self.steps.get(index).is_some_and(is_long)
    }
}

/// Merges equal steps, and removes those whose two targets are the same. In `order`, each step comes after those that
/// it leads to.
fn reduced(steps: &[Step], order: &[usize], root: &Place) -> (Vec<Step>, Place) {
    let mut places: Vec<Place> = (0..steps.len()).map(Place::Node).collect();
    let mut known = HashMap::new();
    let mut reduced = steps.to_vec();
    let now = |place: &Place, places: &[Place]| match place {
        Place::Node(index) => places.get(*index).unwrap_or(place).clone(),
        other => other.clone(),
    };
    for index in order {
        let Some(step) = reduced.get_mut(*index) else { continue };
        step.high = now(&step.high, &places);
        step.low = now(&step.low, &places);
        let place = if step.high == step.low {
            step.high.clone()
        } else {
            let key = (format!("{:?}", step.conditions), step.high.clone(), step.low.clone());
            Place::Node(*known.entry(key).or_insert(*index))
        };
        places.get_mut(*index).into_iter().for_each(|slot| *slot = place.clone());
    }
    let root = now(root, &places);
    (reduced, root)
}

/// Merges a step with the following ones that add conditions and have the same target if one of these does not hold.
fn merged(steps: &[Step], uses: &[usize], index: usize) -> Option<Step> {
    let mut step = steps.get(index)?.clone();
    while let Place::Node(next) = step.high
        && let Some(inner) =
            steps.get(next).filter(|inner| inner.low == step.low || inner.low == Place::Never)
        && uses.get(next) == Some(&1)
    {
        step.conditions.extend(inner.conditions.iter().cloned());
        step.high = inner.high.clone();
    }
    Some(step)
}

/// Counts the targets that lead to each step, among the steps that are reachable from the root.
fn uses(steps: &[Step], root: &Place) -> Vec<usize> {
    let mut uses = vec![0; steps.len()];
    let mut open = vec![root.clone()];
    while let Some(place) = open.pop() {
        let Place::Node(index) = place else { continue };
        let (Some(count), Some(step)) = (uses.get_mut(index), steps.get(index)) else { continue };
        *count += 1;
        if *count == 1 {
            open.extend([step.high.clone(), step.low.clone()]);
        }
    }
    uses
}

/// Sorts the blocks so that each leads only to later ones.
fn in_order(mut rules: Vec<Rule>, mut blocks: Vec<Vec<Rule>>) -> (Vec<Rule>, Vec<Vec<Rule>>) {
    let mut waiting = vec![0_usize; blocks.len()];
    let mut count = |rules: &mut Vec<Rule>| {
        each_block(rules, &mut |block| waiting.get_mut(*block).into_iter().for_each(|count| *count += 1));
    };
    count(&mut rules);
    blocks.iter_mut().for_each(&mut count);
    let mut order = Vec::new();
    let mut ready = Vec::new();
    let mut leave = |rules: &mut Vec<Rule>, ready: &mut Vec<usize>| {
        each_block(rules, &mut |block| {
            if let Some(count) = waiting.get_mut(*block) {
                *count -= 1;
                if *count == 0 {
                    ready.push(*block);
                }
            }
        });
    };
    leave(&mut rules, &mut ready);
    while let Some(block) = ready.pop() {
        order.push(block);
        if let Some(rules) = blocks.get_mut(block) {
            leave(rules, &mut ready);
        }
    }
    let mut places = vec![0; blocks.len()];
    for (place, block) in order.iter().enumerate() {
        places.get_mut(*block).into_iter().for_each(|slot| *slot = place);
    }
    let mut renumber = |rules: &mut Vec<Rule>| {
        each_block(rules, &mut |block| *block = places.get(*block).copied().unwrap_or_default());
    };
    renumber(&mut rules);
    blocks.iter_mut().for_each(&mut renumber);
    let mut sorted = vec![Vec::new(); blocks.len()];
    for (block, place) in blocks.into_iter().zip(&places) {
        sorted.get_mut(*place).into_iter().for_each(|slot| slot.clone_from(&block));
    }
    (rules, sorted)
}

/// Calls back for each reference to a block.
fn each_block(rules: &mut [Rule], visitor: &mut dyn FnMut(&mut usize)) {
    for rule in rules {
        match &mut rule.outcome {
            Outcome::Block(block) => visitor(block),
            Outcome::Tree(rules) => each_block(rules, visitor),
            Outcome::Endpoint(_) | Outcome::Error(_) => {}
        }
    }
}
