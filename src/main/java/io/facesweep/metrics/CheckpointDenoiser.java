package io.facesweep.metrics;

import io.facesweep.diffusion.Checkpoint;
import io.facesweep.guidance.NoisePredictor;
import io.facesweep.guidance.NoiseQuestion;
import io.facesweep.guidance.TextEmbeddings;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.tensor.BatchKernels;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint as a denoiser, without ControlNets and without guidance. An item's numbers may round
 * by how many there are. Owns nothing. Safe for several threads.
 */
public final class CheckpointDenoiser implements Denoiser {
  private final NoisePredictor predictor;
  private final VaeCodec codec;
  private final TextEmbeddings embeddings;
  private final Runnable beforeEach;

  /**
   * @param embeddings of the checkpoint's text encoder
   */
  public CheckpointDenoiser(Checkpoint checkpoint, TextEmbeddings embeddings) {
    this(checkpoint, embeddings, () -> {});
  }

  /**
   * @param embeddings of the checkpoint's text encoder
   * @param beforeEach is run before each question, and may end it by an exception
   */
  public CheckpointDenoiser(Checkpoint checkpoint, TextEmbeddings embeddings, Runnable beforeEach) {
    this.beforeEach = beforeEach;
    this.predictor = new NoisePredictor(checkpoint.unet(), checkpoint.schedule(), Map.of());
    this.codec = new VaeCodec(checkpoint.vae());
    this.embeddings = embeddings;
  }

  @Override
  public int timesteps() {
    return predictor.schedule().trainTimesteps();
  }

  @Override
  public Tensor encode(Tensor images) {
    try (GradMode off = GradMode.disabled();
        BatchKernels.Scope joined = BatchKernels.JOINED.open()) {
      return codec.mean(images);
    }
  }

  @Override
  public double[] errors(Tensor latents, Tensor noise, long[] timesteps, List<String> texts) {
    return answers(latents, noise, timesteps, List.of(texts)).get(0);
  }

  @Override
  public List<double[]> answers(
      Tensor latents, Tensor noise, long[] timesteps, List<List<String>> questions) {
    beforeEach.run();
    try (GradMode off = GradMode.disabled();
        TensorScope scope = TensorScope.open()) {
      NoiseQuestion asked;
      try (BatchKernels.Scope joined = BatchKernels.JOINED.open()) {
        asked = predictor.question(latents, noise, timesteps);
      }
      List<double[]> answers = new ArrayList<>();
      for (List<String> texts : questions) {
        beforeEach.run();
        answers.add(errors(asked, texts));
      }
      return answers;
    }
  }

  private double[] errors(NoiseQuestion asked, List<String> texts) {
    try (TensorScope scope = TensorScope.open()) {
      boolean isOne = texts.stream().distinct().count() == 1;
      // by the kernels that trials have: embeddings are kept for them too
      Tensor text = embeddings.of(isOne ? texts.subList(0, 1) : texts);
      float[] means;
      try (BatchKernels.Scope joined = BatchKernels.JOINED.open()) {
        means = asked.errors(text).toFloats();
      }
      double[] errors = new double[means.length];
      for (int i = 0; i < errors.length; i++) {
        errors[i] = means[i];
      }
      return errors;
    }
  }
}
