package io.facesweep.train;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.UserException;
import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.CheckpointSource;
import io.facesweep.diffusion.UNetFiles;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Torch;
import io.facesweep.weights.JsonConfig;
import java.nio.file.Path;

/**
 * Fine-tunes the UNet of a checkpoint on a folder of UV textures: a prior of the texture phase that
 * scores textures by themselves.
 */
public final class TextureUnetTraining {
  private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

  private static final int MAX_RANK = 1024;

  /** Of float32 that one buffer of Java holds. */
  private static final int MAX_PARAMETERS = Integer.MAX_VALUE / Float.BYTES;

  /**
   * What is trained on what.
   *
   * @param base the checkpoint that it starts from
   * @param textures folder of square PNG or JPEG files
   * @param out gets the UNet, its config.json and its scheduler/
   * @param work gets checkpoint, log and samples
   * @param side to which textures are resized; 0 for the checkpoint's own
   * @param prompt of every texture
   * @param loraRank of the LoRA that is trained in the weights' place; 0 for none
   * @param type what the nets but the VAE compute in
   */
  public record Job(
      CheckpointSource base,
      Path textures,
      Path out,
      Path work,
      int side,
      String prompt,
      TextureColours colours,
      TrainedWeights weights,
      int loraRank,
      DType type,
      TexturePriorTraining.BadFiles badFiles,
      StageSettings settings,
      Trainer.Pace pace,
      long seed) {
    /**
     * @throws IllegalArgumentException if the rank is out of range
     */
    public Job {
      if (loraRank < 0 || loraRank > MAX_RANK) {
        throw new IllegalArgumentException(
            "Invalid lora-rank: %d (expected 0 to %d)".formatted(loraRank, MAX_RANK));
      }
    }
  }

  private TextureUnetTraining() {}

  /**
   * Trains, or goes on.
   *
   * @throws UserException if the checkpoint or the textures cannot be used
   * @throws TrainingStopped when the listener asks for an end
   */
  public static void run(Job job, Device device, TrainingListener listener) {
    if (!device.isCuda()) {
      Torch.threads(1);
    }
    UNetFiles start = UNetFiles.of(job.base());
    try (Checkpoint base = Checkpoint.open(job.base(), job.type(), DType.FLOAT32, device);
        UnetTuning tuning =
            tuning(job, new FrozenTensors(start, job.type(), device), start, device)) {
      int side = TextureSide.of(job.side(), start.config(), base.unet(), base.vae());
      TextureFolder folder = TextureFolder.read(job.textures(), side, job.badFiles(), listener);
      listener.message("%d textures of %d x %d".formatted(folder.count(), side, side));
      TextureUnetStage stage =
          new TextureUnetStage(
              job.colours(),
              job.settings(),
              start,
              tuning,
              new TextureLatents(folder, job.colours(), base.vae()),
              TextToLatents.of(base),
              base.vae(),
              job.prompt());
      requireSize(stage.layout());
      write(job.out().resolve("config.json"), start.config());
      write(job.out().resolve("scheduler").resolve("scheduler_config.json"), start.scheduler());
      RandomStream random = RandomStream.of("train texture-unet", job.seed());
      new Trainer(job.pace(), job.work(), random, device, listener)
          .run(
              stage,
              parameters -> {
                float[] average = parameters.average().toFloats();
                SnapshotFiles.net(
                    job.out().resolve(WEIGHTS), tuning.arrays(stage.layout(), average));
                tuning.writeBeside(job.out(), stage.layout(), average);
              });
      listener.message("use: %s = \"%s\"".formatted(job.colours().role().key(), job.out()));
      if (job.loraRank() > 0) {
        listener.message("its LoRA alone, for models.loras: " + job.out().resolve(LoraTuning.FILE));
      }
    }
  }

  private static UnetTuning tuning(Job job, FrozenTensors frozen, UNetFiles start, Device device) {
    return job.loraRank() == 0
        ? new WeightTuning(start, job.weights(), frozen)
        : new LoraTuning(job.loraRank(), job.weights(), frozen, device);
  }

  private static void requireSize(ParameterLayout layout) {
    if (layout.elements() > MAX_PARAMETERS) {
      throw new UserException(
          "Cannot train all of this UNet: it has %d weights (expected at most %d); --weights attention or --lora-rank trains fewer"
              .formatted(layout.elements(), MAX_PARAMETERS));
    }
  }

  private static void write(Path file, JsonConfig config) {
    JsonObject json = JsonParser.parseString(config.json()).getAsJsonObject();
    SnapshotFiles.json(file, json.asMap());
  }
}
