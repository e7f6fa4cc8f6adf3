package io.facesweep.run;

import io.facesweep.UserException;
import io.facesweep.diffusion.ClipModel;
import io.facesweep.judges.FaceNets;
import io.facesweep.judges.ScriptScorer;
import io.facesweep.judges.ScriptScorer.Preparation;
import io.facesweep.metrics.ClipSimilarity;
import io.facesweep.metrics.ImageTextSimilarity;
import io.facesweep.metrics.Judges;
import io.facesweep.metrics.Scorer;
import io.facesweep.metrics.ZeroShot;
import io.facesweep.settings.MetricsSettings;
import io.facesweep.settings.ScorerSettings;
import io.facesweep.settings.TemplateSettings;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The nets that judge trials, on a device, in float32 whatever trials compute in: FaceSweep's own,
 * and those that the {@code metrics} block names. Threads may share it; closing frees all.
 */
public final class JudgeNets implements AutoCloseable {
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private final FaceNets faceNets;
  private final Map<String, ImageTextSimilarity> clips = new TreeMap<>();
  private final List<Scorer> scorers = new ArrayList<>();
  private final ZeroShot zeroShot;

  private JudgeNets(MetricsSettings settings, UnaryOperator<String> local, Device device) {
    TemplateSettings texts = settings.templates();
    zeroShot =
        new ZeroShot(texts.front(), texts.side(), texts.back(), texts.even(), texts.shaded());
    boolean opened = false;
    try {
      faceNets = FaceNets.open(device);
      undo.push(faceNets::close);
      settings
          .clips()
          .forEach(
              (name, place) ->
                  clips.put(
                      name,
                      keyed(
                          "metrics.clips." + name,
                          () -> clip(Path.of(local.apply(place)), device))));
      settings
          .scorers()
          .forEach(
              (name, scorer) ->
                  scorers.add(
                      keyed(
                          "metrics.scorers." + name,
                          () ->
                              scorer(name, scorer, Path.of(local.apply(scorer.file())), device))));
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  /**
   * Opens all that the settings name. Either everything is opened, or nothing stays in memory.
   *
   * @param local says where on this machine lies what has a name in settings
   * @throws UserException naming the key of the first that cannot be opened
   */
  public static JudgeNets open(
      MetricsSettings settings, UnaryOperator<String> local, Device device) {
    return new JudgeNets(settings, local, device);
  }

  private static <T> T keyed(String key, Supplier<T> open) {
    try {
      return open.get();
    } catch (UserException e) {
      throw new UserException("Cannot use %s: %s".formatted(key, e.getMessage()), e);
    }
  }

  private ImageTextSimilarity clip(Path directory, Device device) {
    ClipModel model = ClipModel.open(directory, DType.FLOAT32, device);
    undo.push(model::close);
    return new ClipSimilarity(model);
  }

  private Scorer scorer(String name, ScorerSettings settings, Path file, Device device) {
    ScriptScorer net =
        ScriptScorer.open(
            file, new Preparation(settings.size(), settings.mean(), settings.std()), device);
    undo.push(net::close);
    return new Scorer(name, settings.input(), net::answers);
  }

  /**
   * Returns them all.
   *
   * @param clip of {@code models.clip}, which judges with them; null for none
   */
  Judges with(@Nullable ClipModel clip) {
    Map<String, ImageTextSimilarity> all = new TreeMap<>(clips);
    if (clip != null) {
      all.put(Judges.CLIP, new ClipSimilarity(clip));
    }
    return new Judges(faceNets, all, zeroShot, scorers, DeviceFault::requireUsable);
  }

  @Override
  public void close() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }
}
