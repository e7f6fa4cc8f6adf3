package io.facesweep.guidance;

import io.facesweep.diffusion.PerItem;
import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Score distillation with a UNet, which is not differentiated. One call of it for all items with
 * the texts that they have in common; those that only some items need have calls of their own. Owns
 * nothing; immutable; threads may share it.
 */
public final class DiffusionDistillation implements ScoreDistillation {
  private final NoisePredictor predictor;
  private final Function<String, Tensor> embeddings;

  /**
   * @param embeddings [1, L, C] of a text, in the caller's scope
   */
  public DiffusionDistillation(NoisePredictor predictor, Function<String, Tensor> embeddings) {
    this.predictor = predictor;
    this.embeddings = embeddings;
  }

  @Override
  public int timesteps() {
    return predictor.schedule().trainTimesteps();
  }

  @Override
  public boolean has(ModelRole role) {
    return predictor.has(role);
  }

  @Override
  public Tensor embed(String text) {
    return embeddings.apply(text);
  }

  @Override
  public DistillationResult gradient(DistillationQuery query) {
    try (GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      // 1. where to predict; float32 from here to the UNet and behind it
      DistillationLoss loss = query.loss();
      Tensor latents = query.latents().to(predictor.device()).to(DType.FLOAT32);
      DistillationQuery own = query.with(latents, query.noise().like(latents));
      DistillationLoss.Start start = loss.start(own, predictor);

      // 2. predict with every text
      List<Tensor> noise = noise(loss, start.noisyLatents(), own);

      // 3. combine and weigh
      Tensor combined =
          loss.combined(new Predictions(noise, start.noisyLatents(), predictor.schedule()), own);
      double[] weights = weights(own);
      Tensor raw = combined.sub(start.target()).mul(PerItem.of(weights, combined));

      // 4. count what is not finite, then leave it out
      long[] nonFinite = countNonFinite(raw);
      Tensor gradient =
          Arrays.stream(nonFinite).sum() == 0 ? raw : raw.isFinite().where(raw, raw.zerosLike());
      double[] norms = doubles(gradient.norm(1, 2, 3));
      for (Tensor kept : List.of(gradient, start.noisyLatents(), combined)) {
        scope.keep(kept);
      }
      noise.forEach(scope::keep);
      return new DistillationResult(
          gradient,
          norms,
          nonFinite,
          new DistillationResult.Origin(start.noisyLatents(), noise, combined, weights));
    }
  }

  /** The noise of each text; of those that not all items need, 0 where it is not needed. */
  private List<Tensor> noise(DistillationLoss loss, Tensor noisy, DistillationQuery query) {
    int common = loss.commonTexts();
    List<Tensor> noise =
        new ArrayList<>(
            predictor.noise(
                noisy, query.timesteps(), query.texts().subList(0, common), query.controls()));
    for (int i = common; i < loss.textCount(); i++) {
      int text = i;
      int[] rows =
          IntStream.range(0, query.batch())
              .filter(item -> loss.needs(text, item, query, timesteps()))
              .toArray();
      noise.add(
          rows.length == 0
              ? noisy.zerosLike()
              : BatchRows.spread(noise(query.texts().get(i), noisy, query, rows), rows, noisy));
    }
    return noise;
  }

  /** The noise of some items with one text. */
  private Tensor noise(Tensor text, Tensor noisy, DistillationQuery query, int[] rows) {
    return predictor
        .noise(
            BatchRows.of(noisy, rows),
            IntStream.of(rows).mapToLong(row -> query.timesteps()[row]).toArray(),
            List.of(BatchRows.of(text, rows)),
            query.controls().stream().map(control -> control.of(rows, row -> true)).toList())
        .get(0);
  }

  private double[] weights(DistillationQuery query) {
    double[] weights = new double[query.batch()];
    for (int i = 0; i < weights.length; i++) {
      double alpha = predictor.schedule().alphasCumprod(query.timesteps()[i]);
      weights[i] = query.loss().weight(query.guidance().get(i).weighting(), alpha);
    }
    return weights;
  }

  private static long[] countNonFinite(Tensor gradient) {
    double[] finite = doubles(gradient.isFinite().to(DType.FLOAT32).sum(1, 2, 3)); // [K]
    long each = gradient.size() / finite.length;
    return Arrays.stream(finite).mapToLong(count -> each - (long) count).toArray();
  }

  private static double[] doubles(Tensor values) {
    float[] floats = values.toFloats();
    double[] doubles = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
    }
    return doubles;
  }

  @Override
  public long gradientBytes(DistillationLoss loss, long side, Set<ModelRole> roles) {
    return loss.commonTexts() * predictor.bytes(side, roles);
  }
}
