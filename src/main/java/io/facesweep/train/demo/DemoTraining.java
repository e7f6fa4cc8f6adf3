package io.facesweep.train.demo;

import io.facesweep.UserException;
import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.ClipTokenizer;
import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.settings.ModelRole;
import io.facesweep.synthesis.PromptView;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Torch;
import io.facesweep.train.ControlExamples;
import io.facesweep.train.ControlNetStage;
import io.facesweep.train.StageSettings;
import io.facesweep.train.StartSnapshot;
import io.facesweep.train.TextToLatents;
import io.facesweep.train.Trainer;
import io.facesweep.train.TrainingListener;
import io.facesweep.train.TrainingStopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Trains the demo checkpoint: training data, tokenizer, VAE, UNet with its text encoder, depth
 * ControlNet, texture-Canny ControlNet. Every part goes on from where it was, and a finished one is
 * left as it is.
 */
public final class DemoTraining {
  private static final int CAPTIONS = 20_000;

  private final DemoRecipe recipe;
  private final Path out;
  private final Path work;
  private final long seed;
  private final RandomStream random;
  private final Device device;
  private final TrainingListener listener;
  private final @Nullable StartSnapshot start;

  /**
   * @param out gets the snapshot and, in it, the ControlNets
   * @param work gets data, checkpoints, logs and pictures
   * @param start a snapshot of the same sizes whose weights and tokenizer it starts from; null to
   *     start from nothing
   */
  public DemoTraining(
      DemoRecipe recipe,
      Path out,
      Path work,
      long seed,
      Device device,
      TrainingListener listener,
      @Nullable Path start) {
    this.recipe = recipe;
    this.out = out;
    this.work = work;
    this.seed = seed;
    this.random = RandomStream.of("train demo", seed);
    this.device = device;
    this.listener = listener;
    this.start = start == null ? null : new StartSnapshot(start);
  }

  /**
   * Trains what is not finished.
   *
   * @throws TrainingStopped when the listener asks for an end
   */
  public void run() {
    if (!device.isCuda()) {
      Torch.threads(1);
    }
    noteRecipe();
    FaceModel face = FaceModels.open("builtin:head");
    SnapshotWriter snapshot = new SnapshotWriter(out, recipe);
    Path tokens = snapshot.part("tokenizer");
    if (start == null) {
      TokenizerTrainer.write(tokens, captions(), recipe.textLength());
    } else {
      start.copyTokenizer(tokens);
    }
    ClipTokenizer tokenizer = ClipTokenizer.open(tokens);
    snapshot.configurations(tokenizer.vocabularySize(), tokenizer.endId());
    Path pictures = work.resolve("data");
    try (DemoData data =
        DemoData.open(
            pictures,
            new DemoData.Size(recipe.side(), recipe.renders(), recipe.textures(), recipe.pairs()),
            recipe.views(),
            random.child("data"),
            face,
            drawing())) {
      if (!device.isCuda()) {
        data.finish(pictures, listener);
      }
      nets(data, pictures, tokenizer, face, snapshot);
    }
    new ModelCard(
            out,
            work,
            recipe,
            seed,
            start == null ? ModelCard.Origin.RANDOM : ModelCard.Origin.SNAPSHOT)
        .write();
  }

  /** Threads that make pictures: all but one where a GPU computes meanwhile. */
  private int drawing() {
    return device.isCuda()
        ? Math.max(1, Runtime.getRuntime().availableProcessors() - 1)
        : recipe.lanes();
  }

  private void nets(
      DemoData data,
      Path pictures,
      ClipTokenizer tokenizer,
      FaceModel face,
      SnapshotWriter snapshot) {
    Trainer trainer =
        new Trainer(
            new Trainer.Pace(
                recipe.lanes(),
                recipe.logEvery(),
                recipe.validateEvery(),
                Duration.ofSeconds(recipe.checkpointSeconds())),
            work,
            random,
            device,
            listener,
            start);
    vae(trainer, data, face, snapshot);
    data.finish(pictures, listener);
    try (AutoencoderKL vae =
        AutoencoderKL.open(snapshot.part(VaeStage.NAME), DType.FLOAT32, device)) {
      LatentData latents =
          LatentData.open(
              pictures.resolve("latents.safetensors"),
              data,
              vae,
              snapshot.weightsFile(VaeStage.NAME),
              recipe.lanes());
      unet(trainer, data, latents, vae, tokenizer, face, snapshot);
      controls(trainer, data, latents, vae, snapshot);
    }
  }

  private void vae(Trainer trainer, DemoData data, FaceModel face, SnapshotWriter snapshot) {
    Path directory = snapshot.part(VaeStage.NAME);
    VaeStage stage = new VaeStage(data, recipe.vae(), directory, face, device);
    trainer.run(
        stage,
        parameters ->
            snapshot.weights(
                VaeStage.NAME,
                "",
                stage.layout(),
                LatentNormalisation.apply(parameters, data, directory, device)));
  }

  private void unet(
      Trainer trainer,
      DemoData data,
      LatentData latents,
      AutoencoderKL vae,
      ClipTokenizer tokenizer,
      FaceModel face,
      SnapshotWriter snapshot) {
    DemoRenderer renderer = new DemoRenderer(face, recipe.side());
    try (WordMargins margins =
        new WordMargins(
            renderer, vae, random.child("margins"), recipe.views(), recipe.marginViews())) {
      UnetStage stage =
          new UnetStage(data, latents, recipe.unet(), snapshot, tokenizer, vae, margins, device);
      trainer.run(
          stage,
          parameters -> {
            float[] values = parameters.average().toFloats();
            snapshot.weights("unet", UnetStage.UNET, stage.layout(), values);
            snapshot.weights("text_encoder", UnetStage.TEXT, stage.layout(), values);
          });
    }
  }

  private void controls(
      Trainer trainer,
      DemoData data,
      LatentData latents,
      AutoencoderKL vae,
      SnapshotWriter snapshot) {
    try (Checkpoint frozen = Checkpoint.open(out, DType.FLOAT32, device)) {
      TextToLatents nets = TextToLatents.of(frozen);
      control(
          trainer,
          ModelRole.DEPTH_CONTROLNET,
          recipe.depthControl(),
          SnapshotWriter.DEPTH,
          new DepthExamples(data, latents),
          nets,
          vae,
          snapshot);
      control(
          trainer,
          ModelRole.TEXTURE_CONTROLNET,
          recipe.textureControl(),
          SnapshotWriter.TEXTURE,
          new TextureExamples(data, latents),
          nets,
          vae,
          snapshot);
    }
  }

  private static void control(
      Trainer trainer,
      ModelRole role,
      StageSettings settings,
      String name,
      ControlExamples examples,
      TextToLatents nets,
      AutoencoderKL vae,
      SnapshotWriter snapshot) {
    ControlNetStage stage =
        new ControlNetStage(
            name, role, settings, snapshot.part(name), snapshot.part("unet"), examples, nets, vae);
    trainer.run(
        stage,
        parameters -> snapshot.weights(name, "", stage.layout(), parameters.average().toFloats()));
  }

  /**
   * Notes the recipe where it differs from the one before: what has been made by which settings.
   */
  private void noteRecipe() {
    Path notes = work.resolve("recipes.conf");
    String own = RecipeFile.text(recipe);
    try {
      Files.createDirectories(work);
      String before = Files.exists(notes) ? Files.readString(notes) : "";
      if (!before.endsWith(own)) {
        Files.writeString(notes, before + "\n# seed " + seed + "\n" + own);
      }
    } catch (IOException e) {
      throw new UserException("Cannot write %s: %s".formatted(notes, e), e);
    }
  }

  /** What the tokenizer is made from: captions of all kinds. */
  private List<String> captions() {
    List<String> captions = new ArrayList<>();
    RandomStream stream = random.child("captions");
    for (int i = 0; i < CAPTIONS; i++) {
      SplittableRandom own = stream.child(i).scalars();
      Person person = Person.draw(own, 0.5);
      String caption =
          switch (i % 3) {
            case 0 -> Captions.ofColour(person, own);
            case 1 -> Captions.ofClay(person, own);
            default -> Captions.ofTexture(person, own);
          };
      PromptView view = PromptView.values()[i % PromptView.values().length];
      captions.add(view.apply(caption));
    }
    return captions;
  }
}
