package io.facesweep.synthesis;

import io.facesweep.guidance.Control;
import io.facesweep.guidance.ControlRole;
import io.facesweep.guidance.DiffusionDistillation;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.Guidance;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.guidance.Objective;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.settings.GuidanceForm;
import io.facesweep.settings.Weighting;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.BatchKernels;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that nets on a CPU give each item of a batch the bits that it has alone. Which kernels
 * a library picks for a batch is its own affair and differs between processors, so the nets are
 * tried on noise, once for each size of batch and image; if an item comes out differently, the
 * process goes on with {@link BatchKernels#APART}.
 */
final class BatchProbe {
  private static final Logger LOG = LoggerFactory.getLogger(BatchProbe.class);

  /** What was tried of each net. Also the lock: nobody goes on while another tries. */
  private static final Map<Object, Set<List<Integer>>> TRIED = new WeakHashMap<>();

  private static final int CONTROLS = 100;

  private final SynthesisModels models;
  private final int batch;

  /**
   * @param batch number of trials
   */
  BatchProbe(SynthesisModels models, int batch) {
    this.models = models;
    this.batch = batch;
  }

  private boolean isNeeded() {
    return batch > 1
        && models.device().equals(Device.CPU)
        && BatchKernels.current() == BatchKernels.WHOLE;
  }

  /**
   * Tries score distillation.
   *
   * @param side of the latents
   * @param roles of the ControlNets that take part
   */
  BatchProbe score(ScoreDistillation model, long side, Set<ControlRole> roles) {
    int kinds = roles.stream().mapToInt(role -> 1 << role.ordinal()).sum();
    if (model instanceof DiffusionDistillation diffusion) {
      attempt(
          diffusion,
          List.of(CONTROLS + kinds, batch, (int) side),
          rows -> List.of(distilled(diffusion, side, roles, rows)));
    }
    return this;
  }

  /**
   * Tries the VAE's encoder, both ways.
   *
   * @param side of the images
   */
  BatchProbe encoder(long side) {
    if (models.codec() instanceof VaeCodec codec) {
      attempt(
          codec,
          List.of(1, batch, (int) side),
          rows -> {
            long latent = side / codec.factor();
            Tensor images = noise("image", rows, 3, side, side).sigmoid().asLeaf();
            Tensor latents =
                codec.encode(
                    images, noise("posterior", rows, LatentCodec.CHANNELS, latent, latent));
            return bothWays(latents, images, rows);
          });
    }
    return this;
  }

  /**
   * Tries the VAE's decoder, both ways.
   *
   * @param side of the images
   */
  BatchProbe decoder(long side) {
    if (models.codec() instanceof VaeCodec codec) {
      attempt(
          codec,
          List.of(2, batch, (int) side),
          rows -> {
            long latent = side / codec.factor();
            Tensor latents = noise("z", rows, LatentCodec.CHANNELS, latent, latent).asLeaf();
            return bothWays(codec.decode(latents), latents, rows);
          });
    }
    return this;
  }

  /** Tries the making of vertices from coefficients, both ways. */
  BatchProbe heads(ShapeBasis basis, int coefficients) {
    attempt(
        basis,
        List.of(batch),
        rows -> {
          Tensor shape = noise("shape", rows, coefficients).asLeaf();
          return bothWays(basis.vertices(shape), shape, rows);
        });
    return this;
  }

  /** Something that nets compute. */
  interface Attempt {
    /** Results of some items, [rows, ...]. */
    List<Tensor> of(int... rows);
  }

  /**
   * Tries a computation, if that was not done before.
   *
   * @param net which computes
   * @param what of it, with the size of the batch
   */
  void attempt(Object net, List<Integer> what, Attempt attempt) {
    synchronized (TRIED) {
      if (isNeeded() && TRIED.computeIfAbsent(net, n -> new HashSet<>()).add(what)) {
        compare(attempt);
      }
    }
  }

  private void compare(Attempt attempt) {
    List<List<float[]>> together = read(() -> attempt.of(IntStream.range(0, batch).toArray()));
    for (int row = 0; row < batch; row++) {
      int own = row;
      List<List<float[]>> alone = read(() -> attempt.of(own));
      for (int part = 0; part < alone.size(); part++) {
        if (!Arrays.equals(together.get(part).get(row), alone.get(part).get(0))) {
          BatchKernels.use(BatchKernels.APART);
          LOG.warn(
              "Batches are computed item by item: on this processor the kernels for a batch of {}"
                  + " round differently",
              batch);
          return;
        }
      }
    }
  }

  private static List<List<float[]>> read(Supplier<List<Tensor>> results) {
    try (TensorScope scope = TensorScope.open();
        GradMode on = GradMode.enabled()) {
      return results.get().stream().map(ItemValues::split).toList();
    }
  }

  private static List<Tensor> bothWays(Tensor result, Tensor leaf, int... rows) {
    long[] each = Arrays.copyOfRange(result.shape(), 1, result.rank());
    return List.of(result.detach(), Autograd.gradient(result, noise("seed", rows, each), leaf));
  }

  private Tensor distilled(
      DiffusionDistillation model, long side, Set<ControlRole> roles, int... rows) {
    long image = side * models.codec().factor();
    double[] ones = new double[rows.length];
    Arrays.fill(ones, 1);
    List<Control> controls = new ArrayList<>();
    for (ControlRole role : ControlRole.values()) {
      if (roles.contains(role)) {
        Tensor images = noise("control", rows, 3, image, image).sigmoid();
        controls.add(new Control(role, images, ones));
      }
    }
    Tensor text = model.embed("");
    Tensor texts = text.expand(rows.length, text.shape(1), text.shape(2)).contiguous();
    try (GradMode off = GradMode.disabled()) {
      return model
          .gradient(
              new DistillationQuery(
                  Objective.SDS.loss(),
                  noise("z", rows, LatentCodec.CHANNELS, side, side),
                  noise("eps", rows, LatentCodec.CHANNELS, side, side),
                  IntStream.of(rows)
                      .mapToLong(row -> row * (model.timesteps() - 1L) / batch)
                      .toArray(),
                  List.of(texts, texts.add(noise("text", rows, text.shape(1), text.shape(2)))),
                  IntStream.of(rows)
                      .mapToObj(
                          row ->
                              new Guidance(
                                  GuidanceForm.DREAMFUSION,
                                  7.5,
                                  Weighting.ONE_MINUS_ALPHAS_CUMPROD))
                      .toList(),
                  controls))
          .gradient();
    }
  }

  private static Tensor noise(String purpose, int[] rows, long... shape) {
    return Rows.stack(
        IntStream.of(rows).mapToObj(row -> RandomStream.of(purpose, row).normal(shape)).toList());
  }
}
