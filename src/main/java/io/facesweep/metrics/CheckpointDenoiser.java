package io.facesweep.metrics;

import io.facesweep.diffusion.Checkpoint;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import io.facesweep.tensor.TensorScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint as a denoiser, without ControlNets and without guidance. Keeps the embeddings of the
 * texts it was asked about until it is closed; does not own the checkpoint. Safe for several
 * threads.
 */
public final class CheckpointDenoiser implements Denoiser, AutoCloseable {
  private final Checkpoint checkpoint;
  private final TensorOwner owner = new TensorOwner();
  private final Map<String, Tensor> embeddings = new HashMap<>();

  public CheckpointDenoiser(Checkpoint checkpoint) {
    this.checkpoint = checkpoint;
  }

  @Override
  public int timesteps() {
    return checkpoint.schedule().trainTimesteps();
  }

  @Override
  public Tensor encode(Tensor images) {
    try (GradMode off = GradMode.disabled()) {
      return TensorScope.compute(
          () ->
              checkpoint
                  .vae()
                  .encode(images.mul(2).sub(1))
                  .mean()
                  .to(DType.FLOAT32)
                  .mul(checkpoint.vae().config().scalingFactor()));
    }
  }

  @Override
  public double[] errors(Tensor latents, Tensor noise, long[] timesteps, List<String> texts) {
    try (GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      Tensor clean = latents.to(checkpoint.unet().device()).to(DType.FLOAT32);
      Tensor eps = noise.like(clean);
      Tensor noisy = checkpoint.schedule().addNoise(clean, eps, timesteps);
      Tensor text = Tensor.cat(0, texts.stream().map(this::embedding).toList());
      Tensor output = checkpoint.unet().forward(noisy, timesteps, text).to(DType.FLOAT32);
      Tensor predicted = checkpoint.schedule().epsilon(output, noisy, timesteps);
      float[] means = predicted.sub(eps).square().mean(1, 2, 3).toFloats();
      double[] errors = new double[means.length];
      for (int i = 0; i < errors.length; i++) {
        errors[i] = means[i];
      }
      return errors;
    }
  }

  /** [1, L, C], of this object. */
  private synchronized Tensor embedding(String text) {
    Tensor known = embeddings.get(text);
    if (known == null) {
      try (TensorScope scope = TensorScope.open()) {
        int[] ids = checkpoint.tokenizer().encode(text);
        known = owner.adopt(checkpoint.textEncoder().forward(Tensor.of(ids, 1, ids.length)));
      }
      embeddings.put(text, known);
    }
    return known;
  }

  @Override
  public void close() {
    owner.close();
  }
}
