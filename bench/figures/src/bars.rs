//! A plot of bars that are shares of a reference: a group for each measure, a bar for each series.

use crate::compare::{Comparison, Group};
use crate::svg::{Anchor, Svg};

const WIDTH: f64 = 860.0;
/// Where the bars begin, and how long one of 100 % is if none is longer.
const LEFT: f64 = 290.0;
const LENGTH: f64 = 430.0;
const TOP: f64 = 66.0;
const BAR: f64 = 14.0;
const STEP: f64 = 17.0;
const GAP: f64 = 14.0;

pub fn draw(comparison: &Comparison, groups: &[Group]) -> String {
    let height_of = |group: &Group| height(group) + GAP;
    let bottom = TOP + groups.iter().map(height_of).sum::<f64>();
    let mut svg = Svg::new(WIDTH, bottom + 44.0, comparison.title);
    legend(&mut svg, comparison);
    let longest = groups.iter().flat_map(|group| &group.bars).map(|bar| bar.share).fold(1.0, f64::max);
    let scale = LENGTH / longest;
    axis(&mut svg, bottom, longest, scale, comparison.reference);
    let mut y = TOP;
    for group in groups {
        svg.text(LEFT - 12.0, y + 11.0, Anchor::End, "", group.title);
        let reference = format!("{}: {}", comparison.reference, group.reference);
        svg.text(LEFT - 12.0, y + 27.0, Anchor::End, "muted", &reference);
        let mut at = y;
        for bar in &group.bars {
            let length = bar.share * scale;
            svg.bar(LEFT, at, length, BAR, &format!("s{}", bar.series));
            let digits = usize::from(bar.share < 0.1);
            let label = format!("{} ({:.digits$} %)", bar.figure, bar.share * 100.0);
            svg.text(LEFT + length + 6.0, at + 11.0, Anchor::Start, "over", &label);
            at += STEP;
        }
        y += height_of(group);
    }
    svg.finish()
}

/// The height of a group: that of its bars, and no less than that of the two lines beside them.
#[expect(clippy::cast_precision_loss, reason = "the bars are few")]
fn height(group: &Group) -> f64 {
    (group.bars.len() as f64 * STEP).max(2.0 * STEP)
}

fn legend(svg: &mut Svg, comparison: &Comparison) {
    let mut x = LEFT;
    for (index, name) in comparison.series.iter().enumerate() {
        svg.bar(x, 40.0, 12.0, 12.0, &format!("s{index}"));
        svg.text(x + 18.0, 50.0, Anchor::Start, "", name);
        x += 140.0;
    }
}

/// A line each 25 %, and a dashed one for the reference.
fn axis(svg: &mut Svg, bottom: f64, longest: f64, scale: f64, reference: &str) {
    let step = if longest > 2.0 { 1.0 } else { 0.25 };
    let mut share = 0.0;
    while share <= longest + 0.001 {
        let x = LEFT + share * scale;
        let is_reference = (share - 1.0).abs() < 0.001;
        svg.line((x, TOP - 6.0), (x, bottom), if is_reference { "mark" } else { "line" });
        svg.text(x, bottom + 15.0, Anchor::Middle, "muted", &format!("{:.0}", share * 100.0));
        share += step;
    }
    let label = format!("%, where {reference} is 100; less is better");
    svg.text(LEFT + LENGTH / 2.0, bottom + 34.0, Anchor::Middle, "muted", &label);
}
