package io.facesweep.cli;

import io.facesweep.PictureFile;
import io.facesweep.UserException;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.mesh.GlbFile;
import io.facesweep.mesh.ObjFile;
import io.facesweep.mesh.PlyFile;
import io.facesweep.mesh.StlFile;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.mesh.UsdzFile;
import io.facesweep.run.GeometryFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facesweep face export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Writes a head of a face model for other programs: .glb, .usdz, .ply, .stl or .obj.")
final class FaceExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private FaceParts parts;

  @Parameters(paramLabel = "FACE", description = "as models.face")
  private String face;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "a .glb, .usdz, .ply, .stl or .obj file")
  private Path out;

  @Option(
      names = "--coefficients",
      paramLabel = "FILE",
      description = "coefficients.json of a stage (default: the mean head)")
  private @Nullable Path coefficients;

  @Option(
      names = "--albedo",
      paramLabel = "FILE",
      description = "albedo.png of a stage, for a .glb or .usdz file")
  private @Nullable Path albedo;

  @Option(
      names = "--components",
      description =
          "a .glb file gets all components, identity and expression, as named morph targets: each is"
              + " the change at one standard deviation")
  private boolean withComponents;

  @Option(
      names = "--unlit",
      description = "a .glb file shows the albedo as it is, without light (KHR_materials_unlit)")
  private boolean isUnlit;

  @Override
  public Integer call() {
    String name = out.toString();
    String form = name.substring(name.lastIndexOf('.') + 1);
    boolean isScene = List.of("glb", "usdz").contains(form);
    if (!isScene && !List.of("ply", "stl", "obj").contains(form)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "Invalid --out: %s (expected a name that ends with .glb, .usdz, .ply, .stl or .obj)"
              .formatted(out));
    } else if (!isScene && albedo != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "Invalid --out: %s (--albedo needs a .glb or .usdz file)".formatted(out));
    } else if (!form.equals("glb") && (withComponents || isUnlit)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "Invalid --out: %s (--components and --unlit need a .glb file)".formatted(out));
    }
    FaceModel model = FaceModels.open(parts.of(face));
    TriangleMesh mesh = mesh(model);
    switch (form) {
      case "glb" -> new GlbFile(mesh, picture(), shading(), morphs(model)).write(out);
      case "usdz" -> write(UsdzFile.of(mesh, picture()));
      case "ply" -> write(PlyFile.of(mesh));
      case "stl" -> write(StlFile.of(mesh));
      default -> ObjFile.write(out, mesh);
    }
    spec.commandLine().getOut().println("Wrote " + out);
    spec.commandLine().getOut().flush();
    return FaceSweep.OK;
  }

  private TriangleMesh mesh(FaceModel model) {
    if (coefficients == null) {
      return model.mean();
    }
    float[] values = GeometryFile.read(bytes(coefficients), coefficients.toString());
    if (values.length != model.identityCount()) {
      throw new UserException(
          "Cannot use %s: it has %d coefficients (expected %d, one an identity component of %s)"
              .formatted(coefficients, values.length, model.identityCount(), model.name()));
    }
    return model.mesh(values);
  }

  private GlbFile.Shading shading() {
    return isUnlit ? GlbFile.Shading.UNLIT : GlbFile.Shading.LIT;
  }

  /** A name that stands for an identity and an expression is the identity's. */
  private Map<String, float[]> morphs(FaceModel model) {
    Map<String, float[]> morphs = new LinkedHashMap<>();
    if (withComponents) {
      for (int k = 0; k < model.identityCount(); k++) {
        morphs.put(model.identityNames().get(k), model.identity()[k]);
      }
      for (int k = 0; k < model.expression().length; k++) {
        morphs.putIfAbsent(model.expressionNames().get(k), model.expression()[k]);
      }
    }
    return morphs;
  }

  /** Any picture becomes a PNG file. */
  private byte[] picture() {
    if (albedo == null) {
      return new byte[0];
    }
    try {
      BufferedImage image = PictureFile.read(albedo);
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image, "png", png);
      return png.toByteArray();
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(albedo, e.getMessage()), e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(file, e), e);
    }
  }

  private void write(byte[] bytes) {
    try {
      Files.write(out, bytes);
    } catch (IOException e) {
      throw new UserException("Cannot write %s: %s".formatted(out, e), e);
    }
  }
}
