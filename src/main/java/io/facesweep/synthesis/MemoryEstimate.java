package io.facesweep.synthesis;

import io.facesweep.UserException;
import io.facesweep.settings.GuidanceSettings;
import io.facesweep.settings.Phases;
import io.facesweep.settings.TextureParameter;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a step of one trial takes beside the weights, in bytes, from the shapes of what it computes:
 * the activations that the backward pass needs, and the nets' largest intermediate results.
 */
public final class MemoryEstimate {
  /** Tensors of a pixel's size that a differentiable render keeps. */
  private static final int RENDER_PLANES = 160;

  /** Numbers that a render keeps of a vertex. */
  static final int VERTEX_NUMBERS = 27;

  /**
   * Numbers for each texel that is optimised itself: three channels of the texel, its gradient, two
   * moments, and what an optimiser makes on its way; and which are seen.
   */
  static final int TEXEL_NUMBERS = 3 * 7 + 3;

  private static final double GIBIBYTE = 1L << 30;

  private final SynthesisModels models;

  public MemoryEstimate(SynthesisModels models) {
    this.models = models;
  }

  /** Of the largest step of all phases of a trial. */
  public long trial(TrialSettings trial) {
    return Math.max(
        trial.phases().hasGeometryPhase() ? geometry(trial) : 0,
        trial.phases().hasTexture() ? texture(trial) : 0);
  }

  /** Of a step of a trial's geometry phase. */
  public long geometry(TrialSettings trial) {
    long side = trial.geometry().encodeResolution();
    List<ControlSource> controls = ControlSource.of(trial, SynthesisPhase.GEOMETRY);
    return render(trial.geometry().resolution())
        + models.geometryCodec().encodeBytes(side)
        + score(models.ofGeometry(), trial.geometry().guidance(), side, controls)
        + images(side, controls);
  }

  /** Of the largest step of a trial's texture phase, or of its joint one. */
  public long texture(TrialSettings trial) {
    TextureSettings settings = trial.texture();
    int factor = models.codec().factor();
    long side = settings.encodedSide();
    List<ControlSource> controls =
        ControlSource.of(
            trial, trial.phases() == Phases.JOINT ? SynthesisPhase.JOINT : SynthesisPhase.TEXTURE);
    // one score after the other, and each frees what it took
    long score = score(models, settings.guidance(), side, controls);
    long kept = images(side, controls);
    for (TexturePrior prior : TexturePrior.of(settings)) {
      score = Math.max(score, prior.scoreBytes(trial, models));
      kept += prior.keptBytes(trial, models);
    }
    if (!trial.hasImageSteps()) {
      long decoded =
          settings.isRegularised() ? models.codec().decodeBytes(settings.resolution()) : 0;
      return score + kept + render(side / factor) + decoded;
    }
    return score
        + kept
        + render(settings.renderResolution())
        + models.codec().encodeBytes(side)
        + made(settings);
  }

  /** What a step keeps of the texture that it renders. */
  private long made(TextureSettings settings) {
    long side = settings.resolution();
    return settings.parameter() == TextureParameter.RGB
        ? TEXEL_NUMBERS * side * side * Float.BYTES
        : models.codec().decodeBytes(side);
  }

  /** Of the score of renders of a side. */
  private static long score(
      SynthesisModels own, GuidanceSettings guidance, long side, List<ControlSource> controls) {
    return Distillation.bytes(
        own.diffusion(),
        guidance,
        side / own.codec().factor(),
        controls.stream().map(ControlSource::role).collect(Collectors.toSet()));
  }

  private static long images(long side, List<ControlSource> controls) {
    return controls.stream().mapToLong(control -> control.bytes(side)).sum();
  }

  private long render(long side) {
    long vertices = models.face().vertexCount();
    return (RENDER_PLANES * side * side + VERTEX_NUMBERS * vertices) * Float.BYTES;
  }

  /**
   * Refuses a batch that does not fit.
   *
   * @param each bytes of a trial
   * @param free bytes; empty where unknown
   * @throws UserException naming the largest batch that fits
   */
  static void requireFit(int batch, long each, OptionalLong free) {
    if (free.isEmpty() || each * batch <= free.getAsLong()) {
      return;
    }
    long most = free.getAsLong() / each;
    String sizes =
        "each takes about %.1f GiB and %.1f GiB are free"
            .formatted(each / GIBIBYTE, free.getAsLong() / GIBIBYTE);
    throw new UserException(
        most == 0
            ? "Cannot run a trial: %s; lower texture.resolution, texture.render-resolution or geometry.encode-resolution"
                .formatted(sizes)
            : "Cannot run %d trials at once: %s, so at most %d fit; set spark.trials-per-task = %d"
                .formatted(batch, sizes, most, most));
  }
}
