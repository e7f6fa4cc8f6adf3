package io.facesweep.bench;

import io.facesweep.face.FaceModels;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.settings.ModelRole;
import io.facesweep.synthesis.SynthesisModels;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;

/** Models without nets, so that a trial's step is what is left of it: render and optimiser. */
final class PooledModels {
  private PooledModels() {}

  /**
   * Models of the built-in head.
   *
   * @param factor from images to latents
   * @param textWidth of the embeddings of prompts
   */
  static SynthesisModels of(int factor, int textWidth, Device device) {
    return new SynthesisModels(
        new NoScore(textWidth, device),
        new PoolCodec(factor),
        FaceModels.open("builtin:head"),
        device);
  }

  /** Answers with the latents themselves, at once. */
  private record NoScore(int textWidth, Device device) implements ScoreDistillation {
    private static final int TIMESTEPS = 1000;
    private static final int TOKENS = 77;

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
      return Tensor.zeros(1, TOKENS, textWidth).to(device);
    }

    @Override
    public DistillationResult gradient(DistillationQuery request) {
      int batch = request.timesteps().length;
      try (TensorScope scope = TensorScope.open()) {
        Tensor gradient = request.latents().mul(0.1);
        float[] norms = gradient.norm(1, 2, 3).toFloats();
        double[] wide = new double[batch];
        for (int i = 0; i < batch; i++) {
          wide[i] = norms[i];
        }
        scope.keep(gradient);
        return new DistillationResult(
            gradient,
            wide,
            new long[batch],
            new DistillationResult.Origin(
                request.latents(), List.of(), gradient, new double[batch]));
      }
    }
  }

  /** Averages tiles instead of encoding them. */
  private record PoolCodec(int factor) implements LatentCodec {
    @Override
    public Tensor encode(Tensor images, Tensor posteriorNoise) {
      Tensor small = Functional.averagePool(images, factor);
      return Tensor.cat(1, small, small.meanKeep(1));
    }

    @Override
    public Tensor decode(Tensor latents) {
      Tensor rgb = latents.slice(1, 0, 3);
      return Functional.upsampleNearest(rgb, rgb.shape(2) * factor, rgb.shape(3) * factor)
          .clamp(0, 1);
    }
  }
}
