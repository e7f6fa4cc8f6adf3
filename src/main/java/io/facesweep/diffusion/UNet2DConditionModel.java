package io.facesweep.diffusion;

import io.facesweep.ForeignFile;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.JsonConfig;
import io.facesweep.weights.StateDict;
import io.facesweep.weights.TensorEdit;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The denoising net of Stable Diffusion 1.x and 2.x (Rombach et al. 2022, arXiv 2112.10752), as
 * diffusers' class of the same name computes it. Immutable; threads may share it.
 */
public final class UNet2DConditionModel extends Net {
  private final UNetConfig config;
  final UNetEncoder encoder;
  final List<UpBlock2D> upBlocks = new ArrayList<>();
  final GroupNorm convNormOut;
  final Conv2d convOut;

  UNet2DConditionModel(StateDict dict, UNetConfig config, NetWeights weights) {
    super(weights);
    this.config = config;
    UNetSettings settings = config.encoder();
    int width = settings.blockOutChannels().get(0);
    this.encoder = new UNetEncoder(dict, settings);
    for (int i = 0; i < settings.levels(); i++) {
      upBlocks.add(new UpBlock2D(dict.at("up_blocks." + i), i, config));
    }
    this.convNormOut =
        new GroupNorm(
            dict.at("conv_norm_out"), width, settings.normNumGroups(), settings.normEps());
    this.convOut =
        Conv2d.same(dict.at("conv_out"), width, config.outChannels(), config.convOutKernel());
  }

  /**
   * Opens a {@code unet/} directory of a snapshot.
   *
   * @throws io.facesweep.UserException if the configuration asks for what is not supported, or the
   *     weights do not fit it
   */
  public static UNet2DConditionModel open(Path directory, DType type, Device device) {
    return open(
        NetSource.directory(directory, "diffusion_pytorch_model"), type, device, TensorEdit.none());
  }

  /**
   * Opens the UNet of a single file.
   *
   * @param parts the snapshot whose unet/config.json says what the file does not; null, or one
   *     without, to take what is usual
   */
  public static UNet2DConditionModel ofFile(
      Path file, @Nullable Path parts, DType type, Device device) {
    return ForeignFile.open(
        "UNet " + file,
        () ->
            open(
                SingleFile.open(file)
                    .unet(CheckpointContents.config(parts, "unet"), CheckpointSource.Copy.PLAIN),
                type,
                device,
                TensorEdit.none()));
  }

  static UNet2DConditionModel open(NetSource source, DType type, Device device, TensorEdit edit) {
    UNetConfig config = UNetConfig.of(source.config());
    return NetWeights.open(
        source,
        type,
        device,
        edit,
        (dict, weights) -> new UNet2DConditionModel(dict, config, weights));
  }

  /**
   * A net over tensors that the caller owns, such as parameters in training; gradients reach them.
   *
   * @param directory holds the config.json
   * @param type of the tensors, in which the net computes
   */
  public static UNet2DConditionModel over(
      Path directory, StateDict tensors, DType type, Device device) {
    UNetConfig config = UNetConfig.of(JsonConfig.read(directory.resolve("config.json")));
    return new UNet2DConditionModel(tensors, config, NetWeights.borrowed(type, device));
  }

  public UNetConfig config() {
    return config;
  }

  /** The noise or velocity that the net predicts, without ControlNets. */
  public Tensor forward(Tensor sample, long[] timesteps, Tensor encoderHiddenStates) {
    return forward(sample, timesteps, encoderHiddenStates, null);
  }

  /**
   * @param sample noisy latents [N, inChannels, H, W], any height and width
   * @param timesteps [N], each in [0, training timesteps)
   * @param encoderHiddenStates text embeddings [N, S, crossAttentionDim], or those of one text that
   *     all items have, [1, S, crossAttentionDim]
   * @param control what ControlNets add, or null
   * @return the noise or velocity [N, outChannels, H, W], of the net's type
   */
  public Tensor forward(
      Tensor sample,
      long[] timesteps,
      Tensor encoderHiddenStates,
      @Nullable ControlResiduals control) {
    encoder.requireInputs(sample, timesteps, encoderHiddenStates);
    return TensorScope.compute(
        () -> {
          Tensor latents = weights.own(sample);
          Tensor text = weights.own(encoderHiddenStates);

          // 1. time
          Tensor time = encoder.activatedTime(timesteps, latents);

          // 2. down
          List<Tensor> down = encoder.down(convIn(latents), time, text);
          return afterDown(down, time, text, control);
        });
  }

  /**
   * What is computed of a batch before a text is first looked at, once for all texts that it is
   * asked about. Tensors of the scope in which it was made.
   */
  public static final class BeforeText {
    private final UNetEncoder.BeforeText encoded;
    private final long batch;

    private BeforeText(UNetEncoder.BeforeText encoded, long batch) {
      this.encoded = encoded;
      this.batch = batch;
    }
  }

  /**
   * Begins predictions that differ in their texts alone. Without gradients: what is common is kept
   * until the caller's scope closes.
   *
   * @param sample as {@link #forward(Tensor, long[], Tensor)} has it
   * @param timesteps [N]
   */
  public BeforeText beforeText(Tensor sample, long[] timesteps) {
    long batch = encoder.requireInputs(sample, timesteps);
    Tensor latents = weights.own(sample);
    Tensor time = encoder.activatedTime(timesteps, latents);
    return new BeforeText(encoder.beforeText(convIn(latents), time), batch);
  }

  /** What {@link #forward(Tensor, long[], Tensor)} returns, of a batch that is begun. */
  public Tensor forward(BeforeText before, Tensor encoderHiddenStates) {
    encoder.requireText(encoderHiddenStates, before.batch);
    return TensorScope.compute(
        () -> {
          Tensor text = weights.own(encoderHiddenStates);
          List<Tensor> down = encoder.down(before.encoded, text);
          return afterDown(down, before.encoded.time(), text, null);
        });
  }

  private Tensor convIn(Tensor latents) {
    return encoder.convIn.forward(config.centerInputSample() ? latents.mul(2).sub(1) : latents);
  }

  private Tensor afterDown(
      List<Tensor> down, Tensor time, Tensor text, @Nullable ControlResiduals control) {
    // 3. mid
    Tensor hidden = encoder.mid(down.get(down.size() - 1), time, text);

    // 4. control
    Deque<Tensor> skips = new ArrayDeque<>(down);
    if (control != null) {
      skips = new ArrayDeque<>(controlled(down, control.down()));
      hidden = hidden.add(control.mid());
    }

    // 5. up
    for (UpBlock2D block : upBlocks) {
      hidden = block.forward(hidden, skips, time, text);
    }

    // 6. out: [N, outChannels, H, W]
    return convOut.forward(convNormOut.forwardSilu(hidden));
  }

  private static List<Tensor> controlled(List<Tensor> down, List<Tensor> residuals) {
    if (down.size() != residuals.size()) {
      throw new IllegalArgumentException(
          "Invalid control: %d residuals (expected %d, one for each of the UNet's)"
              .formatted(residuals.size(), down.size()));
    }
    List<Tensor> sums = new ArrayList<>();
    for (int i = 0; i < down.size(); i++) {
      sums.add(down.get(i).add(residuals.get(i)));
    }
    return sums;
  }
}
