package io.facesweep.train;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.diffusion.UNetFiles;
import io.facesweep.guidance.NoisePredictor;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A UNet, all of it, some tensors or a LoRA, on latents of textures under one prompt (Wu et al.
 * 2024, section 3.3); text encoder and VAE stay as they are.
 */
final class TextureUnetStage implements TrainingStage {
  private static final double EMPTY_SHARE = 0.1;
  private static final int SAMPLES = 4;
  private static final int SAMPLING_STEPS = 20;
  private static final double SAMPLING_SCALE = 2;

  private final TextureColours colours;
  private final StageSettings settings;
  private final UnetTuning tuning;
  private final TextureLatents latents;
  private final TextToLatents base;
  private final AutoencoderKL vae;
  private final String prompt;
  private final TrainedNets<UNet2DConditionModel> nets;

  /**
   * @param start the UNet that it starts from
   * @param tuning what of it is trained
   * @param base the nets of the same checkpoint, which it is compared with; it computes in the type
   *     of their UNet
   * @param prompt of every texture
   */
  TextureUnetStage(
      TextureColours colours,
      StageSettings settings,
      UNetFiles start,
      UnetTuning tuning,
      TextureLatents latents,
      TextToLatents base,
      AutoencoderKL vae,
      String prompt) {
    this.colours = colours;
    this.settings = settings;
    this.tuning = tuning;
    this.latents = latents;
    this.base = base;
    this.vae = vae;
    this.prompt = prompt;
    this.nets =
        new TrainedNets<>(
            name(),
            base.type(),
            tuning::over,
            tensors -> start.over(tensors.apply(""), base.type(), base.device()));
  }

  @Override
  public String name() {
    return colours.role().text();
  }

  @Override
  public StageSettings settings() {
    return settings;
  }

  @Override
  public TrainedNets<UNet2DConditionModel> nets() {
    return nets;
  }

  @Override
  public float[] initial(RandomStream random) {
    return tuning.initial(layout(), random);
  }

  private TextToLatents with(UNet2DConditionModel unet) {
    return new TextToLatents(
        base.tokenizer(),
        base.textEncoder(),
        new NoisePredictor(unet, base.predictor().schedule(), Map.of()));
  }

  @Override
  public Drawn draw(RandomStream random, long step, int items) {
    SplittableRandom draw = random.scalars();
    String[] captions = new String[items];
    long[] timesteps = new long[items];
    for (int i = 0; i < items; i++) {
      captions[i] = draw.nextDouble() < EMPTY_SHARE ? "" : prompt;
      timesteps[i] = draw.nextInt(base.trainTimesteps());
    }
    HeapTensor clean = HeapTensor.of(latents.draw(draw, items));
    HeapTensor noise = HeapTensor.of(random.child("noise").normal(clean.shape()));
    int[] tokens = base.tokens(List.of(captions));
    return () -> {
      Tensor embeddings;
      try (GradMode off = GradMode.disabled()) {
        embeddings = base.embed(tokens);
      }
      return with(nets.trained())
          .errors(clean.tensor(), noise.tensor(), timesteps, embeddings, List.of())
          .mean();
    };
  }

  @Override
  public Map<String, Double> validate() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("v_mse", heldOutError(with(nets.averaged())));
    figures.put("v_mse_base", heldOutError(base));
    return figures;
  }

  /** Error on held-out textures, one after the other, timesteps spread evenly. */
  private double heldOutError(TextToLatents model) {
    int count = latents.heldOutCount();
    RandomStream random = RandomStream.of("held-out", 1);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      try (TensorScope scope = TensorScope.open();
          GradMode off = GradMode.disabled()) {
        Tensor clean = latents.heldOut(i);
        Tensor noise = random.child(i).normal(clean.shape());
        long[] timestep = {(model.trainTimesteps() - 1) * (2L * i + 1) / (2L * count)};
        Tensor text = model.embed(List.of(prompt));
        sum += model.errors(clean, noise, timestep, text, List.of()).mean().item();
      }
    }
    return sum / count;
  }

  @Override
  public boolean isUsableEarly() {
    return true;
  }

  /** From the top: samples, and held-out textures as the VAE gives them back. */
  @Override
  public void samples(Path folder, String file) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      int count = Math.min(SAMPLES, latents.heldOutCount());
      Tensor sampled =
          with(nets.averaged())
              .sample(
                  Collections.nCopies(count, prompt),
                  RandomStream.of("samples", 1),
                  latents.side(),
                  SAMPLING_STEPS,
                  SAMPLING_SCALE,
                  List.of());
      Tensor[] textures = new Tensor[count];
      for (int i = 0; i < count; i++) {
        textures[i] = latents.heldOut(i);
      }
      VaeCodec decoder = new VaeCodec(vae);
      Tensor images =
          Tensor.cat(
              0,
              colours.toRgb(decoder.decode(sampled)).to(Device.CPU),
              colours.toRgb(decoder.decode(Tensor.cat(0, textures))).to(Device.CPU));
      Sheets.write(folder.resolve(file + ".png"), images, count, List.of());
    }
  }
}
