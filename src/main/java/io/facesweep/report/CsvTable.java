package io.facesweep.report;

import io.facesweep.report.PaperTable.Cell;
import io.facesweep.report.PaperTable.Column;
import io.facesweep.report.PaperTable.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as CSV (RFC 4180, in UTF-8, with LF), numbers with all their digits. A text that a
 * spreadsheet would take for a formula has an apostrophe before it.
 */
final class CsvTable {
  private CsvTable() {}

  static String write(PaperTable table) {
    StringBuilder out = new StringBuilder();
    List<String> head = new ArrayList<>();
    for (Column column : table.columns()) {
      head.add(text(column.key()));
      if (column.kind() == Kind.ESTIMATE) {
        head.add(text(column.key() + "_low"));
        head.add(text(column.key() + "_high"));
      }
    }
    out.append(String.join(",", head)).append('\n');
    for (List<Cell> row : table.rows()) {
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        Cell cell = row.get(i);
        Kind kind = table.columns().get(i).kind();
        fields.add(kind == Kind.TEXT ? text(cell.text()) : number(cell.value()));
        if (kind == Kind.ESTIMATE) {
          fields.add(number(cell.interval().low()));
          fields.add(number(cell.interval().high()));
        }
      }
      out.append(String.join(",", fields)).append('\n');
    }
    return out.toString();
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15 ? "" + (long) value : "" + value;
  }

  /** Spaces before it do not make a formula harmless. */
  private static String text(String text) {
    String start = text.strip();
    boolean isFormula =
        !start.isEmpty() && "=+-@|%".indexOf(start.charAt(0)) >= 0
            || !text.isEmpty() && "\t\r\n".indexOf(text.charAt(0)) >= 0;
    String safe = (isFormula ? "'" + text : text).replace("\0", "\uFFFD");
    boolean needsQuotes =
        safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return needsQuotes ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
