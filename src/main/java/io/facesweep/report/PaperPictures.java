package io.facesweep.report;

import io.facesweep.UserException;
import io.facesweep.analysis.Factor;
import io.facesweep.assets.AssetNames;
import io.facesweep.assets.ViewShade;
import io.facesweep.store.StageFile;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The matrix of the first prompts at all levels of a factor as one picture at print size, from the
 * first view. That of the last report stays where its pictures are the same.
 */
final class PaperPictures {
  private final Function<StageFile, byte[]> reader;
  private final ReportTarget target;
  private final Contents contents;
  private final Factor factor;
  private final List<List<String>> columns = new ArrayList<>();
  private boolean isWhole = true;

  /**
   * @param reader of stages' files; throws a {@link UserException} where one cannot be read
   * @param number of the factor
   */
  PaperPictures(
      Function<StageFile, byte[]> reader, ReportTarget target, Contents contents, int number) {
    this.reader = reader;
    this.target = target;
    this.contents = contents;
    this.factor = contents.data().factors().get(number);
    List<String> shown = contents.shownLevels(number);
    factor.levels().forEach(level -> columns.add(Contents.with(shown, number, level)));
  }

  /** Writes the picture and returns its file; null where the sweep has no pictures. */
  @Nullable String write() {
    if (contents.views().azimuths().isEmpty()) {
      return null;
    }
    String name = PaperFiles.FOLDER + "pictures-" + PlainText.fileName(factor.name()) + ".png";
    List<String> heads =
        factor.levels().stream().map(level -> factor.name() + " = " + level).toList();
    List<String> prompts = contents.data().prompts();
    List<String> shown = prompts.subList(0, Math.min(PictureMatrix.PROMPTS, prompts.size()));
    Recipe recipe = Recipe.of(PictureSheet.HOW);
    heads.forEach(recipe::word);
    for (String prompt : shown) {
      recipe.word(prompt);
      cells(prompt).forEach(recipe::files);
    }
    String hash = recipe.hash();
    if (target.unchanged(name, hash) == null) {
      byte[] sheet = PictureSheet.of(heads, shown.stream().map(this::row).toList());
      if (isWhole) {
        target.write(name, sheet, hash);
      } else {
        target.write(name, sheet); // the next report is to look again
      }
    }
    return name;
  }

  private PictureSheet.Row row(String prompt) {
    return new PictureSheet.Row(
        prompt,
        cells(prompt).stream().map(files -> new PictureSheet.Cell(pictures(files))).toList());
  }

  /** The pictures of a prompt, textured and grey, at each level. */
  private List<List<@Nullable StageFile>> cells(String prompt) {
    long seed = contents.data().seeds().get(0);
    return columns.stream().map(levels -> files(contents.trial(prompt, seed, levels))).toList();
  }

  private List<@Nullable StageFile> files(@Nullable ReportTrial trial) {
    List<@Nullable StageFile> files = new ArrayList<>();
    SweepData data = contents.data();
    int azimuth = contents.views().azimuths().get(0);
    String grey = AssetNames.view(ViewShade.GREY, azimuth);
    String geometry = trial == null ? null : trial.geometryStage();
    String texture = trial == null ? null : trial.textureStage();
    StageFile shape = data.file(geometry, grey);
    files.add(data.file(texture, AssetNames.view(ViewShade.TEXTURED, azimuth)));
    files.add(shape == null ? data.file(texture, grey) : shape);
    return files;
  }

  private List<@Nullable BufferedImage> pictures(List<@Nullable StageFile> files) {
    List<@Nullable BufferedImage> pictures = new ArrayList<>();
    files.forEach(file -> pictures.add(picture(file)));
    return pictures;
  }

  private @Nullable BufferedImage picture(@Nullable StageFile file) {
    if (file == null) {
      return null;
    }
    BufferedImage picture = null;
    try {
      picture = PictureStrip.decode(reader.apply(file));
    } catch (UserException e) {
      isWhole = false; // the stage's export has said why
    }
    isWhole &= picture != null;
    return picture;
  }
}
