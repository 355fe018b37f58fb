//! Cases on names of shapes that are used again for something else.

use crate::edits::Base::Garden;
use crate::edits::Edit::{Insert, Rename, Replace};
use crate::edits::{Case, expected};

pub(super) static CASES: &[Case] = &[
    Case {
        name: "a name of a structure that an enum takes",
        base: Garden,
        before: &[],
        edits: &[
            Rename("Label", "garden#Tag"),
            Replace("Plant/label", "garden#Label", "garden#Tag"),
            Insert(
                "shapes",
                r#""garden#Label": { "type": "enum", "members": { "BIG": { "target": "smithy.api#Unit" } } }"#,
            ),
            Insert("PutPlantResponse/members", r#""kind": { "target": "garden#Label" }"#),
        ],
        there: &[
            expected("shape-renamed", "rust", "Tag", "Label", "Tag"),
            expected("shape-added", "additive", "Label", "Garden", "Label"),
            expected(
                "output-member-added",
                "additive",
                "PutPlantOutput$kind",
                "PutPlantResponse",
                "PutPlantResponse/kind",
            ),
        ],
        back: &[
            expected("shape-renamed", "rust", "Label", "Tag", "Label"),
            expected("shape-removed", "rust", "Label", "Label", "Garden"),
            expected(
                "output-member-removed",
                "wire",
                "PutPlantOutput$kind",
                "PutPlantResponse/kind",
                "PutPlantResponse",
            ),
        ],
    },
    Case {
        name: "a name of a list that a structure takes",
        base: Garden,
        before: &[],
        edits: &[
            Rename("Names", "garden#NameList"),
            Replace("PutPlantRequest/names", "garden#Names", "garden#NameList"),
            Insert(
                "shapes",
                r#""garden#Names": { "type": "structure", "members": { "latin": { "target": "smithy.api#String" } } }"#,
            ),
            Insert("PutPlantResponse/members", r#""known": { "target": "garden#Names" }"#),
        ],
        there: &[
            expected("alias-renamed", "documentation", "NameList", "Names", "NameList"),
            expected("shape-added", "additive", "Names", "Garden", "Names"),
            expected(
                "output-member-added",
                "additive",
                "PutPlantOutput$known",
                "PutPlantResponse",
                "PutPlantResponse/known",
            ),
        ],
        back: &[
            expected("alias-renamed", "documentation", "Names", "NameList", "Names"),
            expected("shape-removed", "rust", "Names", "Names", "Garden"),
            expected(
                "output-member-removed",
                "wire",
                "PutPlantOutput$known",
                "PutPlantResponse/known",
                "PutPlantResponse",
            ),
        ],
    },
    Case {
        name: "a name of a structure that another one takes, which shares a member",
        base: Garden,
        before: &[],
        edits: &[
            Rename("Label", "garden#Tag"),
            Replace("Plant/label", "garden#Label", "garden#Tag"),
            Insert(
                "shapes",
                r#""garden#Label": { "type": "structure", "members": { "size": { "target": "smithy.api#Integer" } } }"#,
            ),
            Insert("PutPlantResponse/members", r#""large": { "target": "garden#Label" }"#),
        ],
        there: &[
            expected("shape-renamed", "rust", "Tag", "Label", "Tag"),
            expected("shape-added", "additive", "Label", "Garden", "Label"),
            expected(
                "output-member-added",
                "additive",
                "PutPlantOutput$large",
                "PutPlantResponse",
                "PutPlantResponse/large",
            ),
        ],
        back: &[
            expected("shape-renamed", "rust", "Label", "Tag", "Label"),
            expected("shape-removed", "rust", "Label", "Label", "Garden"),
            expected(
                "output-member-removed",
                "wire",
                "PutPlantOutput$large",
                "PutPlantResponse/large",
                "PutPlantResponse",
            ),
        ],
    },
];
