//! Tables that fit the screen: columns give way in the order of their rank, then the wide ones are cut.

mod against;
mod cross;
mod findings;
mod groups;
mod heat;
mod inspect;
mod notes;
mod patterns;
mod strip;
mod times;

pub use inspect::inspect;
pub use notes::coverage;
pub use patterns::patterns;

use std::borrow::Cow;

use comfy_table::{Attribute, Cell, CellAlignment, Color, ContentArrangement, Row, Table, presets};

use super::style::{self, Style, cut_end, cut_middle, safe_line};

/// Columns between two columns.
const SPACE: usize = 2;

/// A column before it is fitted.
struct Column {
    /// May take several lines.
    head: String,
    cells: Cells,
    right: bool,
    /// The highest ranks give way first where the table is too wide; 0 never does.
    rank: u8,
    /// Columns it keeps when it is cut, and how it is cut; `None` for a column that is shown whole or not at all.
    cut: Option<(usize, Cut)>,
}

enum Cells {
    Text(Vec<String>),
    /// Parts of 1, drawn as bars of at most so many columns.
    Bars(Vec<f64>, usize, Bar),
}

/// What a bar stands for: what fails is drawn solid, what it is compared with in a light shade, so that the two are
/// told apart without colour.
#[derive(Clone, Copy, PartialEq)]
enum Bar {
    Failures,
    Requests,
}

#[derive(Clone, Copy)]
enum Cut {
    Middle,
    End,
    /// A bar is drawn shorter.
    Bar,
}

impl Column {
    fn text(head: &str, cells: Vec<String>) -> Column {
        Column {
            head: head.into(),
            cells: Cells::Text(cells),
            right: false,
            rank: 0,
            cut: None,
        }
    }

    fn number(head: &str, cells: Vec<String>) -> Column {
        Column {
            right: true,
            ..Column::text(head, cells)
        }
    }

    /// Bars of failures, between `least` and `most` columns long.
    fn bars(parts: Vec<f64>, least: usize, most: usize) -> Column {
        Column {
            cells: Cells::Bars(parts, most, Bar::Failures),
            cut: Some((least, Cut::Bar)),
            ..Column::text("", Vec::new())
        }
    }

    /// The bars are those of requests.
    fn of_requests(mut self) -> Column {
        if let Cells::Bars(_, _, of) = &mut self.cells {
            *of = Bar::Requests;
        }
        self
    }

    fn rank(mut self, rank: u8) -> Column {
        self.rank = rank;
        self
    }

    fn cut(mut self, least: usize, cut: Cut) -> Column {
        self.cut = Some((least, cut));
        self
    }

    /// Columns it takes when nothing is cut.
    fn natural(&self) -> usize {
        let widest = match &self.cells {
            Cells::Text(cells) => cells
                .iter()
                .map(|cell| style::width(cell))
                .max()
                .unwrap_or(0),
            Cells::Bars(_, most, _) => *most,
        };
        let head = self.head.lines().map(style::width).max();
        widest.max(head.unwrap_or(0))
    }

    fn least(&self) -> usize {
        let natural = self.natural();
        self.cut.map_or(natural, |(least, _)| least.min(natural))
    }

    fn cell(&self, row: usize, width: usize) -> String {
        match &self.cells {
            Cells::Text(cells) => {
                let text = cells.get(row).map_or("", String::as_str);
                match self.cut {
                    Some((_, Cut::End)) => cut_end(text, width),
                    Some((_, Cut::Middle)) => cut_middle(text, width),
                    _ => Cow::Borrowed(text),
                }
                .into_owned()
            }
            Cells::Bars(parts, _, of) => {
                let part = parts.get(row).copied().unwrap_or_default();
                match of {
                    Bar::Failures => bar(part, width),
                    Bar::Requests => "░".repeat(columns_of(part, width)),
                }
            }
        }
    }
}

/// Leaves out the columns that find no room, and gives each that stays its width.
fn fit(mut columns: Vec<Column>, width: Option<usize>) -> Vec<(Column, usize)> {
    let Some(width) = width else {
        return columns
            .into_iter()
            .map(|column| {
                let natural = column.natural();
                (column, natural)
            })
            .collect();
    };
    let needed = |columns: &[Column]| {
        let spaces = columns.len().saturating_sub(1) * SPACE;
        columns.iter().map(Column::least).sum::<usize>() + spaces
    };
    while needed(&columns) > width {
        let droppable = (0..columns.len()).filter(|&at| columns[at].rank > 0);
        let Some(weakest) = droppable.max_by_key(|&at| columns[at].rank) else {
            break;
        };
        columns.remove(weakest);
    }
    // What is left over goes to the columns that are cut, the most important first; what is missing still is
    // taken from the first that can be cut.
    let mut spare = width.saturating_sub(needed(&columns));
    let mut missing = needed(&columns).saturating_sub(width);
    let mut widths: Vec<usize> = columns.iter().map(Column::least).collect();
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|&at| columns[at].rank);
    for at in order {
        let more = spare.min(columns[at].natural() - widths[at]);
        widths[at] += more;
        spare -= more;
        if columns[at].cut.is_some() {
            let less = missing.min(widths[at].saturating_sub(4));
            widths[at] -= less;
            missing -= less;
        }
    }
    columns.into_iter().zip(widths).collect()
}

/// Writes a table of `rows` rows.
fn print(out: &mut Vec<u8>, columns: Vec<Column>, rows: usize, style: Style) {
    let columns = fit(columns, style.width);
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled);
    if style.color {
        table.enforce_styling();
        table.style_text_only();
    } else {
        table.force_no_tty();
    }
    table.set_header(Row::from(
        columns
            .iter()
            .map(|(column, width)| {
                let lines = column.head.lines().map(|line| cut_end(line, *width));
                Cell::new(lines.collect::<Vec<_>>().join("\n")).add_attribute(Attribute::Bold)
            })
            .collect::<Vec<_>>(),
    ));
    for row in 0..rows {
        table.add_row(columns.iter().map(|(column, width)| {
            let cell = Cell::new(column.cell(row, *width));
            match column.cells {
                Cells::Text(_) => cell,
                Cells::Bars(_, _, Bar::Failures) => cell.fg(Color::DarkRed),
                Cells::Bars(_, _, Bar::Requests) => cell.fg(Color::DarkGrey),
            }
        }));
    }
    let last = columns.len().saturating_sub(1);
    for (at, (column, _)) in columns.iter().enumerate() {
        if let Some(shown) = table.column_mut(at) {
            shown.set_padding((0, if at == last { 0 } else { SPACE as u16 }));
            if column.right {
                shown.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    out.extend_from_slice(table.trim_fmt().as_bytes());
    out.push(b'\n');
}

/// `part` of 1 as a bar, in eighths of a column; what is there at all is never drawn as nothing.
fn bar(part: f64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let part = part.clamp(0.0, 1.0);
    let eighths = (part * width as f64 * 8.0).round() as usize;
    let eighths = eighths.max(usize::from(part > 0.0));
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// `part` of 1 in whole columns; what is there at all takes one.
fn columns_of(part: f64, width: usize) -> usize {
    let part = part.clamp(0.0, 1.0);
    let columns = (part * width as f64).round() as usize;
    columns.max(usize::from(part > 0.0))
}

/// Text of the log for a cell: one line, safe for a screen.
fn cell_text(text: &str) -> String {
    safe_line(text.trim()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cells: &[&str]) -> Vec<String> {
        cells.iter().map(ToString::to_string).collect()
    }

    fn printed(columns: Vec<Column>, rows: usize, width: Option<usize>) -> String {
        let mut out = Vec::new();
        print(
            &mut out,
            columns,
            rows,
            Style {
                color: false,
                screen: true,
                width,
            },
        );
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_stand_at_the_right_and_lines_have_no_trailing_space() {
        let columns = vec![
            Column::text("name", texts(&["a", "long name"])),
            Column::number("count", texts(&["1", "1,000"])),
            Column::text("note", texts(&["", "x"])),
        ];
        assert_eq!(
            printed(columns, 2, None),
            "name       count  note\na              1\nlong name  1,000  x\n"
        );
    }

    #[test]
    fn the_highest_ranks_give_way_first_and_wide_columns_are_cut() {
        let columns = || {
            vec![
                Column::text("endpoint", texts(&["POST /api/orders/:id/items"]))
                    .cut(12, Cut::Middle),
                Column::number("failures", texts(&["120"])),
                Column::number("users", texts(&["88"])).rank(2),
                Column::text("error", texts(&["TypeError: it is null"]))
                    .rank(1)
                    .cut(10, Cut::End),
            ]
        };
        let heads = |width| {
            printed(columns(), 1, Some(width))
                .lines()
                .next()
                .unwrap()
                .to_owned()
        };
        assert!(heads(80).contains("users"));
        assert!(!heads(38).contains("users") && heads(38).contains("error"));
        assert!(!heads(30).contains("error"));
        for width in 18..100 {
            let table = printed(columns(), 1, Some(width));
            assert!(
                table.lines().all(|line| style::width(line) <= width),
                "{width}:\n{table}"
            );
        }
    }

    #[test]
    fn a_bar_is_as_long_as_its_part_and_never_nothing_for_something() {
        assert_eq!(bar(1.0, 4), "████");
        assert_eq!(bar(0.5, 3), "█▌");
        assert_eq!(bar(0.0001, 10), "▏");
        assert_eq!(bar(0.0, 10), "");
    }
}
