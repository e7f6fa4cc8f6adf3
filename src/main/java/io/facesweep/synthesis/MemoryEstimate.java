package io.facesweep.synthesis;

import io.facesweep.UserException;
import io.facesweep.guidance.ControlRole;
import io.facesweep.guidance.DistillationLoss;
import io.facesweep.guidance.Objective;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.settings.GeometrySettings;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.TexturePrior;
import io.facesweep.settings.TextureSettings;
import io.facesweep.settings.TrialSettings;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a step of one trial takes beside the weights, in bytes, from the shapes of what it computes:
 * the activations that the backward pass needs, and the nets' largest intermediate results.
 */
public final class MemoryEstimate {
  /** Tensors of a pixel's size that a differentiable render keeps. */
  private static final int RENDER_PLANES = 160;

  /** Numbers that a render keeps of a vertex. */
  static final int VERTEX_NUMBERS = 27;

  private static final double GIBIBYTE = 1L << 30;
  private static final DistillationLoss LOSS = Objective.SDS.loss();

  private final SynthesisModels models;

  public MemoryEstimate(SynthesisModels models) {
    this.models = models;
  }

  /** Of the largest step of all phases of a trial. */
  public long trial(TrialSettings settings) {
    return Math.max(
        settings.phases().hasGeometryPhase() ? geometry(settings.geometry()) : 0,
        settings.phases().hasTexture() ? texture(settings.texture()) : 0);
  }

  /** Of a step of the geometry phase. */
  public long geometry(GeometrySettings settings) {
    long side = settings.encodeResolution();
    return render(settings.resolution())
        + models.codec().encodeBytes(side)
        + models.diffusion().gradientBytes(LOSS, side / models.codec().factor(), Set.of());
  }

  /** Of the largest step of the texture phase. */
  public long texture(TextureSettings settings) {
    int factor = models.codec().factor();
    long side = settings.renderResolution();
    Set<ControlRole> depth =
        settings.depthControl() ? Set.of(ControlRole.DEPTH) : Set.<ControlRole>of();
    // one score after the other, and each frees what it took
    long score =
        Math.max(
            models.diffusion().gradientBytes(LOSS, side / factor, depth), priorScore(settings));
    if (settings.latentSteps() >= settings.steps()) {
      return score + render(side / factor);
    }
    return score
        + render(side)
        + models.codec().encodeBytes(side)
        + models.codec().decodeBytes(settings.resolution())
        + (isYuv(settings) ? models.codec().encodeBytes(settings.resolution()) : 0);
  }

  /** Of the nets that score the texture itself. */
  private long priorScore(TextureSettings settings) {
    long side = settings.resolution() / models.codec().factor();
    return switch (settings.prior()) {
      case NONE -> 0;
      case CANNY_CONTROLNET ->
          models.diffusion().gradientBytes(LOSS, side, Set.of(ControlRole.TEXTURE_EDGES));
      case TEXTURE_UNET ->
          Math.max(
              bytes(models.score(ModelRole.TEXTURE_UNET), side),
              isYuv(settings) ? bytes(models.score(ModelRole.TEXTURE_UNET_YUV), side) : 0);
    };
  }

  /** Whether the YUV twin runs; it belongs to the texture UNet, and to steps in image space. */
  private static boolean isYuv(TextureSettings settings) {
    return settings.prior() == TexturePrior.TEXTURE_UNET
        && settings.priorYuv()
        && settings.latentSteps() < settings.steps();
  }

  private static long bytes(@Nullable ScoreDistillation model, long side) {
    return model == null ? 0 : model.gradientBytes(LOSS, side, Set.of());
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
