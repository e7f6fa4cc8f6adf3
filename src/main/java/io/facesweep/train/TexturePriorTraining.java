package io.facesweep.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.UserException;
import io.facesweep.diffusion.Checkpoint;
import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Torch;
import io.facesweep.weights.JsonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/**
 * Trains a ControlNet from a Stable Diffusion snapshot and a folder of UV textures, whose Canny
 * edges it learns to follow: the texture prior of the texture phase.
 */
public final class TexturePriorTraining {
  private static final String NAME = "texture-prior";
  private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";
  private static final int[] EMBEDDING = {16, 32, 96, 256};

  /** Keys of a UNet's configuration that a ControlNet's has too. */
  private static final List<String> SHARED =
      List.of(
          "act_fn",
          "attention_head_dim",
          "block_out_channels",
          "cross_attention_dim",
          "down_block_types",
          "downsample_padding",
          "flip_sin_to_cos",
          "freq_shift",
          "in_channels",
          "layers_per_block",
          "mid_block_scale_factor",
          "mid_block_type",
          "norm_eps",
          "norm_num_groups",
          "only_cross_attention",
          "resnet_time_scale_shift",
          "time_embedding_dim",
          "upcast_attention",
          "use_linear_projection");

  /** What to do about texture files that cannot be used. */
  public enum BadFiles {
    /** Say which they are, and go on without them. */
    SKIP,
    /** Say which they are, and end. */
    STOP
  }

  /**
   * What is trained on what.
   *
   * @param base a Stable Diffusion 1.x or 2.x snapshot
   * @param textures folder of square PNG or JPEG files
   * @param out gets the ControlNet
   * @param work gets checkpoint, log and samples
   * @param side to which textures are resized; 0 for the snapshot's own
   * @param prompt of every texture
   * @param type what the nets but the VAE compute in
   * @param lanes parts of a batch that are computed side by side
   */
  public record Job(
      Path base,
      Path textures,
      Path out,
      Path work,
      int side,
      String prompt,
      BadFiles badFiles,
      DType type,
      StageSettings settings,
      int lanes,
      long logEvery,
      long validateEvery,
      long checkpointSeconds,
      long seed) {}

  private TexturePriorTraining() {}

  /**
   * Trains, or goes on.
   *
   * @throws UserException if the snapshot or the textures cannot be used
   * @throws TrainingStopped when the listener asks for an end
   */
  public static void run(Job job, Device device, TrainingListener listener) {
    if (!device.isCuda()) {
      Torch.threads(1);
    }
    try (Checkpoint base = Checkpoint.open(job.base(), job.type(), DType.FLOAT32, device)) {
      int factor = base.vae().config().imageFactor();
      JsonConfig unet = JsonConfig.read(job.base().resolve("unet").resolve("config.json"));
      int side = TextureSide.of(job.side(), unet, base.unet(), base.vae());
      TextureFolder folder = TextureFolder.read(job.textures(), side, job.badFiles(), listener);
      listener.message("%d textures of %d x %d".formatted(folder.count(), side, side));
      configuration(job.base(), job.out(), factor);
      ControlNetStage stage =
          new ControlNetStage(
              NAME,
              ModelRole.TEXTURE_CONTROLNET,
              job.settings(),
              job.out(),
              job.base().resolve("unet"),
              new FolderExamples(folder, base.vae(), job.prompt()),
              TextToLatents.of(base),
              base.vae());
      Trainer.Pace pace =
          new Trainer.Pace(
              job.lanes(),
              job.logEvery(),
              job.validateEvery(),
              Duration.ofSeconds(job.checkpointSeconds()));
      RandomStream random = RandomStream.of("train texture-prior", job.seed());
      new Trainer(pace, job.work(), random, device, listener)
          .run(
              stage,
              parameters ->
                  SnapshotFiles.net(
                      job.out().resolve(WEIGHTS),
                      "",
                      stage.layout(),
                      parameters.average().toFloats()));
    }
  }

  /**
   * Writes config.json: the UNet's, as far as its encoder goes, and the control image's embedding.
   */
  private static void configuration(Path base, Path out, int factor) {
    Path source = base.resolve("unet").resolve("config.json");
    try {
      JsonObject unet = JsonParser.parseString(Files.readString(source)).getAsJsonObject();
      TreeMap<String, JsonElement> config = new TreeMap<>();
      for (String key : SHARED) {
        if (unet.has(key)) {
          config.put(key, unet.get(key));
        }
      }
      JsonArray widths = new JsonArray();
      int levels = Integer.numberOfTrailingZeros(factor) + 1;
      for (int i = 0; i < levels; i++) {
        widths.add(EMBEDDING[Math.min(i, EMBEDDING.length - 1)]);
      }
      config.put("conditioning_embedding_out_channels", widths);
      config.put("_class_name", JsonParser.parseString("\"ControlNetModel\""));
      config.put("controlnet_conditioning_channel_order", JsonParser.parseString("\"rgb\""));
      SnapshotFiles.json(out.resolve("config.json"), config);
    } catch (IOException e) {
      throw new UserException("Cannot read %s: %s".formatted(source, e), e);
    }
  }
}
