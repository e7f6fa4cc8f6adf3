package io.facesweep.report;

import io.facesweep.report.PaperTable.Cell;
import io.facesweep.report.PaperTable.Column;
import io.facesweep.report.PaperTable.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as LaTeX with the rules of booktabs, the best of its kind in bold, intervals in brackets.
 * Long ones break across pages.
 */
final class LatexTable {
  /** More rows do not fit on a page. */
  private static final int MAX_ROWS = 40;

  private LatexTable() {}

  static String write(PaperTable table) {
    boolean isLong = table.rows().size() > MAX_ROWS;
    List<Column> shown = table.shown().stream().map(table.columns()::get).toList();
    String columns =
        shown.stream()
            .map(column -> column.kind() == Kind.TEXT ? "l" : "r")
            .collect(Collectors.joining());
    List<String> lines = new ArrayList<>();
    lines.add("%% \\usepackage{booktabs%s}".formatted(isLong ? ",longtable" : ""));
    lines.add("% Compile with LuaLaTeX or XeLaTeX where a text is not in Latin letters.");
    String caption = "\\caption{%s}".formatted(LatexText.escaped(table.caption()));
    String label = "\\label{tab:%s}".formatted(table.file());
    if (isLong) {
      lines.add("\\begin{longtable}{%s}".formatted(columns));
      lines.add(caption + label + " \\\\");
    } else {
      lines.add("\\begin{table}");
      lines.add("\\centering");
      lines.add(caption);
      lines.add(label);
      lines.add("\\begin{tabular}{%s}".formatted(columns));
    }
    lines.add("\\toprule");
    lines.add(row(shown.stream().map(c -> LatexText.escaped(c.title())).toList()));
    lines.add("\\midrule");
    if (isLong) {
      lines.add("\\endhead");
    }
    for (List<Cell> row : table.rows()) {
      lines.add(
          row(table.shown().stream().map(i -> cell(table.columns().get(i), row.get(i))).toList()));
    }
    lines.add("\\bottomrule");
    if (isLong) {
      lines.add("\\end{longtable}");
    } else {
      lines.add("\\end{tabular}");
      lines.add("\\end{table}");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String row(List<String> cells) {
    return String.join(" & ", cells) + " \\\\";
  }

  private static String cell(Column column, Cell cell) {
    if (column.kind() == Kind.TEXT) {
      String text = LatexText.escaped(cell.text());
      return cell.isBest() ? "\\textbf{" + text + "}" : text;
    }
    String number =
        column.kind() == Kind.COUNT && Double.isFinite(cell.value())
            ? "$%d$".formatted((long) cell.value())
            : LatexText.number(cell.value());
    if (cell.isBest()) {
      number = "$\\mathbf{%s}$".formatted(number.replace("$", ""));
    }
    return cell.interval().exists()
        ? "%s {[}%s, %s{]}"
            .formatted(
                number,
                LatexText.number(cell.interval().low()),
                LatexText.number(cell.interval().high()))
        : number;
  }
}
