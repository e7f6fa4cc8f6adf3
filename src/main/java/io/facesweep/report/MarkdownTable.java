package io.facesweep.report;

import io.facesweep.report.PaperTable.Cell;
import io.facesweep.report.PaperTable.Column;
import io.facesweep.report.PaperTable.Kind;
import java.util.List;
import java.util.stream.Collectors;

/** A table as Markdown, the best of its kind in bold. */
final class MarkdownTable {
  private static final String SPECIAL = "\\`*_[]<>|&#~!";

  private MarkdownTable() {}

  static String write(PaperTable table) {
    StringBuilder out = new StringBuilder();
    out.append(escaped(table.caption())).append("\n\n");
    List<Column> columns = table.shown().stream().map(table.columns()::get).toList();
    line(out, columns.stream().map(column -> escaped(column.title())).toList());
    line(out, columns.stream().map(c -> c.kind() == Kind.TEXT ? "---" : "---:").toList());
    for (List<Cell> row : table.rows()) {
      line(out, table.shown().stream().map(i -> cell(table.columns().get(i), row.get(i))).toList());
    }
    return out.toString();
  }

  private static void line(StringBuilder out, List<String> cells) {
    out.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private static String cell(Column column, Cell cell) {
    if (column.kind() == Kind.COUNT && Double.isFinite(cell.value())) {
      return "" + (long) cell.value();
    }
    String text = column.kind() == Kind.TEXT ? escaped(cell.text()) : number(cell);
    return cell.isBest() ? "**" + text + "**" : text;
  }

  private static String number(Cell cell) {
    return cell.interval().exists()
        ? "%s (%s to %s)"
            .formatted(
                Numbers.plain(cell.value()),
                Numbers.plain(cell.interval().low()),
                Numbers.plain(cell.interval().high()))
        : Numbers.plain(cell.value());
  }

  /** A text on one line that is nothing but text. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (char c : PlainText.oneLine(text).toCharArray()) {
      out.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "").append(c);
    }
    return out.toString();
  }
}
