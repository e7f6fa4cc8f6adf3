package io.facesweep.inspect;

import static io.facesweep.inspect.Inspection.line;

import io.facesweep.PictureFile;
import io.facesweep.UserException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Pictures: textures, and edges that a texture prior follows. */
final class PictureInspection {
  private static final List<String> ENDS = List.of(".png", ".jpg", ".jpeg");

  /** What is darker or lighter than this, of 255, is black or white. */
  private static final int NEARLY = 32;

  private PictureInspection() {}

  static Optional<Inspection> of(Path file) {
    if (!isNamedSo(file)) {
      return Optional.empty();
    }
    BufferedImage picture;
    try {
      picture = PictureFile.read(file);
    } catch (IOException e) {
      throw new UserException("Cannot inspect %s: %s".formatted(file, e.getMessage()), e);
    }
    boolean isSquare = picture.getWidth() == picture.getHeight();
    boolean isDrawing = isBlackAndWhite(picture);
    String key = isDrawing ? "trial.texture.prior-edges" : "trial.texture.init-texture";
    return Optional.of(
        new Inspection(
            isDrawing ? "it is a picture in black and white" : "it is a picture",
            List.of(line("pixels", picture.getWidth() + " x " + picture.getHeight())),
            isSquare ? List.of() : List.of("a square: a texture has as many rows as columns"),
            isSquare
                ? List.of(
                    Inspection.setting(
                        key,
                        file.toString(),
                        isDrawing
                            ? "edges in the layout of the face, for texture.prior = canny-controlnet"
                            : "a texture in the layout of the face, where textures start"))
                : List.of()));
  }

  static Optional<Inspection> ofFolder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      long count = files.filter(Files::isRegularFile).filter(PictureInspection::isNamedSo).count();
      return count == 0
          ? Optional.empty()
          : Optional.of(
              new Inspection(
                  "it is a folder of pictures",
                  List.of(line("pictures", count + "")),
                  List.of(),
                  List.of(
                      "facesweep train texture-unet --textures %s  # if they are textures of one layout"
                          .formatted(folder),
                      "facesweep train texture-prior --textures %s".formatted(folder))));
    } catch (IOException e) {
      throw new UserException("Cannot inspect %s: %s".formatted(folder, e), e);
    }
  }

  private static boolean isNamedSo(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return ENDS.stream().anyMatch(name::endsWith);
  }

  private static boolean isBlackAndWhite(BufferedImage picture) {
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int pixel = picture.getRGB(x, y);
        int red = pixel >> 16 & 255;
        int green = pixel >> 8 & 255;
        int blue = pixel & 255;
        boolean isBlack = Math.max(red, Math.max(green, blue)) < NEARLY;
        boolean isWhite = Math.min(red, Math.min(green, blue)) > 255 - NEARLY;
        if (!isBlack && !isWhite) {
          return false;
        }
      }
    }
    return true;
  }
}
