package io.facesweep.metrics;

import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Asks a diffusion model about some images with noise that is held out and the same for every text
 * and every trial, so that differences between texts are not noise. For one thread, within one
 * scope.
 *
 * <p>A lower error of the noise prediction stands for a likelier text: "Your Diffusion Model is
 * Secretly a Zero-Shot Classifier" (Li et al. 2023, arXiv 2303.16203, equation 5), here with few
 * fixed timesteps.
 */
public final class DenoisingProbe {
  private static final double[] FRACTIONS = {0.3, 0.5, 0.7};
  private static final int DRAWS = 2;
  private static final long SEED = 0;

  /** Numbers of all latents, up to which the draws are one batch; more need not fit in memory. */
  private static final long MAX_JOINED = 1 << 16;

  private final Denoiser denoiser;
  private final Tensor latents;
  private final int images;
  private final Map<String, double[]> known = new HashMap<>();

  /**
   * @param images [N, 3, H, W] in [0, 1]
   */
  public DenoisingProbe(Denoiser denoiser, Tensor images) {
    this.denoiser = denoiser;
    this.latents = denoiser.encode(images);
    this.images = Math.toIntExact(images.shape(0));
  }

  /**
   * Mean squared error of the predicted noise of each image, over timesteps and draws.
   *
   * @param text the prompt of all images
   * @return [N]; not a copy
   */
  public double[] errors(String text) {
    double[] errors = known.get(text);
    return errors == null ? ask(List.of(text)).get(0) : errors;
  }

  /**
   * Asks about several texts together, which is cheaper than one after the other; {@link
   * #errors(String)} knows them then.
   *
   * @param texts each the prompt of all images
   * @return what {@link #errors(String)} returns of each
   */
  public List<double[]> ask(List<String> texts) {
    List<String> missing =
        texts.stream().distinct().filter(text -> !known.containsKey(text)).toList();
    List<double[]> found =
        answers(missing.stream().map(text -> Collections.nCopies(images, text)).toList());
    for (int i = 0; i < found.size(); i++) {
      known.put(missing.get(i), found.get(i));
    }
    return texts.stream().map(text -> Objects.requireNonNull(known.get(text))).toList();
  }

  /**
   * The same with a prompt of its own for each image.
   *
   * @param texts as many as there are images
   * @throws IllegalArgumentException if there are more or fewer
   */
  public double[] errors(List<String> texts) {
    return answers(List.of(texts)).get(0);
  }

  /**
   * Several {@link #errors(List)} together, which is cheaper than one after the other.
   *
   * @param questions lists of as many texts as there are images
   * @return [N] for each
   * @throws IllegalArgumentException if there are more or fewer
   */
  public List<double[]> answers(List<List<String>> questions) {
    for (List<String> texts : questions) {
      if (texts.size() != images) {
        throw new IllegalArgumentException(
            "Invalid prompts: %d for %d images".formatted(texts.size(), images));
      }
    }
    if (questions.isEmpty()) {
      return List.of();
    }
    List<double[]> sums = questions.stream().map(texts -> new double[images]).toList();
    int together = latents.size() * FRACTIONS.length * DRAWS <= MAX_JOINED ? DRAWS : 1;
    for (int draw = 0; draw < DRAWS; draw += together) {
      add(questions, draw, together, sums);
    }
    for (double[] sum : sums) {
      for (int i = 0; i < images; i++) {
        sum[i] /= DRAWS * FRACTIONS.length;
      }
    }
    return sums;
  }

  /** The mean of {@link #errors(String)} over the images. */
  public double error(String text) {
    double sum = 0;
    for (double error : errors(text)) {
      sum += error;
    }
    return sum / images;
  }

  /** Asks with some draws of noise in one batch, and adds up the errors of each image. */
  private void add(List<List<String>> questions, int first, int draws, List<double[]> sums) {
    try (TensorScope scope = TensorScope.open()) {
      int repeats = FRACTIONS.length * draws;
      long[] timesteps = new long[images * repeats];
      for (int i = 0; i < timesteps.length; i++) {
        double fraction = FRACTIONS[i / images % FRACTIONS.length];
        timesteps[i] = Math.round(fraction * (denoiser.timesteps() - 1));
      }
      Tensor clean = Tensor.cat(0, Collections.nCopies(FRACTIONS.length, latents));
      List<Tensor> noise = new ArrayList<>();
      for (int draw = first; draw < first + draws; draw++) {
        noise.add(RandomStream.of("metrics", SEED).child(draw).normal(clean.shape()));
      }
      List<double[]> errors =
          denoiser.answers(
              Tensor.cat(0, Collections.nCopies(draws, clean)), // [draws fractions N, C, h, w]
              Tensor.cat(0, noise),
              timesteps,
              questions.stream().map(texts -> repeated(texts, repeats)).toList());
      for (int question = 0; question < errors.size(); question++) {
        double[] found = errors.get(question);
        for (int i = 0; i < found.length; i++) {
          sums.get(question)[i % images] += found[i];
        }
      }
    }
  }

  private static List<String> repeated(List<String> texts, int count) {
    return Collections.nCopies(count, texts).stream().flatMap(List::stream).toList();
  }
}
