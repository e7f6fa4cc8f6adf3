package io.facesweep.report;

import io.facesweep.UserException;
import io.facesweep.store.StageFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a report has for a paper, in its folder {@code paper/}: tables, pictures, how it was done,
 * and what it is founded on.
 *
 * @param tables of which there is a file each as CSV, Markdown and LaTeX
 * @param pictures files of pictures, relative to the report
 * @param methods paragraphs
 */
record PaperFiles(List<PaperTable> tables, List<String> pictures, List<String> methods) {
  /** Their folder. */
  static final String FOLDER = "paper/";

  static final String METHODS = FOLDER + "methods";
  static final String REFERENCES = FOLDER + "references.bib";

  /** Writes all but the pictures, which take the longest. */
  static PaperFiles writeTexts(ReportTarget target, Contents contents) {
    SweepData data = contents.data();
    List<PaperTable> tables = PaperTables.of(data);
    for (PaperTable table : tables) {
      String name = FOLDER + table.file();
      target.write(name + ".csv", utf8(CsvTable.write(table)));
      target.write(name + ".md", utf8(MarkdownTable.write(table)));
      target.write(name + ".tex", utf8(LatexTable.write(table)));
    }
    List<String> methods = Methods.of(data);
    target.write(METHODS + ".txt", utf8(String.join("\n\n", methods) + "\n"));
    target.write(METHODS + ".tex", utf8(Methods.latex(methods)));
    target.write(REFERENCES, utf8(References.of(data)));
    return new PaperFiles(tables, List.of(), methods);
  }

  /**
   * Writes them.
   *
   * @param reader of stages' files; throws a {@link UserException} where one cannot be read
   */
  static PaperFiles write(
      Function<StageFile, byte[]> reader, ReportTarget target, Contents contents) {
    PaperFiles texts = writeTexts(target, contents);
    List<@Nullable String> pictures =
        Workers.each(
            contents.data().comparable(),
            factor -> new PaperPictures(reader, target, contents, factor).write());
    return new PaperFiles(
        texts.tables(), pictures.stream().filter(Objects::nonNull).toList(), texts.methods());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
