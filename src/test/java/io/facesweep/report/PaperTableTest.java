package io.facesweep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.report.PaperTable.Builder;
import io.facesweep.report.PaperTable.Cell;
import io.facesweep.tables.Interval;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaperTableTest {
  private static final String HOSTILE =
      "=HYPERLINK(\"http://x\"), 50% of\n\\input{/etc/passwd} | <b>_a_";

  private static PaperTable table(String text) {
    return new Builder("sample", "50 % of_all")
        .texts("prompt")
        .counts("seed")
        .estimates("difference")
        .detailTexts("note")
        .row(
            Cell.text(text),
            Cell.number(-3),
            Cell.estimate(-0.0000123, new Interval(-0.0002, 0.0001, Interval.Method.T)).best(true),
            Cell.text("only here"))
        .row(Cell.text("plain"), Cell.number(Double.NaN), Cell.number(2), Cell.text(""))
        .build();
  }

  @Test
  void csvIsReadByADatabaseAsItWasWritten(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("t.csv"), CsvTable.write(table(HOSTILE)));
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT * FROM read_csv('%s', header = true)".formatted(file))) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("prompt")).isEqualTo("'" + HOSTILE);
      assertThat(rows.getDouble("seed")).isEqualTo(-3);
      assertThat(rows.getDouble("difference")).isEqualTo(-0.0000123);
      assertThat(rows.getDouble("difference_low")).isEqualTo(-0.0002);
      assertThat(rows.getDouble("difference_high")).isEqualTo(0.0001);
      assertThat(rows.getString("note")).isEqualTo("only here");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getObject("seed")).isNull();
      assertThat(rows.next()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "|cmd", "\r=1"})
  void noTextIsAFormula(String text) {
    String field = CsvTable.write(table(text)).lines().skip(1).findFirst().orElseThrow();
    assertThat(field).matches("\"?'.*");
  }

  @Test
  void latexHasTheRulesOfBooktabsAndTheBestInBold() {
    assertThat(LatexTable.write(table("a man")))
        .contains("\\toprule\nprompt & seed & difference \\\\\n\\midrule\n")
        .contains("\\caption{50 \\% of\\_all}\n\\label{tab:sample}")
        .contains(
            "a man & $-3$ & $\\mathbf{-1.23\\times10^{-5}}$ {[}$-2.00\\times10^{-4}$,"
                + " $1.00\\times10^{-4}${]} \\\\")
        .contains("plain & -- & $2.00$ \\\\\n\\bottomrule")
        .doesNotContain("only here");
  }

  @Test
  void noTextIsACommandOfLatex() {
    String latex = LatexTable.write(table(HOSTILE));
    assertThat(latex)
        .contains(
            "=HYPERLINK({''}http://x{''}), 50\\% of \\textbackslash{}input\\{/etc/passwd\\}"
                + " \\textbar{} \\textless{}b\\textgreater{}\\_a\\_ & ")
        .doesNotContain("\\input");
    assertThat(LatexTable.write(table("[1ex] * $x$ ^ ~ # & %")))
        .contains("{[}1ex{]} {*} \\$x\\$ \\textasciicircum{} \\textasciitilde{} \\# \\& \\% & ");
  }

  @Test
  void latexSaysOnceWhatRowsHaveInCommon() {
    PaperTable table =
        new Builder("t", "T")
            .groups("%s: %s to %s", "factor", "from", "to")
            .texts("measure")
            .numbers("mean")
            .counts("units")
            .row(text("f"), text("a"), text("b"), text("x"), Cell.number(1), Cell.number(8))
            .row(text("f"), text("a"), text("b"), text("y"), Cell.number(2), Cell.number(8))
            .row(text("g"), text("0"), text("1"), text("x"), Cell.number(3), Cell.number(8))
            .build();
    assertThat(LatexTable.write(table))
        .contains(
            "\\caption{T. In all rows: units $8$}",
            "\\begin{tabular}{lr}\n\\toprule\nmeasure & mean \\\\\n\\midrule\n"
                + "\\multicolumn{2}{l}{\\textit{f: a to b}} \\\\\n\\quad x & $1.00$ \\\\\n"
                + "\\quad y & $2.00$ \\\\\n\\addlinespace\n"
                + "\\multicolumn{2}{l}{\\textit{g: 0 to 1}} \\\\\n\\quad x & $3.00$ \\\\\n"
                + "\\bottomrule\n");
    assertThat(MarkdownTable.write(table)).contains("| f | a | b | x | 1.00 | 8 |");
  }

  private static Cell text(String text) {
    return Cell.text(text);
  }

  @Test
  void longTablesBreakAcrossPages() {
    Builder table = new Builder("long", "Long").texts("a");
    for (int i = 0; i < 50; i++) {
      table.row(Cell.text(i));
    }
    assertThat(LatexTable.write(table.build()))
        .contains("\\begin{longtable}{l}", "\\endhead", "\\end{longtable}")
        .doesNotContain("tabular");
  }

  @Test
  void markdownHasOneLineARowAndNoMarkupOfATexts() {
    List<String> lines = MarkdownTable.write(table(HOSTILE)).lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(2)).isEqualTo("| prompt | seed | difference |");
    assertThat(lines.get(3)).isEqualTo("| --- | ---: | ---: |");
    assertThat(lines.get(4))
        .contains("\\\\input{/etc/passwd} \\| \\<b\\>\\_a\\_ |")
        .contains("| **−1.23e-5 (−2.00e-4 to 1.00e-4)** |");
  }

  @Test
  void whatTurnsTextAroundIsLeftOut() {
    assertThat(PlainText.oneLine("a\u202eb\u2066c\u0007\u2028d\ufeff")).isEqualTo("abc d");
    assertThat(LatexText.escaped("زن جوان")).isEqualTo("زن جوان");
  }

  @Test
  void columnsOfTheSameNameAreToldApart() {
    PaperTable table =
        new Builder("t", "T").numbers("a-b", "a_b").estimates("a").numbers("a low").build();
    assertThat(CsvTable.write(table)).isEqualTo("a_b,a_b_2,a,a_low,a_high,a_low_2\n");
  }

  @Test
  void rejectsARowOfAnotherLength() {
    assertThatThrownBy(() -> new Builder("t", "T").texts("a").row().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid row of table t: 0 cells (expected 1)");
  }

  @Test
  void namesOfFilesAreOfLettersDigitsAndHyphens() {
    assertThat(PlainText.fileName("../texture.Depth-control")).isEqualTo("texture-depth-control");
    assertThat(PlainText.fileName("زن")).isEqualTo("unnamed");
  }
}
