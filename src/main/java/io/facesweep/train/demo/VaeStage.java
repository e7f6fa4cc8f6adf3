package io.facesweep.train.demo;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.VaeConfig;
import io.facesweep.face.FaceModel;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.train.HeapTensor;
import io.facesweep.train.Initialisation;
import io.facesweep.train.Sheets;
import io.facesweep.train.Split;
import io.facesweep.train.StageSettings;
import io.facesweep.train.TrainedNets;
import io.facesweep.train.TrainingStage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The VAE on renders and textures, the first of the data: it has seen enough long before the rest.
 */
final class VaeStage implements TrainingStage {
  static final String NAME = "vae";
  static final int HELD_OUT = 64;

  private static final double TEXTURE_SHARE = 1.0 / 3;

  private final DemoData data;
  private final StageSettings settings;
  private final Device device;
  private final VaeLoss loss;
  private final TrainedNets<AutoencoderKL> nets;

  /**
   * @param directory with the VAE's config.json
   */
  VaeStage(DemoData data, StageSettings settings, Path directory, FaceModel face, Device device) {
    this.data = data;
    this.settings = settings;
    this.device = device;
    this.loss = new VaeLoss(face, data.side());
    this.nets =
        new TrainedNets<>(
            NAME,
            tensors -> AutoencoderKL.over(directory, tensors.apply(""), DType.FLOAT32, device));
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
  public Drawn draw(RandomStream random, long step, int items) {
    SplittableRandom draw = random.scalars();
    int textures = (int) Math.round(items * TEXTURE_SHARE);
    int[] renders = pick(draw, renderSplit().trained(), items - textures);
    int[] painted = pick(draw, textureSplit().trained(), textures);
    HeapTensor images = HeapTensor.of(Tensor.cat(0, data.renders(renders), data.textures(painted)));
    HeapTensor heads = HeapTensor.of(data.depths(renders).slice(1, 0, 1));
    HeapTensor noise = HeapTensor.of(random.child("posterior").normal(latents(items)));
    return () -> {
      Tensor shown = images.tensor().to(device).mul(2).sub(1);
      return loss.of(
          nets.trained(),
          device.isCuda() ? shown : shown.channelsLast(),
          heads.tensor().to(device).greater(0).to(DType.FLOAT32),
          noise.tensor());
    };
  }

  /** The shape of items' latents. */
  private long[] latents(int items) {
    VaeConfig config = nets.trained().config();
    long side = data.side() / config.imageFactor();
    return new long[] {items, config.latentChannels(), side, side};
  }

  private static int[] pick(SplittableRandom random, int below, int count) {
    return IntStream.range(0, count).map(i -> random.nextInt(below)).toArray();
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
    return Split.of("renders", data.firstRenders(), HELD_OUT);
  }

  private Split textureSplit() {
    return Split.of("textures", data.firstTextures(), HELD_OUT);
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
        int[] kept = (textures ? textureSplit() : renderSplit()).keptIndices();
        int[] indices = Arrays.copyOfRange(kept, Math.max(0, kept.length - 8), kept.length);
        Tensor images = textures ? data.textures(indices) : data.renders(indices);
        shown.add(images);
        shown.add(reconstructed(images).to(Device.CPU));
      }
      Sheets.write(folder.resolve(name + ".png"), Tensor.cat(0, shown), 8, List.of());
    }
  }
}
