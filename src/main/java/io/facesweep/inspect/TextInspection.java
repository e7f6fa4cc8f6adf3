package io.facesweep.inspect;

import static io.facesweep.inspect.Inspection.line;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.facesweep.UserException;
import io.facesweep.config.SweepConfig;
import io.facesweep.diffusion.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Configurations, and JSON files that belong to something. */
final class TextInspection {
  private static final long MAX_BYTES = 64L << 20;

  private TextInspection() {}

  static Optional<Inspection> of(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(".conf")) {
      return Optional.of(configuration(file));
    }
    return name.endsWith(".json") ? json(file) : Optional.empty();
  }

  private static Inspection configuration(Path file) {
    SweepConfig config = SweepConfig.load(file, List.of());
    return new Inspection(
        "it is the configuration of sweep " + config.sweep().name(),
        List.of(
            line("prompts", config.sweep().prompts().size() + ""),
            line("seeds", config.sweep().seeds().size() + ""),
            line("axes", config.sweep().axes().size() + ""),
            line("output", config.output().uri())),
        List.of(),
        List.of("facesweep plan %s  # what it would run".formatted(file)));
  }

  private static Optional<Inspection> json(Path file) {
    Optional<Inspection> coefficients = coefficients(file);
    Path parent = file.toAbsolutePath().getParent();
    return coefficients.isPresent() || parent == null
        ? coefficients
        : ModelFolder.description(parent).map(ModelInspection::of);
  }

  private static Optional<Inspection> coefficients(Path file) {
    JsonObject json = object(file);
    JsonElement components = json.get("components");
    if (components == null || !components.isJsonArray()) {
      return Optional.empty();
    }
    JsonElement face = json.get("face");
    return Optional.of(
        new Inspection(
            "it holds coefficients of a face model",
            List.of(
                line("face", face == null ? "not said" : face.getAsString()),
                line("components", components.getAsJsonArray().size() + "")),
            List.of(),
            List.of(
                "facesweep face export FACE --coefficients %s --out head.glb".formatted(file))));
  }

  private static JsonObject object(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UserException(
            "Cannot inspect %s: it has more than %d bytes".formatted(file, MAX_BYTES));
      }
      JsonElement json = JsonParser.parseString(Files.readString(file));
      return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
    } catch (IOException e) {
      throw new UserException("Cannot inspect %s: %s".formatted(file, e), e);
    } catch (JsonParseException e) {
      throw new UserException("Cannot inspect %s: it is no JSON".formatted(file), e);
    }
  }
}
