package io.facesweep.diffusion;

import io.facesweep.ForeignFile;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.StateDict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ControlNet (Zhang et al. 2023, arXiv 2302.05543): a copy of a UNet's encoder half that also
 * sees an image, and whose outputs are added to the UNet's. Immutable; threads may share it.
 */
public final class ControlNetModel extends Net {
  private final ControlNetConfig config;
  final UNetEncoder encoder;
  final ControlNetConditioningEmbedding controlnetCondEmbedding;
  private final List<Conv2d> controlnetDownBlocks = new ArrayList<>();
  private final Conv2d controlnetMidBlock;

  private ControlNetModel(StateDict dict, ControlNetConfig config, NetWeights weights) {
    super(weights);
    this.config = config;
    UNetSettings settings = config.encoder();
    this.encoder = new UNetEncoder(dict, settings);
    this.controlnetCondEmbedding =
        new ControlNetConditioningEmbedding(dict.at("controlnet_cond_embedding"), config);
    for (int width : outputWidths(settings)) {
      int i = controlnetDownBlocks.size();
      controlnetDownBlocks.add(
          Conv2d.same(dict.at("controlnet_down_blocks." + i), width, width, 1));
    }
    int inner = settings.innermostChannels();
    this.controlnetMidBlock = Conv2d.same(dict.at("controlnet_mid_block"), inner, inner, 1);
  }

  /** Channels of what convIn and every layer on the way down put out. */
  private static List<Integer> outputWidths(UNetSettings settings) {
    List<Integer> widths = new ArrayList<>();
    widths.add(settings.blockOutChannels().get(0));
    for (int level = 0; level < settings.levels(); level++) {
      int halving = level == settings.levels() - 1 ? 0 : 1;
      for (int i = 0; i < settings.layersPerBlock().get(level) + halving; i++) {
        widths.add(settings.blockOutChannels().get(level));
      }
    }
    return widths;
  }

  /**
   * Opens a ControlNet's directory (config.json and diffusion_pytorch_model.safetensors or .bin),
   * or its file.
   *
   * @throws io.facesweep.UserException if the configuration asks for what is not supported, or the
   *     weights do not fit it
   */
  public static ControlNetModel open(Path place, DType type, Device device) {
    return open(place, null, type, device);
  }

  /**
   * Opens a ControlNet of a UNet: a directory, or a file in the layout of ControlNet's authors.
   *
   * @param like settings of the UNet, which say what such a file does not; null to take those of
   *     Stable Diffusion
   * @throws io.facesweep.UserException as {@link #open(Path, DType, Device)}
   */
  public static ControlNetModel open(
      Path place, @Nullable UNetSettings like, DType type, Device device) {
    return ForeignFile.open("ControlNet " + place, () -> read(place, like, type, device));
  }

  private static ControlNetModel read(
      Path place, @Nullable UNetSettings like, DType type, Device device) {
    NetSource source =
        Files.isRegularFile(place)
            ? SingleFile.open(place).controlNet(like)
            : NetSource.directory(place, "diffusion_pytorch_model");
    ControlNetConfig config = ControlNetConfig.of(source.config());
    return NetWeights.open(
        source, type, device, (dict, weights) -> new ControlNetModel(dict, config, weights));
  }

  /**
   * A net over tensors that the caller owns, such as parameters in training; gradients reach them.
   *
   * @param directory holds the config.json
   * @param type of the tensors, in which the net computes
   */
  public static ControlNetModel over(Path directory, StateDict tensors, DType type, Device device) {
    ControlNetConfig config =
        ControlNetConfig.of(JsonConfig.read(directory.resolve("config.json")));
    return new ControlNetModel(tensors, config, NetWeights.borrowed(type, device));
  }

  public ControlNetConfig config() {
    return config;
  }

  /**
   * @param sample noisy latents [N, inChannels, H, W]
   * @param timesteps [N]
   * @param encoderHiddenStates text embeddings [N, S, crossAttentionDim]
   * @param controlnetCond control images [M, conditioningChannels, f H, f W] in [0, 1], f = {@link
   *     ControlNetConfig#imageFactor()}. M divides N; the batch of images is repeated N / M times,
   *     which is cheaper than to repeat it outside
   * @param conditioningScales [N]: factors of the residuals
   */
  public ControlResiduals forward(
      Tensor sample,
      long[] timesteps,
      Tensor encoderHiddenStates,
      Tensor controlnetCond,
      double[] conditioningScales) {
    long batch = encoder.requireInputs(sample, timesteps, encoderHiddenStates);
    long factor = config.imageFactor();
    controlnetCond.requireShape(
        "controlnetCond",
        -1,
        config.conditioningChannels(),
        sample.shape(2) * factor,
        sample.shape(3) * factor);
    long images = controlnetCond.shape(0);
    if (images == 0 || batch % images != 0 || conditioningScales.length != batch) {
      throw new IllegalArgumentException(
          "Invalid control: %d images and %d scales for a batch of %d"
              .formatted(images, conditioningScales.length, batch));
    }
    List<Tensor> outputs =
        TensorScope.computeAll(
            () -> {
              Tensor latents = weights.own(sample);
              Tensor text = weights.own(encoderHiddenStates);

              // 1. time
              Tensor time = encoder.activatedTime(timesteps, latents);

              // 2. the image's embedding is added to the latents'
              Tensor embedding = controlnetCondEmbedding.forward(weights.own(controlnetCond));
              if (images < batch) {
                embedding = embedding.repeat(batch / images, 1, 1, 1);
              }
              Tensor start = encoder.convIn.forward(latents).add(embedding);

              // 3. down and mid
              List<Tensor> hidden = new ArrayList<>(encoder.down(start, time, text));
              hidden.add(encoder.mid(hidden.get(hidden.size() - 1), time, text));

              // 4. one 1 x 1 convolution for each
              return residuals(hidden, conditioningScales);
            });
    int last = outputs.size() - 1;
    return new ControlResiduals(outputs.subList(0, last), outputs.get(last));
  }

  private List<Tensor> residuals(List<Tensor> hidden, double[] scales) {
    boolean scaled = Arrays.stream(scales).anyMatch(scale -> scale != 1);
    Tensor factors = PerItem.of(scales, hidden.get(0)); // [N, 1, 1, 1]
    List<Tensor> residuals = new ArrayList<>();
    for (int i = 0; i < hidden.size(); i++) {
      Conv2d conv =
          i < controlnetDownBlocks.size() ? controlnetDownBlocks.get(i) : controlnetMidBlock;
      Tensor residual = conv.forward(hidden.get(i));
      residuals.add(scaled ? residual.mul(factors) : residual);
    }
    return residuals;
  }
}
