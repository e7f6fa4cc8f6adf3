package io.facesweep.store;

import io.facesweep.plan.StageKind;
import io.facesweep.plan.StageShape;
import io.facesweep.plan.Timing;
import io.facesweep.settings.Choice;
import io.facesweep.settings.GeometryRender;
import io.facesweep.settings.OptimizerKind;
import io.facesweep.settings.Phases;
import io.facesweep.settings.Posterior;
import io.facesweep.settings.TexturePrior;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;

/** What batches took, by the records of their stages. */
public final class RecordedTimings {
  /** Thirty years. */
  private static final double MAX_SECONDS = 1e9;

  private record BatchKey(String host, Instant started, StageShape shape) {}

  private final Set<BatchKey> seen = new HashSet<>();
  private final Map<String, List<Timing>> byDevice = new HashMap<>();

  /**
   * Takes a record into account: one for each batch, and none of a failure, of a stage whose
   * settings are those of another version, or of one whose numbers cannot be.
   */
  public void add(StageRecord record) {
    Double seconds = record.seconds().get(StageRecord.BATCH);
    if (record.status() != StageStatus.DONE || seconds == null) {
      return;
    }
    Timing timing;
    try {
      timing = new Timing(shape(record), record.batchSize(), seconds);
    } catch (RuntimeException e) {
      return; // an estimate is no reason to complain of other people's records
    }
    if (isPlausible(timing)
        && seen.add(new BatchKey(record.host(), record.started(), timing.shape()))) {
      byDevice.computeIfAbsent(kind(record.device()), kind -> new ArrayList<>()).add(timing);
    }
  }

  private static boolean isPlausible(Timing timing) {
    return timing.shape().work() > 0 && timing.seconds() < MAX_SECONDS;
  }

  /** Those of the kind of device that has the most: no estimate holds for two kinds. */
  public List<Timing> timings() {
    return byDevice.values().stream()
        .max((a, b) -> Integer.compare(a.size(), b.size()))
        .orElse(List.of());
  }

  /** {@code cuda:3} is as fast as {@code cuda:0}. */
  private static String kind(String device) {
    return device.startsWith("cuda") ? "cuda" : "cpu";
  }

  private static StageShape shape(StageRecord record) {
    Settings of = new Settings(record.settings());
    if (record.kind() == StageKind.GEOMETRY) {
      return new StageShape(
          StageKind.GEOMETRY,
          Phases.DECOUPLED,
          of.whole("geometry_steps"),
          0,
          0,
          of.whole("geometry_resolution"),
          of.whole("geometry_encode_resolution"),
          of.choice("geometry_render", GeometryRender.class),
          of.choice("geometry_optimizer_kind", OptimizerKind.class),
          null,
          of.choice("geometry_guidance_posterior", Posterior.class),
          false,
          TexturePrior.NONE,
          false,
          false,
          false);
    }
    boolean joint = of.choice("phases", Phases.class) == Phases.JOINT;
    TexturePrior prior = of.choice("texture_prior", TexturePrior.class);
    return new StageShape(
        StageKind.TEXTURE,
        joint ? Phases.JOINT : Phases.DECOUPLED,
        of.whole("texture_steps"),
        of.whole("texture_latent_steps"),
        of.whole("texture_resolution"),
        of.whole("texture_render_resolution"),
        of.whole("texture_render_resolution"),
        GeometryRender.GREY,
        of.choice("texture_optimizer_kind", OptimizerKind.class),
        joint ? of.choice("geometry_optimizer_kind", OptimizerKind.class) : null,
        of.choice("texture_guidance_posterior", Posterior.class),
        of.flag("texture_depth_control"),
        prior,
        prior == TexturePrior.TEXTURE_UNET && of.flag("texture_prior_yuv"),
        of.number("texture_symmetry_weight") > 0 || of.number("texture_smoothness_weight") > 0,
        of.flag("texture_wrap"));
  }

  /** Flat settings by name, as {@link SettingsColumns} writes them. */
  private record Settings(Map<String, Object> values) {
    int whole(String name) {
      return Math.toIntExact((Long) value(name));
    }

    double number(String name) {
      return ((Number) value(name)).doubleValue();
    }

    boolean flag(String name) {
      return (Boolean) value(name);
    }

    <E extends Enum<E> & Choice> E choice(String name, Class<E> type) {
      String text = (String) value(name);
      return Stream.of(type.getEnumConstants())
          .filter(constant -> constant.text().equals(text))
          .findFirst()
          .orElseThrow();
    }

    private Object value(String name) {
      Object value = values.get(name);
      if (value == null) {
        throw new NoSuchElementException(name);
      }
      return value;
    }
  }
}
