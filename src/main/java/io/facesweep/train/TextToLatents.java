package io.facesweep.train;

import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.ClipTextModel;
import io.facesweep.diffusion.ClipTokenizer;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.guidance.Control;
import io.facesweep.guidance.Guidance;
import io.facesweep.guidance.NoisePredictor;
import io.facesweep.guidance.TextEmbeddings;
import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The nets that turn text and noise into latents, in training; any of them may be trained. */
public record TextToLatents(
    ClipTokenizer tokenizer, ClipTextModel textEncoder, NoisePredictor predictor) {

  public TextToLatents(
      ClipTokenizer tokenizer,
      ClipTextModel textEncoder,
      UNet2DConditionModel unet,
      NoiseSchedule schedule) {
    this(tokenizer, textEncoder, new NoisePredictor(unet, schedule, Map.of()));
  }

  /** Returns the nets of a snapshot, not owned. */
  public static TextToLatents of(Checkpoint checkpoint) {
    return new TextToLatents(
        checkpoint.tokenizer(), checkpoint.textEncoder(), checkpoint.unet(), checkpoint.schedule());
  }

  /** Returns the same nets with a ControlNet. */
  TextToLatents with(ModelRole role, ControlNetModel net) {
    return new TextToLatents(tokenizer, textEncoder, predictor.with(role, net));
  }

  Device device() {
    return predictor.device();
  }

  /** Returns what the net that predicts noise computes in. */
  DType type() {
    return predictor.dtype();
  }

  int trainTimesteps() {
    return predictor.schedule().trainTimesteps();
  }

  /** Returns embeddings [N, 77, C]. */
  public Tensor embed(List<String> texts) {
    return embed(tokens(texts));
  }

  /** Returns the tokens of texts, one after the other. */
  public int[] tokens(List<String> texts) {
    return TextEmbeddings.tokens(tokenizer, texts);
  }

  /** Returns embeddings [N, 77, C] of texts' tokens. */
  public Tensor embed(int[] tokens) {
    return TextEmbeddings.encode(tokenizer, textEncoder, tokens);
  }

  /** Returns mean squared errors of the prediction, [N]: what nets are trained by. */
  public Tensor errors(
      Tensor latents, Tensor noise, long[] timesteps, Tensor embeddings, List<Control> controls) {
    return meanSquares(residuals(latents, noise, timesteps, embeddings, controls));
  }

  /** Returns what is predicted less what was to be predicted, [N, C, h, w]. */
  public Tensor residuals(
      Tensor latents, Tensor noise, long[] timesteps, Tensor embeddings, List<Control> controls) {
    return predictor.outputResiduals(latents, noise, timesteps, embeddings, controls);
  }

  /** Returns the mean squares of items' residuals, [N]. */
  public static Tensor meanSquares(Tensor residuals) {
    return residuals.square().mean(1, 2, 3);
  }

  /**
   * Samples by DDIM (Song et al. 2021, arXiv 2010.02502) with classifier-free guidance.
   *
   * @return latents [N, C, side, side]
   */
  public Tensor sample(
      List<String> texts,
      RandomStream random,
      int side,
      int steps,
      double guidance,
      List<Control> controls) {
    int count = texts.size();
    List<Tensor> embeddings = List.of(embed(Collections.nCopies(count, "")), embed(texts));
    double[] scales = new double[count];
    Arrays.fill(scales, guidance);
    Tensor latents = random.normal(count, predictor.channels(), side, side).to(predictor.device());
    NoiseSchedule schedule = predictor.schedule();
    int last = schedule.trainTimesteps() - 1;
    for (int i = 0; i < steps; i++) {
      long now = Math.round(last * (1 - (double) i / steps));
      long next = Math.round(last * (1 - (double) (i + 1) / steps));
      Tensor current = latents;
      latents =
          TensorScope.compute(
              () -> {
                long[] timesteps = new long[count];
                Arrays.fill(timesteps, now);
                List<Tensor> noise = predictor.noise(current, timesteps, embeddings, controls);
                Tensor guided = Guidance.combined(noise.get(0), noise.get(1), scales);
                double a = schedule.alphasCumprod(now);
                double b = next == 0 ? 1 : schedule.alphasCumprod(next);
                Tensor clean = current.addScaled(guided, -Math.sqrt(1 - a)).div(Math.sqrt(a));
                return clean.mul(Math.sqrt(b)).addScaled(guided, Math.sqrt(1 - b));
              });
    }
    return latents;
  }
}
