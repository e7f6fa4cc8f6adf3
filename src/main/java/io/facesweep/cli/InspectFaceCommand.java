package io.facesweep.cli;

import io.facesweep.assets.Asset;
import io.facesweep.assets.AssetFolder;
import io.facesweep.assets.ContactSheet;
import io.facesweep.assets.FixedViews;
import io.facesweep.assets.Picture;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.render.UAxis;
import io.facesweep.tensor.Device;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facesweep inspect face}. */
@Command(
    name = "face",
    mixinStandardHelpOptions = true,
    description = "Says what a face model holds, and draws its mean and its components.")
final class InspectFaceCommand implements Callable<Integer> {
  private static final int COLUMNS = 8;
  private static final double THREE_QUARTERS = 30;
  private static final float DEVIATIONS = 2;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FACE",
      description = "as models.face: builtin:head, an ICT-FaceKit directory, a file")
  private String face;

  @Option(
      names = "--out",
      paramLabel = "PNG",
      description =
          "draws the mean from 8 sides and each component at -2 and +2 standard deviations")
  private @Nullable Path out;

  @Option(
      names = "--components",
      paramLabel = "N",
      defaultValue = "50",
      description = "how many components to list and draw; default 50")
  private int most;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "160",
      description = "height of each picture; default 160")
  private int size;

  @Override
  public Integer call() {
    FaceModel model = FaceModels.open(face);
    PrintWriter console = spec.commandLine().getOut();
    console.println(text(model));
    if (out != null) {
      Path file = out.toAbsolutePath();
      Path folder = file.getParent() == null ? file : file.getParent();
      AssetFolder.write(
          folder, List.of(Asset.png(String.valueOf(file.getFileName()), sheet(model))));
      console.println("Wrote " + out);
    }
    console.flush();
    return FaceSweep.OK;
  }

  private String text(FaceModel model) {
    List<String> names = model.identityNames();
    int shown = Math.min(most, names.size());
    return String.join(
        "\n",
        "name         " + model.name(),
        "source       " + model.source(),
        "mesh         %d vertices, %d faces, %s"
            .formatted(
                model.vertexCount(),
                model.mean().faceCount(),
                model.mean().isTextured() ? "textured" : "without texture coordinates"),
        "unit         %s of the source's units".formatted(model.unitScale()),
        "symmetry     " + (model.mirror().length == 0 ? "not known" : "every vertex has its twin"),
        "regions      "
            + (model.regions().isEmpty() ? "none" : String.join(", ", model.regions().keySet())),
        "expressions  " + model.expressionNames().size(),
        "fingerprint  " + model.fingerprint(),
        "identity     %d components%s"
            .formatted(names.size(), shown < names.size() ? ", of them" : ""),
        "  " + String.join("\n  ", names.subList(0, shown)));
  }

  private Picture sheet(FaceModel model) {
    FixedViews around = FixedViews.around(COLUMNS, size, UAxis.CLAMP, Device.CPU);
    List<ContactSheet.Cell> mean = new ArrayList<>();
    List<Picture> pictures = around.grey(model.mean());
    for (int i = 0; i < pictures.size(); i++) {
      mean.add(cell(pictures.get(i), "mean " + around.label(i)));
    }
    List<List<ContactSheet.Cell>> rows = new ArrayList<>(List.of(mean));
    FixedViews one = FixedViews.at(List.of(THREE_QUARTERS), size, UAxis.CLAMP, Device.CPU);
    List<ContactSheet.Cell> row = new ArrayList<>();
    for (int i = 0; i < Math.min(most, model.identityCount()); i++) {
      for (float sign : new float[] {-1, 1}) {
        float[] coefficients = new float[model.identityCount()];
        coefficients[i] = sign * DEVIATIONS;
        String label = "%s %s".formatted(sign < 0 ? "-2" : "+2", model.identityNames().get(i));
        row.add(cell(one.grey(model.mesh(coefficients)).get(0), label));
      }
      if (row.size() == COLUMNS) {
        rows.add(row);
        row = new ArrayList<>();
      }
    }
    if (!row.isEmpty()) {
      rows.add(row);
    }
    return ContactSheet.labelled(rows);
  }

  /** Heads are slim: the sides of a square picture are empty. */
  private ContactSheet.Cell cell(Picture picture, String label) {
    return new ContactSheet.Cell(picture.middle(3 * size / 4), label);
  }
}
