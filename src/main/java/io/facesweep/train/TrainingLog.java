package io.facesweep.train;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stage's figures as lines of JSON, in order of steps. */
final class TrainingLog {
  private static final Pattern STEP = Pattern.compile("\"step\": ?(\\d+)");

  private final Path file;

  /** Opens the log and drops what was written after the checkpoint that training goes on from. */
  TrainingLog(Path file, long lastStep) {
    this.file = file;
    try {
      if (Files.exists(file)) {
        List<String> kept =
            Files.readAllLines(file).stream().filter(line -> stepOf(line) <= lastStep).toList();
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(temporary, kept);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UserException("Cannot write %s: %s".formatted(file, e), e);
    }
  }

  private static long stepOf(String line) {
    Matcher matcher = STEP.matcher(line);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
  }

  void write(long step, Map<String, Double> figures) {
    StringBuilder line = new StringBuilder("{\"step\": ").append(step);
    new TreeMap<>(figures)
        .forEach(
            (name, value) ->
                line.append(", \"%s\": ".formatted(name))
                    .append(
                        Double.isFinite(value)
                            ? String.format(Locale.ROOT, "%.9g", value)
                            : "null"));
    try {
      Files.writeString(
          file,
          line.append("}\n"),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UserException("Cannot write %s: %s".formatted(file, e), e);
    }
  }
}
