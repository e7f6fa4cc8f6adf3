package io.facesweep.models;

import io.facesweep.UserException;
import io.facesweep.diffusion.ClipModel;
import io.facesweep.judges.ScriptScorer;
import io.facesweep.plan.Instrument;
import io.facesweep.settings.MetricsSettings;
import io.facesweep.settings.ModelRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The files of the nets that judge trials, under the names that the judges have. */
public final class JudgeFiles {
  private static final String CLIPS = "clips.";
  private static final String SCORERS = "scorers.";
  private static final String METRICS = "metrics.";

  private final UnaryOperator<String> local;
  private final Map<String, String> fingerprints = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  private JudgeFiles(UnaryOperator<String> local) {
    this.local = local;
  }

  /**
   * Reads them.
   *
   * @param clip of {@code models.clip}; null for none
   * @param local says where on this machine lies what has a name in settings
   * @return fingerprints by judge; of a scorer the SHA-256 of its file
   * @throws UserException naming the key of each that is not there or not what it must be
   */
  static Map<String, String> fingerprints(
      @Nullable String clip, MetricsSettings settings, UnaryOperator<String> local) {
    JudgeFiles files = new JudgeFiles(local);
    if (clip != null) {
      files.read(ModelRole.CLIP.text(), () -> files.clip(ModelRole.CLIP.key(), clip));
    }
    settings
        .clips()
        .forEach(
            (name, place) ->
                files.read(CLIPS + name, () -> files.clip(METRICS + CLIPS + name, place)));
    settings
        .scorers()
        .forEach(
            (name, scorer) ->
                files.read(
                    SCORERS + name,
                    () -> files.script(METRICS + SCORERS + name + ".file", scorer.file())));
    files.throwIfAny();
    return files.fingerprints;
  }

  /**
   * Refuses files of named judges that are others here than those that an instrument was made of.
   *
   * @param local says where on this machine lies what has a name in settings
   * @throws UserException naming the first judge
   */
  public static void requireSame(Instrument instrument, UnaryOperator<String> local) {
    fingerprints(null, instrument.settings(), local)
        .forEach(
            (judge, here) -> {
              if (!here.equals(instrument.judges().get(judge))) {
                throw new UserException(
                    "Cannot use %s: its files are not those of the driver's machine (copy them, or name them by an s3a: or hdfs: URI)"
                        .formatted(METRICS + judge));
              }
            });
  }

  private void read(String judge, Supplier<String> fingerprint) {
    try {
      fingerprints.put(judge, fingerprint.get());
    } catch (UserException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private void throwIfAny() {
    if (problems.size() == 1) {
      throw new UserException(problems.get(0));
    } else if (!problems.isEmpty()) {
      throw new UserException(
          "Cannot use the judges of the metrics: %d problems\n  %s"
              .formatted(problems.size(), String.join("\n  ", problems)));
    }
  }

  private String clip(String key, String place) {
    String directory = local.apply(place);
    String fingerprint = ModelFingerprints.of(ModelRole.CLIP, key, directory);
    if (!ClipModel.hasBothTowers(Path.of(directory))) {
      throw new UserException(
          "Cannot read %s: %s has no vision tower (expected a CLIP model of both towers, not a text encoder alone)"
              .formatted(key, place));
    }
    return fingerprint;
  }

  private String script(String key, String place) {
    Path file = Path.of(local.apply(place));
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          "Cannot read %s: %s is no file of this machine".formatted(key, place));
    }
    try {
      ScriptScorer.requireScript(file);
      return FilesDigest.ofFile(file);
    } catch (UserException | IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(key, e.getMessage()), e);
    }
  }
}
