package io.facesweep.synthesis;

import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An exact denoiser of data that is one image a prompt: eps_hat = (z_t - sqrt(abar) x) / sqrt(1 -
 * abar), so that the gradient is w sqrt(abar / (1 - abar)) (z - x), whatever the noise. abar = 1 -
 * t / T.
 */
final class ToyScoreModel implements ScoreDistillation {
  private static final int TIMESTEPS = 1000;

  private final List<String> texts = new ArrayList<>();
  private final Map<String, float[]> targets = new LinkedHashMap<>();

  /** The latents [4, h, w] that a prompt stands for. */
  ToyScoreModel target(String text, float[] latents) {
    targets.put(text, latents);
    return this;
  }

  @Override
  public int timesteps() {
    return TIMESTEPS;
  }

  @Override
  public boolean has(ModelRole role) {
    return true;
  }

  @Override
  public Tensor embed(String text) {
    if (!texts.contains(text)) {
      texts.add(text);
    }
    return Tensor.of(new float[] {texts.indexOf(text)}, 1, 1, 1);
  }

  @Override
  public DistillationResult gradient(DistillationQuery request) {
    try (TensorScope scope = TensorScope.open()) {
      return Toys.result(request, scope.keep(towardsTargets(request)));
    }
  }

  private Tensor towardsTargets(DistillationQuery request) {
    Tensor z = request.latents();
    float[] ids = request.texts().get(1).toFloats();
    List<Tensor> items = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      String text = texts.get((int) ids[i]);
      float[] target = targets.get(text);
      if (target == null) {
        throw new IllegalStateException("The toy knows no image of '" + text + "'");
      }
      double alpha = 1 - (double) request.timesteps()[i] / TIMESTEPS;
      double weight = (1 - alpha) * Math.sqrt(alpha / (1 - alpha));
      Tensor x = Tensor.of(target, 4, z.shape(2), z.shape(3));
      items.add(z.select(0, i).sub(x).mul(weight));
    }
    return Tensor.stack(0, items);
  }
}
