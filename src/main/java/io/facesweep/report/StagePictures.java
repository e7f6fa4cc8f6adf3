package io.facesweep.report;

import io.facesweep.UserException;
import io.facesweep.assets.AssetNames;
import io.facesweep.assets.ViewShade;
import io.facesweep.store.StageFile;
import io.facesweep.store.StageStore;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the strips of a stage's views, and leaves those as they are that the last report made of
 * the same pictures. Safe for many threads.
 *
 * @param store that has the pictures
 * @param target that gets the strips
 * @param data of the sweep
 * @param views of a strip
 */
record StagePictures(StageStore store, ReportTarget target, SweepData data, ViewNames views) {
  private static final int SHEET_GAP = 2;

  /**
   * Writes the strip of a stage's views, of which those that are missing stay plain.
   *
   * @param to folder of the stage in the report
   * @param missing gets a line for each picture that could not be had
   * @return its file; null without any picture
   */
  @Nullable String strip(String stage, ViewShade shade, String to, List<String> missing) {
    List<@Nullable StageFile> files = new ArrayList<>();
    for (int azimuth : views.azimuths()) {
      files.add(data.file(stage, AssetNames.view(shade, azimuth)));
    }
    return make(
        to + shade.text() + ".jpg",
        "views",
        files,
        missing,
        () -> {
          List<@Nullable BufferedImage> pictures = new ArrayList<>();
          files.forEach(file -> pictures.add(picture(file, missing)));
          return pictures;
        });
  }

  /**
   * Writes the grey strip of a stage that makes shape and texture in one: it has its grey views in
   * its contact sheet only.
   *
   * @param to folder of the stage in the report
   * @param missing gets a line if the sheet could not be had
   * @return its file; null without such a sheet
   */
  @Nullable String greyOfSheet(String stage, String to, List<String> missing) {
    StageFile file = data.file(stage, AssetNames.CONTACT_SHEET);
    List<@Nullable StageFile> files = new ArrayList<>();
    files.add(file);
    String how = "%d views of a sheet".formatted(views.azimuths().size());
    return make(to + "grey.jpg", how, files, missing, () -> upperRow(picture(file, missing)));
  }

  private List<@Nullable BufferedImage> upperRow(@Nullable BufferedImage sheet) {
    List<@Nullable BufferedImage> pictures = new ArrayList<>();
    int count = views.azimuths().size();
    int side = sheet == null ? 0 : (sheet.getHeight() - SHEET_GAP) / 2;
    if (sheet == null
        || count == 0
        || side < 1
        || (side + SHEET_GAP) * count - SHEET_GAP != sheet.getWidth()) {
      return pictures;
    }
    for (int i = 0; i < count; i++) {
      pictures.add(sheet.getSubimage(i * (side + SHEET_GAP), 0, side, side));
    }
    return pictures;
  }

  private @Nullable String make(
      String file,
      String how,
      List<@Nullable StageFile> sources,
      List<String> missing,
      Supplier<List<@Nullable BufferedImage>> pictures) {
    List<StageFile> there = sources.stream().filter(Objects::nonNull).toList();
    if (there.isEmpty()) {
      return null;
    }
    String recipe = Recipe.of(PictureStrip.HOW).word(how).files(sources).hash();
    if (there.stream().allMatch(store::isInPlace) && target.unchanged(file, recipe) != null) {
      return file;
    }
    int before = missing.size();
    List<@Nullable BufferedImage> decoded = pictures.get();
    if (decoded.stream().allMatch(Objects::isNull)) {
      return null;
    }
    byte[] strip = PictureStrip.of(decoded);
    if (missing.size() == before) {
      target.write(file, strip, recipe);
    } else {
      target.write(file, strip); // the next report is to look again
    }
    return file;
  }

  private @Nullable BufferedImage picture(@Nullable StageFile file, List<String> missing) {
    if (file == null) {
      return null;
    }
    byte[] content;
    try {
      content = store.read(file);
    } catch (UserException e) {
      missing.add(String.valueOf(e.getMessage()));
      return null;
    }
    BufferedImage picture = PictureStrip.decode(content);
    if (picture == null) {
      missing.add(file.path() + " is not a picture");
    }
    return picture;
  }
}
