package io.facesweep.train.demo;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.LatentDistribution;
import io.facesweep.face.FaceModel;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.train.Initialisation;
import io.facesweep.train.Sheets;
import io.facesweep.train.Split;
import io.facesweep.train.StageSettings;
import io.facesweep.train.TrainedNets;
import io.facesweep.train.TrainingStage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The VAE on renders and textures: absolute, squared and gradient differences, the last at three
 * scales, colour counted apart from brightness, eyes and lips of textures more than the rest, and a
 * small Kullback-Leibler term (Rombach et al. 2022, arXiv 2112.10752, without the discriminator).
 */
final class VaeStage implements TrainingStage {
  static final String NAME = "vae";
  static final int HELD_OUT = 64;

  private static final double KL_WEIGHT = 3e-4;
  private static final double TEXTURE_SHARE = 1.0 / 3;
  private static final double HEAD_WEIGHT = 5;
  private static final double DETAIL_WEIGHT = 12;
  private static final double BACKGROUND_WEIGHT = 0.7;
  private static final double EDGE_WEIGHT = 0.4;
  private static final int[] EDGE_STEPS = {1, 2, 4};
  private static final float TEXTURE_WEIGHT = 1.5f;
  private static final float FEATURE_WEIGHT = 4;

  private final DemoData data;
  private final StageSettings settings;
  private final Device device;
  private final float[] textureWeights;
  private final TrainedNets<AutoencoderKL> nets;

  /**
   * @param directory with the VAE's config.json
   */
  VaeStage(DemoData data, StageSettings settings, Path directory, FaceModel face, Device device) {
    this.data = data;
    this.settings = settings;
    this.device = device;
    this.textureWeights = weights(face, data.side());
    this.nets =
        new TrainedNets<>(
            NAME,
            tensors -> AutoencoderKL.over(directory, tensors.apply(""), DType.FLOAT32, device));
  }

  private static float[] weights(FaceModel face, int side) {
    HeadChart chart = HeadChart.of(face, side);
    float[] eyes = chart.region("eyes");
    float[] lips = chart.region("lips");
    float[] weights = new float[side * side];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = TEXTURE_WEIGHT + FEATURE_WEIGHT * Math.max(eyes[i], lips[i]);
    }
    return weights;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StageSettings settings() {
    return settings;
  }

  @Override
  public TrainedNets<AutoencoderKL> nets() {
    return nets;
  }

  @Override
  public float[] initial(RandomStream random) {
    return Initialisation.draw(layout(), random);
  }

  @Override
  public Tensor loss(RandomStream random, int items) {
    SplittableRandom draw = random.scalars();
    int textures = (int) Math.round(items * TEXTURE_SHARE);
    int[] renders = pick(draw, renderSplit().trained(), items - textures);
    int[] painted = pick(draw, textureSplit().trained(), textures);
    Tensor images;
    Tensor weights;
    try (GradMode off = GradMode.disabled()) {
      images =
          Tensor.cat(0, data.renders(renders), data.textures(painted))
              .mul(2)
              .sub(1)
              .to(device)
              .channelsLast();
      weights = weights(renders, textures, images);
    }
    AutoencoderKL vae = nets.trained();
    LatentDistribution latents = vae.encode(images);
    Tensor noise = random.child("posterior").normal(latents.mean().shape());
    Tensor error = vae.decode(latents.sample(noise)).sub(images);
    Tensor brightness =
        error.mul(Tensor.of(new float[] {0.3f, 0.59f, 0.11f}, 1, 3, 1, 1).like(error)).sumKeep(1);
    Tensor colour = error.sub(brightness);
    Tensor plain = error.abs().mul(weights).mean();
    Tensor squared = error.square().mul(weights).mean();
    Tensor colours = colour.abs().mul(weights).mean();
    Tensor edges = edges(error, weights);
    Tensor kl =
        latents
            .mean()
            .square()
            .add(latents.logVariance().exp())
            .sub(1)
            .sub(latents.logVariance())
            .mean()
            .mul(0.5);
    return plain
        .add(squared.mul(2))
        .add(colours.mul(2))
        .add(edges.mul(EDGE_WEIGHT))
        .add(kl.mul(KL_WEIGHT));
  }

  private static int[] pick(SplittableRandom random, int below, int count) {
    return IntStream.range(0, count).map(i -> random.nextInt(below)).toArray();
  }

  /**
   * Heads count more than what is behind them, eyes and lips more than cheeks: [N, 1, side, side].
   */
  private Tensor weights(int[] renders, int textures, Tensor images) {
    int side = data.side();
    int size = side * side;
    float[] values = new float[textures * size];
    for (int i = 0; i < textures; i++) {
      System.arraycopy(textureWeights, 0, values, i * size, size);
    }
    Tensor heads = data.depths(renders).slice(1, 0, 1).greater(0).to(DType.FLOAT32);
    Tensor inside =
        heads
            .minimum(heads.roll(1, 2))
            .minimum(heads.roll(-1, 2))
            .minimum(heads.roll(1, 3))
            .minimum(heads.roll(-1, 3));
    Tensor all = Tensor.cat(0, inside, Tensor.ones(textures, 1, side, side)).to(device);
    return Tensor.cat(
            0,
            heads.mul(HEAD_WEIGHT - BACKGROUND_WEIGHT).add(BACKGROUND_WEIGHT),
            Tensor.of(values, textures, 1, side, side))
        .to(device)
        .add(detail(images).mul(all).mul(DETAIL_WEIGHT));
  }

  /** How much each pixel differs from its neighbours: [N, 1, H, W]. */
  private static Tensor detail(Tensor images) {
    Tensor around =
        images
            .roll(1, 2)
            .add(images.roll(-1, 2))
            .add(images.roll(1, 3))
            .add(images.roll(-1, 3))
            .mul(0.25);
    return images.sub(around).abs().meanKeep(1);
  }

  /** Differences of the error between pixels at some steps, the farther the less. */
  private static Tensor edges(Tensor error, Tensor weights) {
    Tensor sum = Tensor.zeros().to(error.device());
    for (int step : EDGE_STEPS) {
      if (step < error.shape(2)) {
        Tensor both = difference(error, weights, 2, step).add(difference(error, weights, 3, step));
        sum = sum.addScaled(both, 1.0 / step);
      }
    }
    return sum;
  }

  private static Tensor difference(Tensor error, Tensor weights, int axis, int step) {
    long size = error.shape(axis);
    return error
        .slice(axis, step, size)
        .sub(error.slice(axis, 0, size - step))
        .abs()
        .mul(weights.slice(axis, step, size))
        .mean();
  }

  @Override
  public Map<String, Double> validate() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("psnr_renders", psnr(renderSplit().keptIndices(), false));
    figures.put("psnr_textures", psnr(textureSplit().keptIndices(), true));
    figures.put("sharpness_renders", sharpness(renderSplit().keptIndices(), false));
    figures.put("sharpness_textures", sharpness(textureSplit().keptIndices(), true));
    return figures;
  }

  private Split renderSplit() {
    return Split.of("renders", data.renderCount(), HELD_OUT);
  }

  private Split textureSplit() {
    return Split.of("textures", data.textureCount(), HELD_OUT);
  }

  private double psnr(int[] indices, boolean textures) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Tensor images = textures ? data.textures(indices) : data.renders(indices);
      Tensor error = reconstructed(images).sub(images.to(device));
      double sum = 0;
      for (float mean : error.square().mean(1, 2, 3).toFloats()) {
        sum += -10 * Math.log10(mean);
      }
      return sum / indices.length;
    }
  }

  /** How sharp images are after the net, as a share of what they were. */
  private double sharpness(int[] indices, boolean textures) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Tensor images = textures ? data.textures(indices) : data.renders(indices);
      return Sharpness.of(reconstructed(images)) / Sharpness.of(images);
    }
  }

  /** Images [N, 3, H, W] in [0, 1] through the averaged net. */
  private Tensor reconstructed(Tensor images) {
    AutoencoderKL vae = nets.averaged();
    return TensorScope.compute(
        () -> {
          Tensor latents = vae.encode(images.to(device).mul(2).sub(1)).mean();
          return vae.decode(latents).mul(0.5).add(0.5).clamp(0, 1);
        });
  }

  @Override
  public void samples(Path folder, String name) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      List<Tensor> shown = new ArrayList<>();
      for (boolean textures : new boolean[] {false, true}) {
        int count = textures ? data.textureCount() : data.renderCount();
        int[] indices = IntStream.range(count - 8, count).toArray();
        Tensor images = textures ? data.textures(indices) : data.renders(indices);
        shown.add(images);
        shown.add(reconstructed(images).to(Device.CPU));
      }
      Sheets.write(folder.resolve(name + ".png"), Tensor.cat(0, shown), 8, List.of());
    }
  }
}
