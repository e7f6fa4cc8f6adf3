package io.facesweep.diffusion;

import io.facesweep.UserException;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.JsonConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * How much noise each timestep has (Ho et al. 2020, arXiv 2006.11239), read from
 * scheduler/scheduler_config.json of whatever scheduler class; the noise schedule is the same for
 * all of them.
 */
public final class NoiseSchedule {
  private final float[] alphasCumprod;
  private final PredictionType predictionType;

  private NoiseSchedule(double[] betas, PredictionType predictionType) {
    this.alphasCumprod = new float[betas.length];
    double product = 1;
    for (int t = 0; t < betas.length; t++) {
      // As schedulers do: betas and alphas are rounded to float32, their product is not.
      product *= 1 - (float) betas[t];
      alphasCumprod[t] = (float) product;
    }
    this.predictionType = predictionType;
  }

  /**
   * Reads scheduler_config.json in a snapshot's {@code scheduler/} directory.
   *
   * @throws UserException if it asks for what is not supported
   */
  public static NoiseSchedule open(Path directory) {
    return of(JsonConfig.read(directory.resolve("scheduler_config.json")));
  }

  static NoiseSchedule of(JsonConfig config) {
    String scheduler = config.text("_class_name", "DDIMScheduler");
    if (scheduler.contains("FlowMatch")) {
      throw new UserException(
          "Cannot open %s: it configures a %s (supported: schedulers of Stable Diffusion 1.x and 2.x)"
              .formatted(config.file(), scheduler));
    }
    ConfigRules rules = new ConfigRules(config);
    rules.off("rescale_betas_zero_snr");
    PredictionType prediction =
        switch (config.text("prediction_type", "epsilon")) {
          case "epsilon" -> PredictionType.EPSILON;
          case "v_prediction" -> PredictionType.V_PREDICTION;
          default -> throw config.problem("prediction_type", "epsilon or v_prediction");
        };
    double[] betas = betas(config);
    if (Arrays.stream(betas).anyMatch(beta -> !(beta > 0 && beta < 1))) {
      throw new UserException(
          "Invalid noise schedule in %s: not every beta is between 0 and 1"
              .formatted(config.file()));
    }
    return new NoiseSchedule(betas, prediction);
  }

  private static double[] betas(JsonConfig config) {
    if (!config.isNullOrAbsent("trained_betas")) {
      return config.numbers("trained_betas");
    }
    int count = config.positive("num_train_timesteps", 1000);
    if (count > 1_000_000) {
      throw config.problem("num_train_timesteps", "at most 1000000");
    }
    double start = config.number("beta_start", 0.0001);
    double end = config.number("beta_end", 0.02);
    return switch (config.text("beta_schedule", "linear")) {
      case "linear" -> interpolated(start, end, count, beta -> beta);
      case "scaled_linear" ->
          interpolated(Math.sqrt(start), Math.sqrt(end), count, root -> root * root);
      case "squaredcos_cap_v2" -> cosine(count);
      default ->
          throw config.problem("beta_schedule", "linear, scaled_linear or squaredcos_cap_v2");
    };
  }

  private static double[] interpolated(
      double start, double end, int count, DoubleUnaryOperator map) {
    double[] betas = new double[count];
    for (int t = 0; t < count; t++) {
      double position = count == 1 ? 0 : (double) t / (count - 1);
      betas[t] = map.applyAsDouble(start + (end - start) * position);
    }
    return betas;
  }

  /** Nichol and Dhariwal 2021, arXiv 2102.09672. */
  private static double[] cosine(int count) {
    DoubleUnaryOperator alphaBar =
        time -> Math.pow(Math.cos((time + 0.008) / 1.008 * Math.PI / 2), 2);
    double[] betas = new double[count];
    for (int t = 0; t < count; t++) {
      double now = alphaBar.applyAsDouble((double) t / count);
      double next = alphaBar.applyAsDouble((t + 1.0) / count);
      betas[t] = Math.min(1 - next / now, 0.999);
    }
    return betas;
  }

  /** Timesteps that the net was trained with, 1000 as a rule; timesteps are below this. */
  public int trainTimesteps() {
    return alphasCumprod.length;
  }

  public PredictionType predictionType() {
    return predictionType;
  }

  /** The share of signal left at a timestep, abar in (0, 1): decreases with it. */
  public float alphasCumprod(long timestep) {
    if (timestep < 0 || timestep >= alphasCumprod.length) {
      throw new IllegalArgumentException(
          "Invalid timestep: %d (expected 0 to %d)".formatted(timestep, alphasCumprod.length - 1));
    }
    return alphasCumprod[(int) timestep];
  }

  /**
   * Noisy latents, sqrt(abar) latents + sqrt(1 - abar) noise.
   *
   * @param latents [N, C, h, w]
   * @param noise [N, C, h, w]
   * @param timesteps [N]
   */
  public Tensor addNoise(Tensor latents, Tensor noise, long[] timesteps) {
    return combined(latents, noise, timesteps, 1);
  }

  /** The velocity sqrt(abar) noise - sqrt(1 - abar) latents (Salimans and Ho 2022). */
  public Tensor velocity(Tensor latents, Tensor noise, long[] timesteps) {
    return combined(noise, latents, timesteps, -1);
  }

  /** Returns what a UNet should predict: the noise, or the velocity. */
  public Tensor target(Tensor latents, Tensor noise, long[] timesteps) {
    return switch (predictionType) {
      case EPSILON -> noise;
      case V_PREDICTION -> velocity(latents, noise, timesteps);
    };
  }

  /**
   * The noise that a UNet's output stands for.
   *
   * @param output [N, C, h, w]
   * @param noisy what the UNet was given
   */
  public Tensor epsilon(Tensor output, Tensor noisy, long[] timesteps) {
    return switch (predictionType) {
      case EPSILON -> output;
      case V_PREDICTION -> combined(output, noisy, timesteps, 1);
    };
  }

  /** {@code sqrt(abar) a + sign sqrt(1 - abar) b}. */
  private Tensor combined(Tensor a, Tensor b, long[] timesteps, int sign) {
    a.requireShape("latents", timesteps.length, -1, -1, -1);
    b.requireShape("noise", a.shape());
    double[] signal = new double[timesteps.length];
    double[] noise = new double[timesteps.length];
    for (int i = 0; i < timesteps.length; i++) {
      double alpha = alphasCumprod(timesteps[i]);
      signal[i] = Math.sqrt(alpha);
      noise[i] = sign * Math.sqrt(1 - alpha);
    }
    return TensorScope.compute(
        () -> {
          List<Tensor> scales = PerItem.of(a, signal, noise);
          return a.mul(scales.get(0)).add(b.like(a).mul(scales.get(1)));
        });
  }
}
