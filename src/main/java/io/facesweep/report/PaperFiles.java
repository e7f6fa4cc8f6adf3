package io.facesweep.report;

import io.facesweep.UserException;
import io.facesweep.analysis.Factor;
import io.facesweep.assets.AssetNames;
import io.facesweep.assets.ViewShade;
import io.facesweep.store.StageFile;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    SweepData data = contents.data();
    List<String> pictures = new ArrayList<>();
    for (int factor : data.comparable()) {
      String name =
          FOLDER + "pictures-" + PlainText.fileName(data.factors().get(factor).name()) + ".png";
      byte[] sheet = sheet(reader, contents, factor);
      if (sheet != null) {
        target.write(name, sheet);
        pictures.add(name);
      }
    }
    return new PaperFiles(texts.tables(), pictures, texts.methods());
  }

  /** The matrix of the first prompts at all levels, from the first view; null without pictures. */
  private static byte @Nullable [] sheet(
      Function<StageFile, byte[]> reader, Contents contents, int number) {
    SweepData data = contents.data();
    if (contents.views().azimuths().isEmpty()) {
      return null;
    }
    Factor factor = data.factors().get(number);
    List<String> shown = contents.shownLevels(number);
    List<PictureSheet.Row> rows = new ArrayList<>();
    int count = Math.min(PictureMatrix.PROMPTS, data.prompts().size());
    for (String prompt : data.prompts().subList(0, count)) {
      List<PictureSheet.Cell> cells = new ArrayList<>();
      for (String level : factor.levels()) {
        ReportTrial trial =
            contents.trial(prompt, data.seeds().get(0), Contents.with(shown, number, level));
        cells.add(new PictureSheet.Cell(pictures(reader, contents, trial)));
      }
      rows.add(new PictureSheet.Row(prompt, cells));
    }
    List<String> heads =
        factor.levels().stream().map(level -> factor.name() + " = " + level).toList();
    return PictureSheet.of(heads, rows);
  }

  private static List<@Nullable BufferedImage> pictures(
      Function<StageFile, byte[]> reader, Contents contents, @Nullable ReportTrial trial) {
    SweepData data = contents.data();
    int azimuth = contents.views().azimuths().get(0);
    if (trial == null) {
      return Arrays.asList(null, null);
    }
    String grey = AssetNames.view(ViewShade.GREY, azimuth);
    StageFile shape = data.file(trial.geometryStage(), grey);
    return Arrays.asList(
        picture(
            reader, data.file(trial.textureStage(), AssetNames.view(ViewShade.TEXTURED, azimuth))),
        picture(reader, shape == null ? data.file(trial.textureStage(), grey) : shape));
  }

  private static @Nullable BufferedImage picture(
      Function<StageFile, byte[]> reader, @Nullable StageFile file) {
    try {
      return file == null ? null : PictureStrip.decode(reader.apply(file));
    } catch (UserException e) {
      return null; // the stage's export has said so
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
