//! Finds the changes of an element in a report, and the places of that element in an operation.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{Change, Level, Report};
use smithy_model::ir::{Member, Model, ShapeId, ShapeKind};

/// How to mark a part of a syntax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It is unchanged.
    None,
    /// It is new.
    New,
    /// It has changed.
    Changed,
}

impl Mark {
    /// Returns the word for it.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::New => Some("new"),
            Self::Changed => Some("changed"),
        }
    }
}

/// The changes of a report by the element they are about.
#[derive(Default)]
pub(super) struct Index<'r>(BTreeMap<&'r str, Vec<&'r Change>>);

impl<'r> Index<'r> {
    /// Indexes the changes of a report, except the suppressed ones.
    pub(super) fn new(report: &'r Report) -> Self {
        let mut index = Self::default();
        for change in &report.changes {
            index.0.entry(change.shape.as_str()).or_default().push(change);
        }
        index
    }

    /// Returns the changes of the element with this name.
    pub(super) fn of(&self, name: &str) -> &[&'r Change] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns the mark of a member. A change of its type counts too, unless that type has members of its own to mark.
    pub(super) fn mark(&self, model: &Model, owner: ShapeId, member: &Member) -> Mark {
        let own =
            names(model, owner).into_iter().flat_map(|name| self.of(&format!("{name}${}", member.name)));
        let own: Vec<_> = own.filter(|change| is_visible(change)).collect();
        if own.iter().any(|change| change.is_addition()) {
            return Mark::New;
        }
        if own.is_empty() && !self.has_changed(model, member.target) { Mark::None } else { Mark::Changed }
    }

    fn has_changed(&self, model: &Model, id: ShapeId) -> bool {
        let shape = model.shape(id);
        let within = match &shape.kind {
            ShapeKind::Enum(_) | ShapeKind::IntEnum(_) => {
                let prefix = format!("{}$", shape.name);
                let after = self.0.range(prefix.as_str()..);
                let within = after.take_while(|(name, _)| name.starts_with(&prefix));
                within.flat_map(|(_, changes)| changes).any(|change| is_visible(change))
            }
            _ => false,
        };
        within || self.of(&shape.name).iter().any(|change| is_visible(change) && !change.is_addition())
    }
}

/// Whether a change is visible in a syntax.
pub(super) fn is_visible(change: &Change) -> bool {
    change.rule.level != Level::Documentation
}

/// Returns the names that a report may use for a shape. Inputs and outputs have the name of the model and the one from
/// validation.
fn names(model: &Model, id: ShapeId) -> BTreeSet<&str> {
    let shape = model.shape(id);
    let origin = shape.origin.id.as_str();
    let bare = origin.split_once('#').map_or(origin, |(_, name)| name);
    [shape.name.as_str(), bare].into_iter().filter(|name| !name.is_empty()).collect()
}

/// The elements reachable from some shapes: their paths by their names.
pub(super) struct Reach(BTreeMap<String, Vec<String>>);

impl Reach {
    /// Follows all members of some shapes, each of which has an initial path. Every shape is entered once, by one of
    /// its shortest paths, so recursive shapes cost no more than others.
    pub(super) fn from(model: &Model, roots: impl IntoIterator<Item = (ShapeId, String)>) -> Self {
        let mut reach = Self(BTreeMap::new());
        let mut queue: VecDeque<_> = roots.into_iter().collect();
        let mut entered: BTreeSet<ShapeId> = queue.iter().map(|(id, _)| *id).collect();
        for (root, path) in &queue {
            reach.add(names(model, *root), path);
        }
        while let Some((id, path)) = queue.pop_front() {
            for (member, path) in below(model, id, &path) {
                let owners = names(model, id).into_iter();
                reach.add(owners.map(|owner| format!("{owner}${}", member.name)), &path);
                reach.add(names(model, member.target), &path);
                if entered.insert(member.target) {
                    queue.push_back((member.target, path));
                }
            }
        }
        reach
    }

    fn add(&mut self, names: impl IntoIterator<Item = impl Into<String>>, path: &str) {
        for name in names {
            let paths = self.0.entry(name.into()).or_default();
            if !paths.iter().any(|known| known == path) {
                paths.push(path.to_owned());
            }
        }
    }

    /// Returns the paths of an element, the shortest first; the path of a root is empty.
    pub(super) fn paths(&self, name: &str) -> Option<&[String]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// Returns the paths of an element's owner, if the element itself has none, such as a value of an enum or a removed
    /// member.
    pub(super) fn owner_paths(&self, name: &str) -> Option<&[String]> {
        name.split_once('$').and_then(|(owner, _)| self.paths(owner))
    }
}

/// Returns the members of a shape with their paths: `a.b`, `a[]` for elements of a list, `a{}` for values of a map.
fn below<'m>(model: &'m Model, id: ShapeId, path: &str) -> Vec<(&'m Member, String)> {
    match &model.shape(id).kind {
        ShapeKind::List(list) => vec![(&list.member, format!("{path}[]"))],
        ShapeKind::Map(map) => {
            vec![(&map.key, format!("{path}{{}} (key)")), (&map.value, format!("{path}{{}}"))]
        }
        ShapeKind::Structure(structure) | ShapeKind::Union(structure) => {
            let dot = if path.is_empty() { "" } else { "." };
            let members = structure.members.iter();
            members.map(|member| (member, format!("{path}{dot}{}", member.name))).collect()
        }
        _ => Vec::new(),
    }
}
