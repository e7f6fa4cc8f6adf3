package io.facesweep.train;

import io.facesweep.UserException;
import io.facesweep.assets.ContactSheet;
import io.facesweep.assets.Picture;
import io.facesweep.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Writes pictures of samples. */
public final class Sheets {
  private static final int SHOWN = 128;

  private Sheets() {}

  /**
   * Writes images in rows, enlarged without smoothing.
   *
   * @param images [N, 3, H, W] in [0, 1]
   * @param labels one an image, or none
   */
  public static void write(Path file, Tensor images, int columns, List<String> labels) {
    int enlarged = Math.toIntExact(Math.max(1, SHOWN / images.shape(3)));
    List<Picture> pictures =
        Picture.ofBatch(
            images.repeatInterleave(enlarged, 2).repeatInterleave(enlarged, 3).contiguous());
    List<List<ContactSheet.Cell>> rows = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      if (i % columns == 0) {
        rows.add(new ArrayList<>());
      }
      String label = labels.isEmpty() ? "" : labels.get(i);
      rows.get(rows.size() - 1).add(new ContactSheet.Cell(pictures.get(i), label));
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.write(temporary, ContactSheet.labelled(rows).png());
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserException("Cannot write %s: %s".formatted(file, e), e);
    }
  }
}
