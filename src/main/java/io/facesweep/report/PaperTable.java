package io.facesweep.report;

import io.facesweep.tables.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A table of the report as others take it over: as CSV with all digits, as Markdown and LaTeX with
 * as many as a reader wants.
 *
 * @param file its name, without an extension
 * @param caption what it is
 * @param columns from left to right
 * @param rows a cell a column; those of one group follow each other
 * @param groups what the rows are grouped by where a page is narrow
 */
record PaperTable(
    String file, String caption, List<Column> columns, List<List<Cell>> rows, Groups groups) {
  /**
   * The first columns, of which some rows that follow each other have the same: LaTeX has a line
   * before those rows instead.
   *
   * @param columns how many; 0 for none
   * @param phrase of that line, with {@code %s} for each of the columns
   */
  record Groups(int columns, String phrase) {
    static final Groups NONE = new Groups(0, "");
  }

  /**
   * A column.
   *
   * @param key its name in CSV, in snake_case
   * @param title its head for readers
   * @param kind what its cells are
   * @param isDetail whether CSV alone has it
   */
  record Column(String key, String title, Kind kind, boolean isDetail) {}

  /** What the cells of a column are. */
  enum Kind {
    TEXT,
    NUMBER,
    /** A whole number. */
    COUNT,
    /** A number with an interval, which are three columns of CSV. */
    ESTIMATE
  }

  /**
   * What stands in one place.
   *
   * @param text of a column of texts; else empty
   * @param value of a column of numbers; NaN where there is none
   * @param interval of an estimate; none where there is none
   * @param isBest whether it is the best of its kind, told from chance
   */
  record Cell(String text, double value, Interval interval, boolean isBest) {
    static Cell text(Object text) {
      return new Cell(String.valueOf(text), Double.NaN, Interval.NONE, false);
    }

    static Cell number(double value) {
      return estimate(value, Interval.NONE);
    }

    static Cell estimate(double value, Interval interval) {
      return new Cell("", value, interval, false);
    }

    /** Returns the cell as the best of its kind, or not. */
    Cell best(boolean is) {
      return new Cell(text, value, interval, is);
    }
  }

  /**
   * @throws IllegalArgumentException if a row has not as many cells as there are columns
   */
  PaperTable {
    for (List<Cell> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "Invalid row of table %s: %d cells (expected %d)"
                .formatted(file, row.size(), columns.size()));
      }
    }
  }

  /** Collects the rows of a table. */
  static final class Builder {
    private final String file;
    private final String caption;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();
    private Groups groups = Groups.NONE;

    Builder(String file, String caption) {
      this.file = file;
      this.caption = caption;
    }

    /**
     * The first columns, by which the rows are grouped.
     *
     * @param phrase what they say together, with {@code %s} for each
     */
    Builder groups(String phrase, String... titles) {
      groups = new Groups(titles.length, phrase);
      return columns(Kind.TEXT, false, titles);
    }

    Builder texts(String... titles) {
      return columns(Kind.TEXT, false, titles);
    }

    Builder numbers(String... titles) {
      return columns(Kind.NUMBER, false, titles);
    }

    Builder estimates(String... titles) {
      return columns(Kind.ESTIMATE, false, titles);
    }

    Builder counts(String... titles) {
      return columns(Kind.COUNT, false, titles);
    }

    /** Texts that CSV alone has. */
    Builder detailTexts(String... titles) {
      return columns(Kind.TEXT, true, titles);
    }

    /** Numbers that CSV alone has. */
    Builder detailNumbers(String... titles) {
      return columns(Kind.NUMBER, true, titles);
    }

    /** Whole numbers that CSV alone has. */
    Builder detailCounts(String... titles) {
      return columns(Kind.COUNT, true, titles);
    }

    private Builder columns(Kind kind, boolean isDetail, String... titles) {
      for (String title : titles) {
        columns.add(new Column(key(title), title, kind, isDetail));
      }
      return this;
    }

    Builder row(Cell... cells) {
      return row(Arrays.asList(cells));
    }

    Builder row(List<Cell> cells) {
      rows.add(List.copyOf(cells));
      return this;
    }

    PaperTable build() {
      return new PaperTable(file, caption, List.copyOf(columns), List.copyOf(rows), groups);
    }

    /** Returns a name that no other column has. */
    private String key(String title) {
      String plain = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
      String key = plain;
      for (int i = 2; isTaken(key); i++) {
        key = plain + "_" + i;
      }
      return key;
    }

    private boolean isTaken(String key) {
      return columns.stream()
          .anyMatch(
              column ->
                  key.equals(column.key())
                      || column.kind() == Kind.ESTIMATE
                          && List.of(column.key() + "_low", column.key() + "_high").contains(key));
    }
  }

  /** Returns the numbers of the columns that readers see. */
  List<Integer> shown() {
    return IntStream.range(0, columns.size())
        .filter(i -> !columns.get(i).isDetail())
        .boxed()
        .toList();
  }
}
