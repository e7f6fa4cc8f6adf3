package io.facesweep.inspect;

import static io.facesweep.inspect.Inspection.line;

import io.facesweep.UserException;
import io.facesweep.store.AssetRecord;
import io.facesweep.store.RecordFile;
import io.facesweep.store.RecordJson;
import io.facesweep.store.StageError;
import io.facesweep.store.StageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recorded stages, and the outputs that have some. */
final class StageInspection {
  private static final String STAGES = "stages";

  private StageInspection() {}

  static Optional<Inspection> ofFolder(Path folder) {
    Path record = RecordFile.in(folder);
    if (Files.isRegularFile(record)) {
      return Optional.of(stage(record));
    }
    return Files.isDirectory(folder.resolve(STAGES))
        ? Optional.of(output(folder))
        : Optional.empty();
  }

  static Optional<Inspection> ofFile(Path file) {
    return RecordFile.isNamedSo(file) ? Optional.of(stage(file)) : Optional.empty();
  }

  private static Inspection stage(Path file) {
    StageRecord record = RecordFile.read(file);
    StageError error = record.error();
    List<String> details = new ArrayList<>();
    details.add(line("stage", record.id()));
    details.add(line("prompt", record.settings().get(StageRecord.PROMPT_TEXT) + ""));
    details.add(line("finished", "%s on %s".formatted(record.finished(), record.device())));
    details.add(
        line("seconds", String.format(Locale.ROOT, "%.1f of its own", record.shareSeconds())));
    details.add(line("measures", record.metrics().size() + ""));
    details.add(line("files", record.assets().size() + ""));
    if (error != null) {
      details.add(line("error", error.message()));
    }
    return new Inspection(
        "it is a %s stage that is %s"
            .formatted(RecordJson.text(record.kind()), record.status().text()),
        details,
        missing(record, file),
        uses(record, output(file, record)));
  }

  /** The output that has a stage: {@code stages/KIND/ID/record.json} above it. */
  private static @Nullable Path output(Path file, StageRecord record) {
    Path stage = file.toAbsolutePath().normalize().getParent();
    Path end = Path.of(STAGES, RecordJson.text(record.kind()), record.id());
    return stage != null && stage.endsWith(end) ? stage.resolve("../../..").normalize() : null;
  }

  private static List<String> missing(StageRecord record, Path file) {
    List<String> missing = new ArrayList<>();
    for (AssetRecord asset : record.assets()) {
      Path path = file.resolveSibling(asset.path());
      if (size(path) != asset.bytes()) {
        missing.add("%s as it was written (%d bytes)".formatted(asset.name(), asset.bytes()));
      }
    }
    return missing;
  }

  /** Bytes of a file; -1 where it is none. */
  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : -1;
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(file, e), e);
    }
  }

  private static List<String> uses(StageRecord record, @Nullable Path output) {
    if (record.error() != null) {
      return List.of("run.retry-failed = true  # runs it again");
    } else if (output == null) {
      return List.of();
    }
    return List.of(reuse(output));
  }

  private static String reuse(Path output) {
    return "output.reuse = [\"%s\"]  # its stages, in a sweep with another output"
        .formatted(output);
  }

  private static Inspection output(Path folder) {
    List<String> details = new ArrayList<>();
    for (Path kind : folders(folder.resolve(STAGES))) {
      details.add(line(kind.getFileName() + "", folders(kind).size() + " stages"));
    }
    for (Path sweep : folders(folder.resolve("sweeps"))) {
      details.add(line("sweep", sweep.getFileName() + ""));
    }
    boolean isTrial = Files.isRegularFile(folder.resolve("summary.json"));
    List<String> uses = new ArrayList<>();
    if (!isTrial) {
      uses.add(Inspection.setting("output.uri", folder.toString(), "a sweep goes on in it"));
    }
    uses.add(reuse(folder));
    return new Inspection(
        isTrial ? "it is the folder of a trial" : "it is the output of sweeps",
        details,
        List.of(),
        uses);
  }

  private static List<Path> folders(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(folder, e), e);
    }
  }
}
