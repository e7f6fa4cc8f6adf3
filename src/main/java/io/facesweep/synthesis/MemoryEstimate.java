package io.facesweep.synthesis;

import io.facesweep.UserException;
import io.facesweep.config.GeometrySettings;
import io.facesweep.config.TexturePrior;
import io.facesweep.config.TextureSettings;
import java.util.OptionalLong;
import java.util.Set;

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

  private final SynthesisModels models;

  public MemoryEstimate(SynthesisModels models) {
    this.models = models;
  }

  /** Of a step of the geometry phase. */
  public long geometry(GeometrySettings settings) {
    long side = settings.encodeResolution();
    return render(settings.resolution())
        + models.codec().encodeBytes(side)
        + models.diffusion().gradientBytes(side / models.codec().factor(), Set.of());
  }

  /** Of the largest step of the texture phase. */
  public long texture(TextureSettings settings) {
    int factor = models.codec().factor();
    long side = settings.renderResolution();
    Set<ControlRole> depth =
        settings.depthControl() ? Set.of(ControlRole.DEPTH) : Set.<ControlRole>of();
    long score = models.diffusion().gradientBytes(side / factor, depth);
    if (settings.prior() != TexturePrior.NONE) {
      score =
          Math.max(
              score,
              models
                  .diffusion()
                  .gradientBytes(
                      settings.resolution() / factor, Set.of(ControlRole.TEXTURE_EDGES)));
    }
    if (settings.latentSteps() >= settings.steps()) {
      return score + render(side / factor);
    }
    long yuv = settings.priorYuv() ? models.codec().encodeBytes(settings.resolution()) : 0;
    return score
        + render(side)
        + models.codec().encodeBytes(side)
        + models.codec().decodeBytes(settings.resolution())
        + yuv;
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
