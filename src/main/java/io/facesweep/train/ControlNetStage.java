package io.facesweep.train;

import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.guidance.Control;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.train.ControlExamples.Examples;
import io.facesweep.weights.CheckpointFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A ControlNet (Zhang et al. 2023, arXiv 2302.05543) on a frozen UNet, of whose encoder it starts
 * as a copy. Unlike there, the control image's embedding does not end at zero: with that, small
 * nets learn nothing for hundreds of steps.
 */
public final class ControlNetStage implements TrainingStage {
  private static final String OWN = "controlnet_";
  private static final String LAST_OF_EMBEDDING = "controlnet_cond_embedding.conv_out.weight";
  private static final double LAST_GAIN = 0.7;
  private static final double OWN_RATE = 3;
  private static final double EMPTY_SHARE = 0.3;
  private static final int SAMPLES = 8;

  private final String name;
  private final ModelRole role;
  private final StageSettings settings;
  private final Path unetDirectory;
  private final ControlExamples examples;
  private final TextToLatents frozen;
  private final AutoencoderKL vae;
  private final TrainedNets<ControlNetModel> nets;

  /**
   * @param role that it is trained for
   * @param directory with the ControlNet's config.json
   * @param unetDirectory with the UNet's weights, from which it starts
   * @param frozen the nets that it leads; it computes in the type of their UNet
   */
  public ControlNetStage(
      String name,
      ModelRole role,
      StageSettings settings,
      Path directory,
      Path unetDirectory,
      ControlExamples examples,
      TextToLatents frozen,
      AutoencoderKL vae) {
    this.name = name;
    this.role = role;
    this.settings = settings;
    this.unetDirectory = unetDirectory;
    this.examples = examples;
    this.frozen = frozen;
    this.vae = vae;
    this.nets =
        new TrainedNets<>(
            name,
            frozen.type(),
            tensors ->
                ControlNetModel.over(directory, tensors.apply(""), frozen.type(), frozen.device()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public StageSettings settings() {
    return settings;
  }

  @Override
  public TrainedNets<ControlNetModel> nets() {
    return nets;
  }

  @Override
  public float[] initial(RandomStream random) {
    float[] values = Initialisation.draw(layout(), random);
    CheckpointFiles files = CheckpointFiles.locate(unetDirectory, "diffusion_pytorch_model");
    for (ParameterLayout.Slot slot : layout().slots()) {
      int begin = Math.toIntExact(slot.offset());
      int size = Math.toIntExact(slot.size());
      if (!slot.name().startsWith(OWN)) {
        System.arraycopy(files.tensor(slot.name()).floats(), 0, values, begin, size);
      } else if (!slot.name().startsWith("controlnet_cond_embedding")) {
        Arrays.fill(values, begin, begin + size, 0);
      }
    }
    Initialisation.normal(values, layout().slot(LAST_OF_EMBEDDING), LAST_GAIN, random);
    return values;
  }

  @Override
  public double learningRateFactor(String parameter) {
    return parameter.startsWith(OWN) ? OWN_RATE : 1;
  }

  /** Returns the frozen nets, led by a ControlNet. */
  private TextToLatents led(ControlNetModel net) {
    return frozen.with(role, net);
  }

  private List<Control> controls(Tensor images) {
    double[] ones = new double[Math.toIntExact(images.shape(0))];
    Arrays.fill(ones, 1);
    return List.of(new Control(role, images, ones));
  }

  @Override
  public Drawn draw(RandomStream random, long step, int items) {
    SplittableRandom draw = random.child("timesteps").scalars();
    Examples batch = examples.draw(random, items);
    List<String> captions = new ArrayList<>();
    for (String caption : batch.captions()) {
      captions.add(draw.nextDouble() < EMPTY_SHARE ? "" : caption);
    }
    long[] timesteps = new long[items];
    for (int i = 0; i < items; i++) {
      // The control matters most where there is most noise.
      int train = frozen.trainTimesteps();
      int first = draw.nextInt(train);
      timesteps[i] = draw.nextBoolean() ? first : Math.max(first, draw.nextInt(train));
    }
    HeapTensor latents = HeapTensor.of(batch.latents());
    HeapTensor images = HeapTensor.of(batch.controls());
    HeapTensor noise = HeapTensor.of(random.child("noise").normal(latents.shape()));
    int[] tokens = frozen.tokens(captions);
    return () -> {
      Tensor embeddings;
      try (GradMode off = GradMode.disabled()) {
        embeddings = frozen.embed(tokens);
      }
      return led(nets.trained())
          .errors(
              latents.tensor(), noise.tensor(), timesteps, embeddings, controls(images.tensor()))
          .mean();
    };
  }

  @Override
  public Map<String, Double> validate() {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Examples all = examples.heldOut();
      Tensor noise = RandomStream.of("held-out", 1).normal(all.latents().shape());
      Tensor embeddings = frozen.embed(all.captions());
      Tensor turned = all.controls().roll(1, 0);
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put("v_mse_without", error(all, noise, embeddings, List.of()));
      figures.put("v_mse", error(all, noise, embeddings, controls(all.controls())));
      figures.put("v_mse_wrong", error(all, noise, embeddings, controls(turned)));
      return figures;
    }
  }

  private double error(Examples all, Tensor noise, Tensor embeddings, List<Control> controls) {
    long[] timesteps = new long[Math.toIntExact(all.latents().shape(0))];
    for (int i = 0; i < timesteps.length; i++) {
      timesteps[i] = (frozen.trainTimesteps() - 1) * (2L * i + 1) / (2L * timesteps.length);
    }
    return led(nets.averaged())
        .errors(all.latents(), noise, timesteps, embeddings, controls)
        .mean()
        .item();
  }

  @Override
  public boolean isUsableEarly() {
    return true;
  }

  @Override
  public void samples(Path folder, String file) {
    try (TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled()) {
      Examples all = examples.heldOut();
      int count = Math.min(SAMPLES, all.captions().size());
      Tensor controls = all.controls().slice(0, 0, count);
      int side = Math.toIntExact(all.latents().shape(2));
      Tensor sampled =
          led(nets.averaged())
              .sample(
                  all.captions().subList(0, count),
                  RandomStream.of("samples", 1),
                  side,
                  20,
                  4,
                  controls(controls));
      VaeCodec decoder = new VaeCodec(vae);
      Tensor images =
          Tensor.cat(
              0,
              controls,
              decoder.decode(sampled).to(Device.CPU),
              decoder.decode(all.latents().slice(0, 0, count)).to(Device.CPU));
      Sheets.write(folder.resolve(file + ".png"), images, count, List.of());
    }
  }
}
