package io.facesweep.synthesis;

import io.facesweep.UserException;
import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.CheckpointSource;
import io.facesweep.diffusion.ClipModel;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.diffusion.EmbeddingFile;
import io.facesweep.diffusion.LoraFile;
import io.facesweep.diffusion.NoiseSchedule;
import io.facesweep.diffusion.PredictionType;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.diffusion.UNetSettings;
import io.facesweep.face.FaceFiles;
import io.facesweep.face.FaceModels;
import io.facesweep.guidance.DiffusionDistillation;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.guidance.NoisePredictor;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.guidance.TextEmbeddings;
import io.facesweep.guidance.VaeCodec;
import io.facesweep.settings.CheckpointSettings;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a configuration, opened from local directories, and what trials make of them.
 * Threads may share it; closing frees all nets.
 */
public final class LoadedModels implements AutoCloseable {
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private final Checkpoint checkpoint;
  private final TextEmbeddings embeddings;
  private final SynthesisModels models;
  private final @Nullable ClipModel clip;

  private LoadedModels(ModelSettings settings, Device device) {
    DType type = NumberFormats.of(settings.dtype(), device.computeType());
    DType vaeType = NumberFormats.of(settings.vaeDtype(), type);
    boolean opened = false;
    try {
      checkpoint = Checkpoint.open(source(settings), type, vaeType, device);
      undo.push(checkpoint::close);
      embeddings = new TextEmbeddings(checkpoint.tokenizer(), checkpoint.textEncoder());
      undo.push(embeddings::close);
      Map<ModelRole, ControlNetModel> controlNets = new EnumMap<>(ModelRole.class);
      Map<ModelRole, ScoreDistillation> scores = new EnumMap<>(ModelRole.class);
      for (Map.Entry<ModelRole, String> model : settings.places().entrySet()) {
        ModelRole role = model.getKey();
        if (role.form() == ModelRole.Form.CONTROLNET) {
          controlNets.put(role, controlNet(model.getValue(), type, device));
        } else if (role.form() == ModelRole.Form.UNET) {
          scores.put(role, textureUnet(model.getValue(), settings, type, device));
        }
      }
      scores.put(
          ModelRole.DIFFUSION,
          new DiffusionDistillation(
              new NoisePredictor(checkpoint.unet(), checkpoint.schedule(), controlNets),
              embeddings::of));
      LatentCodec codec = new VaeCodec(checkpoint.vae());
      LatentCodec ofGeometry =
          geometry(settings, scores, controlNets, type, vaeType, device).orElse(codec);
      models =
          new SynthesisModels(
              scores,
              codec,
              ofGeometry,
              FaceModels.open(
                  new FaceFiles(
                      settings.place(ModelRole.FACE),
                      settings.find(ModelRole.FACE_UVS),
                      settings.find(ModelRole.FACE_REGIONS))),
              device);
      clip = clip(settings.find(ModelRole.CLIP), type, device);
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  /**
   * Opens the checkpoint of the geometry phase, if there is one of its own, with those of the
   * ControlNets that fit it, and adds what scores by it.
   *
   * @param scores that are known already
   * @return its VAE
   */
  private Optional<LatentCodec> geometry(
      ModelSettings settings,
      Map<ModelRole, ScoreDistillation> scores,
      Map<ModelRole, ControlNetModel> controlNets,
      DType type,
      DType vaeType,
      Device device) {
    String place = settings.find(ModelRole.GEOMETRY_DIFFUSION);
    if (place == null) {
      return Optional.empty();
    }
    CheckpointSource plain = CheckpointSource.of(Path.of(place));
    Path parts = path(settings, ModelRole.PARTS);
    Checkpoint own =
        Checkpoint.open(parts == null ? plain : plain.withParts(parts), type, vaeType, device);
    undo.push(own::close);
    TextEmbeddings texts = new TextEmbeddings(own.tokenizer(), own.textEncoder());
    undo.push(texts::close);
    Map<ModelRole, ControlNetModel> fitting = new EnumMap<>(controlNets);
    UNetSettings encoder = own.unet().config().encoder();
    fitting.values().removeIf(net -> !fits(net.config().encoder(), encoder));
    scores.put(
        ModelRole.GEOMETRY_DIFFUSION,
        new DiffusionDistillation(
            new NoisePredictor(own.unet(), own.schedule(), fitting), texts::of));
    return Optional.of(new VaeCodec(own.vae()));
  }

  /** Whether the residuals of a ControlNet have the shapes of a UNet's, which sees its texts. */
  private static boolean fits(UNetSettings control, UNetSettings unet) {
    return control.blockOutChannels().equals(unet.blockOutChannels())
        && control.layersPerBlock().equals(unet.layersPerBlock())
        && control.crossAttentionDim() == unet.crossAttentionDim();
  }

  /**
   * Opens all that the settings name. Either everything is opened, or nothing stays in memory.
   *
   * @param settings with directories of this machine
   * @throws UserException if a checkpoint is missing, damaged, not supported or does not fit the
   *     others
   */
  public static LoadedModels open(ModelSettings settings, Device device) {
    return new LoadedModels(settings, device);
  }

  /** Returns what the settings say of the diffusion model. */
  public static CheckpointSource source(ModelSettings settings) {
    CheckpointSettings checkpoint = settings.checkpoint();
    return new CheckpointSource(
        Path.of(settings.place(ModelRole.DIFFUSION)),
        path(settings, ModelRole.PARTS),
        path(settings, ModelRole.VAE),
        switch (checkpoint.prediction()) {
          case AUTO -> null;
          case EPSILON -> PredictionType.EPSILON;
          case V_PREDICTION -> PredictionType.V_PREDICTION;
        },
        switch (checkpoint.weights()) {
          case PLAIN -> CheckpointSource.Copy.PLAIN;
          case EMA -> CheckpointSource.Copy.MOVING_AVERAGE;
        },
        checkpoint.loras().stream()
            .map(lora -> new LoraFile(Path.of(lora.file()), lora.weight()))
            .toList(),
        checkpoint.embeddings().stream()
            .map(each -> new EmbeddingFile(Path.of(each.file()), each.token()))
            .toList());
  }

  private static @Nullable Path path(ModelSettings settings, ModelRole role) {
    String place = settings.find(role);
    return place == null ? null : Path.of(place);
  }

  public SynthesisModels models() {
    return models;
  }

  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Returns the embeddings of the checkpoint's text encoder; closed with this. */
  public TextEmbeddings embeddings() {
    return embeddings;
  }

  /** The CLIP model for metrics, where there is one. */
  public @Nullable ClipModel clip() {
    return clip;
  }

  private @Nullable ClipModel clip(@Nullable String directory, DType type, Device device) {
    if (directory == null) {
      return null;
    }
    ClipModel model = ClipModel.open(Path.of(directory), type, device);
    undo.push(model::close);
    return model;
  }

  private ControlNetModel controlNet(String directory, DType type, Device device) {
    ControlNetModel net =
        ControlNetModel.open(
            Path.of(directory), checkpoint.unet().config().encoder(), type, device);
    undo.push(net::close);
    return net;
  }

  /** A UNet's own directory or file, or a snapshot that holds one and perhaps a scheduler. */
  private ScoreDistillation textureUnet(
      String directory, ModelSettings settings, DType type, Device device) {
    Path root = Path.of(directory);
    Path inner = root.resolve("unet");
    UNet2DConditionModel unet =
        Files.isRegularFile(root)
            ? UNet2DConditionModel.ofFile(root, path(settings, ModelRole.PARTS), type, device)
            : UNet2DConditionModel.open(Files.isDirectory(inner) ? inner : root, type, device);
    undo.push(unet::close);
    Path scheduler = root.resolve("scheduler");
    NoiseSchedule schedule =
        Files.isDirectory(scheduler) ? NoiseSchedule.open(scheduler) : checkpoint.schedule();
    if (schedule.trainTimesteps() != checkpoint.schedule().trainTimesteps()) {
      throw new UserException(
          "Cannot use texture UNet %s: it has %d timesteps (expected %d as the diffusion model)"
              .formatted(
                  directory, schedule.trainTimesteps(), checkpoint.schedule().trainTimesteps()));
    }
    return new DiffusionDistillation(new NoisePredictor(unet, schedule, Map.of()), embeddings::of);
  }

  @Override
  public void close() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }
}
