//! The nodes of a decision diagram: decoding, and checking that references are valid.
//!
//! Each node is three big-endian 32-bit numbers: the index of its condition, the target if the condition holds, and the
//! target if it does not. A target of 1 or -1 is "no result". From 100,000,000 on it is a result, and the first result
//! is that no rule matches. Any other target is the number of a node, counted from 1; a negative number is the same
//! node with its two targets exchanged. The first node stands for "no result".

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Results are numbered from here on.
const RESULTS: i32 = 100_000_000;
/// The maximum number of nodes. The largest diagram of AWS has some hundreds.
const MOST: usize = 100_000;
/// The bytes of a node.
const SIZE: usize = 12;

/// A target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// No rule matches.
    NoMatch,
    /// A result, by its index in the document.
    Result(usize),
    /// A node, by its index, and whether its two targets are exchanged.
    Node(usize, bool),
}

/// A node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    /// The index of the condition.
    pub(super) condition: usize,
    /// The target if the condition holds.
    pub(super) high: Target,
    /// The target if it does not.
    pub(super) low: Target,
}

/// All nodes.
#[derive(Debug)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    pub(super) root: Target,
    /// The nodes that are reachable from the root, each after all nodes that it leads to.
    pub(super) order: Vec<usize>,
}

/// What is wrong with the nodes. Numbers of nodes and results are as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum GraphError {
    Base64,
    Length(usize),
    Count { said: i32, found: usize },
    TooMany(usize),
    Condition { node: usize, condition: i32 },
    Reference(i32),
    Cycle(usize),
}

impl fmt::Display for GraphError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base64 => write!(f, "the nodes of the compiled endpoint rules are not base64"),
            Self::Length(bytes) => {
                write!(
                    f,
                    "the nodes of the compiled endpoint rules have {bytes} bytes, which is not a multiple of {SIZE}"
                )
            }
            Self::Count { said, found } => {
                write!(f, "the compiled endpoint rules declare {said} nodes but have {found}")
            }
            Self::TooMany(count) => {
                write!(f, "the compiled endpoint rules have {count} nodes; the limit is {MOST}")
            }
            Self::Condition { node, condition } => {
                write!(
                    f,
                    "node {node} of the compiled endpoint rules refers to condition {condition}, which does not exist"
                )
            }
            Self::Reference(reference) => {
                write!(
                    f,
                    "the compiled endpoint rules lead to {reference}, which is neither a node nor a result"
                )
            }
            Self::Cycle(node) => write!(f, "node {node} of the compiled endpoint rules leads back to itself"),
        }
    }
}

impl Graph {
    /// Reads the nodes. `numbers` are the root and the declared number of nodes.
    pub(super) fn read(
        text: &str,
        numbers: [i32; 2],
        conditions: usize,
        results: usize,
    ) -> Result<Self, GraphError> {
        let bytes = STANDARD.decode(text).map_err(|_| GraphError::Base64)?;
        let [root, said] = numbers;
        let (triples, rest) = bytes.as_chunks::<SIZE>();
        if !rest.is_empty() {
            return Err(GraphError::Length(bytes.len()));
        }
        if usize::try_from(said) != Ok(triples.len()) {
            return Err(GraphError::Count { said, found: triples.len() });
        }
        if triples.len() > MOST {
            return Err(GraphError::TooMany(triples.len()));
        }
        let target = |reference| target(reference, triples.len(), results);
        let mut nodes = Vec::with_capacity(triples.len());
        for (index, triple) in triples.iter().enumerate() {
            let [condition, high, low] = numbers_of(triple);
            let place = usize::try_from(condition).ok().filter(|place| *place < conditions);
            nodes.push(match place {
                Some(condition) => Node { condition, high: target(high)?, low: target(low)? },
                None if index == 0 => Node { condition: 0, high: Target::NoMatch, low: Target::NoMatch },
                None => return Err(GraphError::Condition { node: index + 1, condition }),
            });
        }
        let root = target(root)?;
        let order = order(&nodes, root)?;
        Ok(Self { nodes, root, order })
    }

    /// Returns a node, with its targets exchanged or not.
    pub(super) fn node(&self, index: usize, exchanged: bool) -> Node {
        let nothing = Node { condition: 0, high: Target::NoMatch, low: Target::NoMatch };
        let node = self.nodes.get(index).copied().unwrap_or(nothing);
        if exchanged { Node { high: node.low, low: node.high, ..node } } else { node }
    }
}

fn numbers_of(triple: &[u8; SIZE]) -> [i32; 3] {
    let (words, _) = triple.as_chunks::<4>();
    let mut numbers = [0; 3];
    for (number, word) in numbers.iter_mut().zip(words) {
        *number = i32::from_be_bytes(*word);
    }
    numbers
}

fn target(reference: i32, nodes: usize, results: usize) -> Result<Target, GraphError> {
    let problem = GraphError::Reference(reference);
    let place = |number: i32| usize::try_from(number).ok();
    match reference {
        1 | -1 | RESULTS => Ok(Target::NoMatch),
        RESULTS.. => {
            let result = place(reference - RESULTS - 1).filter(|result| *result < results);
            result.map(Target::Result).ok_or(problem)
        }
        _ => {
            let node =
                usize::try_from(reference.unsigned_abs()).ok().and_then(|number| number.checked_sub(1));
            let node = node.filter(|node| *node < nodes);
            node.map(|node| Target::Node(node, reference < 0)).ok_or(problem)
        }
    }
}

/// Returns the nodes that are reachable from the root, each after those that it leads to. A node that leads back to
/// itself is a problem.
fn order(nodes: &[Node], root: Target) -> Result<Vec<usize>, GraphError> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; nodes.len()];
    let mut order = Vec::new();
    let mut open = vec![root];
    while let Some(target) = open.last().copied() {
        let Target::Node(index, _) = target else {
            open.pop();
            continue;
        };
        let (Some(state), Some(node)) = (states.get_mut(index), nodes.get(index)) else { break };
        match state {
            State::New => {
                *state = State::Open;
                for next in [node.high, node.low] {
                    if let Target::Node(next, _) = next
                        && states.get(next) == Some(&State::Open)
                    {
                        return Err(GraphError::Cycle(next + 1));
                    }
                    open.push(next);
                }
            }
            State::Open => {
                *state = State::Done;
                order.push(index);
                open.pop();
            }
            State::Done => {
                open.pop();
            }
        }
    }
    Ok(order)
}
