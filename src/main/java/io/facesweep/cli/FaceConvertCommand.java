package io.facesweep.cli;

import io.facesweep.face.FaceFile;
import io.facesweep.face.FaceFiles;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.face.MeshShapes;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facesweep face convert}. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description = "Writes a face model, or a mesh and its shapes, to FaceSweep's own form.")
final class FaceConvertCommand implements Callable<Integer> {
  private static final String OWN = ".safetensors";

  @Spec private CommandSpec spec;
  @Mixin private FaceParts parts;

  @Parameters(
      paramLabel = "FACE",
      description = "as models.face; or with --shapes the mean's OBJ file")
  private String face;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "a .safetensors file")
  private Path out;

  @Option(
      names = "--shapes",
      paramLabel = "DIR",
      description =
          "folder of OBJ files with the mean's vertices, each the head at one standard deviation of"
              + " an identity component")
  private @Nullable Path shapes;

  @Option(
      names = "--expressions",
      paramLabel = "DIR",
      description = "folder of the same of expressions, each at its full")
  private @Nullable Path expressions;

  @Override
  public Integer call() {
    if (!out.toString().endsWith(OWN)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "Invalid --out: %s (expected a name that ends with %s)".formatted(out, OWN));
    } else if (expressions != null && shapes == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Missing --shapes: --expressions go with them");
    }
    FaceFiles files = parts.of(face);
    FaceModel model =
        shapes == null
            ? FaceModels.open(files)
            : FaceModels.of(new MeshShapes(Path.of(face), shapes, expressions), files);
    FaceFile.write(out, model);
    PrintWriter console = spec.commandLine().getOut();
    console.println(
        "Wrote %s: %d vertices, %d identity components, %d expressions, %d regions, %d landmarks"
            .formatted(
                out,
                model.vertexCount(),
                model.identityCount(),
                model.expressionNames().size(),
                model.regions().size(),
                model.landmarks().size()));
    console.println("Use it by models.face = \"%s\"".formatted(out));
    console.flush();
    return FaceSweep.OK;
  }
}
