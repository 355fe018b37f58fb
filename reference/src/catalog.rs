//! The page of each operation and shape, and its users.

use std::collections::{BTreeMap, BTreeSet};

use smithy_model::Validated;
use smithy_model::ir::{Model, Notification, Shape, ShapeKind};

use smithy_codegen::ident::RustIdent;
use smithy_codegen::plan::Plan;
use smithy_codegen::plan::enumeration::{EnumPlan, IntEnumPlan};
use smithy_codegen::plan::structure::{MemberPlan, StructurePlan};
use smithy_codegen::plan::types::{RustType, TypePath};
use smithy_codegen::plan::union::UnionPlan;

/// A group of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    /// The operations.
    Operations,
    /// Structures, unions and enums.
    Shapes,
    /// Modeled errors.
    Errors,
}

impl Section {
    /// Returns its title above the pages.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Operations => "Operations",
            Self::Shapes => "Shapes",
            Self::Errors => "Errors",
        }
    }

    /// Returns the folder of its pages; its own page is beside it.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Shapes => "shapes",
            Self::Errors => "errors",
        }
    }

    /// The address of a page in it, from the start of the site.
    pub(super) fn address(self, module: &RustIdent) -> String {
        format!("{}/{}.html", self.folder(), module.bare())
    }
}

/// A named shape with a page.
pub(super) struct Item<'a> {
    /// The plan of the item.
    pub(super) plan: ItemPlan<'a>,
    /// The shape in the model.
    pub(super) shape: Option<&'a Shape>,
}

/// The plan of a shape.
#[derive(Clone, Copy)]
pub(super) enum ItemPlan<'a> {
    Structure(&'a StructurePlan),
    Union(&'a UnionPlan),
    Enum(&'a EnumPlan),
    IntEnum(&'a IntEnumPlan),
    Error(&'a StructurePlan),
}

impl<'a> Item<'a> {
    /// Returns the notification of the shape, if it is one.
    pub(super) fn notification(&self) -> Option<&'a Notification> {
        self.shape?.notification.as_ref()
    }

    /// The type.
    pub(super) fn path(&self) -> &'a TypePath {
        match self.plan {
            ItemPlan::Structure(plan) | ItemPlan::Error(plan) => &plan.path,
            ItemPlan::Union(plan) => &plan.path,
            ItemPlan::Enum(plan) => &plan.path,
            ItemPlan::IntEnum(plan) => &plan.path,
        }
    }

    /// The lines of its documentation.
    pub(super) fn docs(&self) -> &'a [String] {
        match self.plan {
            ItemPlan::Structure(plan) | ItemPlan::Error(plan) => &plan.docs,
            ItemPlan::Union(plan) => &plan.docs,
            ItemPlan::Enum(plan) => &plan.docs,
            ItemPlan::IntEnum(plan) => &plan.docs,
        }
    }

    /// Returns its kind in a word.
    pub(super) fn kind(&self) -> &'static str {
        match self.plan {
            ItemPlan::Structure(_) => "structure",
            ItemPlan::Union(_) => "union",
            ItemPlan::Enum(_) => "enum",
            ItemPlan::IntEnum(_) => "enum of integers",
            ItemPlan::Error(_) => "error",
        }
    }

    /// The section of its page.
    pub(super) fn section(&self) -> Section {
        if let ItemPlan::Error(_) = self.plan { Section::Errors } else { Section::Shapes }
    }

    /// The address of its page, from the start of the site.
    pub(super) fn address(&self) -> String {
        self.section().address(self.path().module())
    }
}

/// A place that uses a shape.
#[derive(Clone, Debug)]
pub(super) struct Use {
    /// The name of the operation or shape.
    pub(super) user: String,
    /// The part that uses it: `parameter`, `result`, `member`, `variant`; `None` for an error.
    pub(super) part: Option<(&'static str, String)>,
    /// The address, from the start of the site, with a fragment.
    pub(super) address: String,
}

impl Use {
    /// The address of the page without a fragment.
    pub(super) fn page(&self) -> &str {
        self.address.split('#').next().unwrap_or_default()
    }
}

/// Everything that has a page.
pub(super) struct Catalog<'a> {
    items: Vec<Item<'a>>,
    /// Positions in `items`.
    by_path: BTreeMap<Key, usize>,
    /// Addresses by names in the model and in Rust.
    by_name: BTreeMap<String, String>,
    uses: BTreeMap<Key, Vec<Use>>,
}

/// Whether it is an error, and the name of the type.
type Key = (bool, RustIdent);

impl<'a> Catalog<'a> {
    /// Indexes the plan of a model.
    pub(super) fn new(model: &'a Model<Validated>, plan: &'a Plan) -> Self {
        let items = items(model, plan);
        let paths = items.iter().enumerate().filter_map(|(index, item)| Some((key(item.path())?, index)));
        let by_path = paths.collect();
        let mut catalog = Self { by_path, by_name: BTreeMap::new(), uses: BTreeMap::new(), items };
        catalog.name_all(plan);
        catalog.use_all(plan);
        catalog
    }

    /// The shapes with pages, in the order of their names.
    pub(super) fn items(&self) -> impl Iterator<Item = &Item<'a>> {
        self.items.iter()
    }

    /// Returns the shape of a type.
    pub(super) fn item(&self, path: &TypePath) -> Option<&Item<'a>> {
        self.items.get(*self.by_path.get(&key(path)?)?)
    }

    /// Returns the address of the page with this name, in the model or in Rust.
    pub(super) fn find(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(String::as_str)
    }

    /// Returns the uses of a shape as the type of a member, or as an error: operations first, each sorted by name.
    pub(super) fn uses(&self, item: &Item<'_>) -> &[Use] {
        key(item.path()).and_then(|key| self.uses.get(&key)).map_or(&[], Vec::as_slice)
    }

    fn name_all(&mut self, plan: &Plan) {
        for operation in &plan.operations {
            self.by_name.insert(operation.name.clone(), Section::Operations.address(&operation.module));
        }
        for item in &self.items {
            let names = [item.shape.map(|shape| shape.name.as_str()), Some(item.path().name().bare())];
            for name in names.into_iter().flatten() {
                self.by_name.entry(name.to_owned()).or_insert_with(|| item.address());
            }
        }
    }

    fn use_all(&mut self, plan: &Plan) {
        for operation in &plan.operations {
            let (name, address) = (&operation.name, Section::Operations.address(&operation.module));
            self.use_members(name, &address, "parameter", operation.input.members.iter());
            self.use_members(name, &address, "result", operation.output.members.iter());
            for error in &operation.errors {
                let place = Use { user: name.clone(), part: None, address: address.clone() };
                self.use_path(&error.path, place);
            }
        }
        let places: Vec<_> = self.items.iter().map(|item| (item.plan, item.address())).collect();
        for (item, address) in places {
            match item {
                ItemPlan::Structure(plan) | ItemPlan::Error(plan) => {
                    let user = plan.path.name().bare();
                    self.use_members(user, &address, "member", plan.members.iter());
                }
                ItemPlan::Union(plan) => {
                    let members = plan.variants.iter().map(|variant| &variant.member);
                    self.use_members(plan.path.name().bare(), &address, "variant", members);
                }
                ItemPlan::Enum(_) | ItemPlan::IntEnum(_) => {}
            }
        }
    }

    fn use_members<'m>(
        &mut self,
        user: &str,
        address: &str,
        part: &'static str,
        members: impl Iterator<Item = &'m MemberPlan>,
    ) {
        for member in members {
            let name = member.ident.bare();
            for path in named(&member.ty) {
                let address = format!("{address}#{part}.{name}");
                let part = Some((part, name.to_owned()));
                self.use_path(path, Use { user: user.to_owned(), part, address });
            }
        }
    }

    fn use_path(&mut self, path: &TypePath, place: Use) {
        if let Some(key) = key(path) {
            self.uses.entry(key).or_default().push(place);
        }
    }
}

/// Inputs and outputs have no pages of their own.
fn key(path: &TypePath) -> Option<Key> {
    match path {
        TypePath::Type { name, .. } | TypePath::Own { name, .. } => Some((false, name.clone())),
        TypePath::Error { name, .. } => Some((true, name.clone())),
        TypePath::Operation { .. } => None,
    }
}

/// Returns the shapes of the plan, each with that of the model, sorted by name.
fn items<'a>(model: &'a Model<Validated>, plan: &'a Plan) -> Vec<Item<'a>> {
    let is_error =
        |shape: &Shape| matches!(&shape.kind, ShapeKind::Structure(inner) if inner.error.is_some());
    let is_structure = |shape: &Shape| matches!(shape.kind, ShapeKind::Structure(_)) && !is_error(shape);
    let is_union = |shape: &Shape| matches!(shape.kind, ShapeKind::Union(_));
    let is_enum = |shape: &Shape| matches!(shape.kind, ShapeKind::Enum(_));
    let is_int_enum = |shape: &Shape| matches!(shape.kind, ShapeKind::IntEnum(_));
    let mut items = Vec::new();
    items.extend(paired(model, plan.structures.iter().map(ItemPlan::Structure), is_structure));
    items.extend(paired(model, plan.unions.iter().map(ItemPlan::Union), is_union));
    items.extend(paired(model, plan.enums.iter().map(ItemPlan::Enum), is_enum));
    items.extend(paired(model, plan.int_enums.iter().map(ItemPlan::IntEnum), is_int_enum));
    items.extend(paired(model, plan.errors.iter().map(ItemPlan::Error), is_error));
    items.sort_by(|a, b| a.path().name().cmp(b.path().name()));
    items
}

/// Pairs plans with their shapes. A plan has the shapes of one kind in the order of the model, except inputs and
/// outputs. Names cannot be used, because those in a plan may differ from those in the model.
fn paired<'a>(
    model: &'a Model<Validated>,
    plans: impl ExactSizeIterator<Item = ItemPlan<'a>>,
    is_of: impl Fn(&Shape) -> bool,
) -> Vec<Item<'a>> {
    let own: BTreeSet<_> =
        model.operations.iter().flat_map(|operation| [operation.input, operation.output]).collect();
    let others = model.shapes.iter().filter(|(id, _)| !own.contains(id)).map(|(_, shape)| shape);
    let mut shapes: Vec<_> = others.filter(|shape| is_of(shape)).map(Some).collect();
    if shapes.len() != plans.len() {
        shapes = vec![None; plans.len()];
    }
    plans.zip(shapes).map(|(plan, shape)| Item { plan, shape }).collect()
}

/// Returns the generated types in a type.
fn named(ty: &RustType) -> Vec<&TypePath> {
    match ty {
        RustType::Enum(path)
        | RustType::IntEnum(path)
        | RustType::Structure(path)
        | RustType::Union(path) => {
            vec![path]
        }
        RustType::Vec(inner) | RustType::Option(inner) | RustType::Boxed(inner) => named(inner),
        RustType::Map(key, value) => [named(key), named(value)].concat(),
        _ => Vec::new(),
    }
}
