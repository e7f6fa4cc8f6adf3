package io.facesweep.report;

import io.facesweep.report.PaperTable.Cell;
import io.facesweep.report.PaperTable.Column;
import io.facesweep.report.PaperTable.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table as LaTeX with the rules of booktabs, the best of its kind in bold, intervals in brackets.
 * It is made narrow: rows of a group have one line before them, what all rows have in common is
 * said in the caption, and what is still too wide for the page is scaled to it. Long ones break
 * across pages, and are not scaled.
 */
final class LatexTable {
  /** More rows do not fit on a page. */
  private static final int MAX_ROWS = 40;

  /** Texts of more characters are broken where a table cannot be scaled. */
  private static final int MAX_TEXT = 24;

  private static final String SCALE =
      "\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%";

  private final PaperTable table;
  private final List<Integer> shown;
  private final List<String> lines = new ArrayList<>();

  private LatexTable(PaperTable table) {
    this.table = table;
    this.shown =
        table.shown().stream()
            .filter(i -> i >= table.groups().columns() && !isSame(table, i))
            .toList();
  }

  static String write(PaperTable table) {
    LatexTable latex = new LatexTable(table);
    latex.write();
    return String.join("\n", latex.lines) + "\n";
  }

  private void write() {
    boolean isLong = table.rows().size() > MAX_ROWS;
    String columns = shown.stream().map(i -> alignment(i, isLong)).collect(Collectors.joining());
    String caption = "\\caption{%s}".formatted(caption());
    String label = "\\label{tab:%s}".formatted(table.file());
    lines.add("%% \\usepackage{booktabs,%s}".formatted(isLong ? "longtable" : "graphicx"));
    lines.add("% Compile with LuaLaTeX or XeLaTeX where a text is not in Latin letters.");
    if (isLong) {
      lines.add("\\begingroup\\scriptsize\\setlength{\\tabcolsep}{2pt}");
      lines.add("\\begin{longtable}{%s}".formatted(columns));
      lines.add(caption + label + " \\\\");
    } else {
      lines.add("\\begin{table}");
      lines.add("\\centering\\footnotesize\\setlength{\\tabcolsep}{3pt}");
      lines.add(caption);
      lines.add(label);
      lines.add(SCALE);
      lines.add("\\begin{tabular}{%s}".formatted(columns));
    }
    lines.add("\\toprule");
    lines.add(row(shown.stream().map(i -> LatexText.escaped(table.columns().get(i).title()))));
    lines.add("\\midrule");
    if (isLong) {
      lines.add("\\endhead");
    }
    rows();
    lines.add("\\bottomrule");
    lines.add(isLong ? "\\end{longtable}\n\\endgroup" : "\\end{tabular}}\n\\end{table}");
  }

  private String alignment(int column, boolean isLong) {
    if (table.columns().get(column).kind() != Kind.TEXT) {
      return "r";
    }
    boolean isWide =
        table.rows().stream().anyMatch(row -> row.get(column).text().length() > MAX_TEXT);
    return isLong && isWide ? "p{10em}" : "l";
  }

  /** Whether a column has the same in all rows, so that the caption can say it once. */
  private static boolean isSame(PaperTable table, int column) {
    return column > table.groups().columns()
        && table.rows().size() > 1
        && table.columns().get(column).kind() != Kind.ESTIMATE
        && table.rows().stream().map(row -> row.get(column)).distinct().count() == 1;
  }

  private String caption() {
    String same =
        table.shown().stream()
            .filter(i -> isSame(table, i))
            .map(i -> table.columns().get(i))
            .map(
                column ->
                    "%s %s"
                        .formatted(
                            LatexText.escaped(column.title()),
                            cell(column, table.rows().get(0).get(table.columns().indexOf(column)))))
            .collect(Collectors.joining(", "));
    return LatexText.escaped(table.caption())
        + (same.isEmpty() ? "" : ". In all rows: %s".formatted(same));
  }

  private void rows() {
    int grouped = table.groups().columns();
    List<Cell> before = List.of();
    for (List<Cell> row : table.rows()) {
      List<Cell> group = row.subList(0, grouped);
      if (grouped > 0 && !group.equals(before)) {
        Object[] texts = group.stream().map(cell -> LatexText.escaped(cell.text())).toArray();
        String line = table.groups().phrase().formatted(texts);
        lines.add(
            "%s\\multicolumn{%d}{l}{\\textit{%s}} \\\\"
                .formatted(before.isEmpty() ? "" : "\\addlinespace\n", shown.size(), line));
        before = group;
      }
      lines.add(
          (grouped > 0 ? "\\quad " : "")
              + row(shown.stream().map(i -> cell(table.columns().get(i), row.get(i)))));
    }
  }

  private static String row(Stream<String> cells) {
    return cells.collect(Collectors.joining(" & ")) + " \\\\";
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
