package io.facesweep.cli;

import io.facesweep.assets.Asset;
import io.facesweep.assets.AssetFolder;
import io.facesweep.assets.ComponentSheet;
import io.facesweep.assets.ContactSheet;
import io.facesweep.assets.FixedViews;
import io.facesweep.assets.LayoutSheet;
import io.facesweep.assets.Picture;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.face.RegionNames;
import io.facesweep.mesh.TextureLayout;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.render.Camera;
import io.facesweep.render.Rasterizer;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.Device;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  private static final int VIEWS = 8;
  private static final int COLUMNS = 4;
  private static final int LAYOUT_SIDE = 1024;

  @Spec private CommandSpec spec;
  @Mixin private FaceParts parts;

  @Parameters(
      paramLabel = "FACE",
      description = "as models.face: builtin:head, a directory of ICT-FaceKit or MakeHuman, a file")
  private String face;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "writes views.png, the mean from 8 sides, components.png, each component at -2 and +2"
              + " standard deviations where it shows, and layout.png, where the surface lies in the"
              + " texture, to this directory")
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
      defaultValue = "320",
      description = "height of a view, twice that of a component; default 320")
  private int size;

  @Override
  public Integer call() {
    requireRange("--components", most, 0);
    requireRange("--size", size, 4);
    FaceModel model = FaceModels.open(parts.of(face));
    PrintWriter console = spec.commandLine().getOut();
    console.println(text(model));
    if (out != null) {
      AssetFolder.write(out, pictures(model, Math.min(most, model.identityCount()), size));
      console.println("Wrote pictures to " + out);
    }
    console.flush();
    return FaceSweep.OK;
  }

  private void requireRange(String option, int value, int least) {
    if (value < least || value > Rasterizer.MAX_SIZE) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "Invalid %s: %d (expected %d to %d)"
              .formatted(option, value, least, Rasterizer.MAX_SIZE));
    }
  }

  private String text(FaceModel model) {
    List<String> names = model.identityNames();
    int shown = Math.min(most, names.size());
    return String.join(
        "\n",
        "name         " + model.name(),
        "source       " + model.source(),
        "mesh         %d vertices, %d faces"
            .formatted(model.vertexCount(), model.mean().faceCount()),
        "texture      " + layout(model.mean()),
        "unit         %s of the source's units".formatted(model.unitScale()),
        "symmetry     " + (model.mirror().length == 0 ? "not known" : "every vertex has its twin"),
        "regions      "
            + (model.regions().isEmpty() ? "none" : String.join(", ", model.regions().keySet())),
        "skin         " + skin(model),
        "landmarks    "
            + (model.landmarks().isEmpty()
                ? "none"
                : String.join(", ", model.landmarks().keySet())),
        "expressions  " + model.expressionNames().size(),
        "fingerprint  " + model.fingerprint(),
        "identity     %d component%s".formatted(names.size(), names.size() == 1 ? "" : "s")
            + (shown > 0 && shown < names.size() ? ", of them" : "")
            + (shown > 0 ? "\n  " + String.join("\n  ", names.subList(0, shown)) : ""));
  }

  /** A texture of one colour has no edges for a prior to follow. */
  private static String skin(FaceModel model) {
    List<String> known = RegionNames.painted(model);
    return known.isEmpty()
        ? "builtin:skin is one colour, without edges: it would paint lips, eyes and scalp (models.face-regions)"
        : "builtin:skin paints " + String.join(", ", known);
  }

  private static String layout(TriangleMesh mesh) {
    if (!mesh.isTextured()) {
      return "no coordinates";
    }
    if (!TextureLayout.liesInOneTexture(mesh)) {
      return "in several tiles: pack them into one to texture it";
    }
    return TextureLayout.mirrors(mesh)
        ? "mirrors at u = 1/2"
        : "does not mirror at u = 1/2: no symmetry-weight";
  }

  private static List<Asset> pictures(FaceModel model, int components, int size) {
    FixedViews around =
        FixedViews.around(VIEWS, size, Camera.orbit(0, 0, 0), TextureWrap.CLAMP, Device.CPU);
    List<List<ContactSheet.Cell>> rows = new ArrayList<>();
    List<Picture> views = around.grey(model.mean());
    for (int i = 0; i < VIEWS; i++) {
      if (i % COLUMNS == 0) {
        rows.add(new ArrayList<>());
      }
      // Heads are slim: the sides of a square picture are empty.
      Picture picture = views.get(i).middle(3 * size / 4);
      rows.get(rows.size() - 1).add(new ContactSheet.Cell(picture, around.label(i)));
    }
    List<Asset> pictures = new ArrayList<>();
    pictures.add(Asset.png("views.png", ContactSheet.labelled(rows)));
    if (components > 0) {
      Picture sheet = new ComponentSheet(model, size / 2).draw(components);
      pictures.add(Asset.png("components.png", sheet));
    }
    if (model.mean().isTextured()) {
      pictures.add(Asset.png("layout.png", LayoutSheet.draw(model.mean(), LAYOUT_SIDE)));
    }
    return pictures;
  }
}
