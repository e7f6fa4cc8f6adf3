package io.facesweep.train.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.UserException;
import io.facesweep.train.SnapshotFiles;
import io.facesweep.train.StageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes README.md of a demo checkpoint: what it is, what it was made of, how good it is. */
final class ModelCard {
  private static final Map<String, String> STAGES =
      new TreeMap<>(
          Map.of(
              "1 vae", VaeStage.NAME,
              "2 unet and text_encoder", UnetStage.NAME,
              "3 controlnet-depth", SnapshotWriter.DEPTH,
              "4 controlnet-texture", SnapshotWriter.TEXTURE));

  private final Path snapshot;
  private final Path work;
  private final DemoRecipe recipe;
  private final long seed;
  private final Origin origin;
  private final StringBuilder text = new StringBuilder();
  private String margins = "";

  /** What the weights were before the first step. */
  enum Origin {
    RANDOM(""),
    SNAPSHOT(
        "It started from the weights of another snapshot (`--start`), whose own training is not in"
            + " the table below.\n\n");

    private final String sentence;

    Origin(String sentence) {
      this.sentence = sentence;
    }
  }

  ModelCard(Path snapshot, Path work, DemoRecipe recipe, long seed, Origin origin) {
    this.snapshot = snapshot;
    this.work = work;
    this.recipe = recipe;
    this.seed = seed;
    this.origin = origin;
  }

  /** Writes the card and, beside it, the last samples of each stage. */
  void write() {
    try {
      describe();
      training();
      samples();
      limits();
    } catch (IOException e) {
      throw new UserException("Cannot describe %s: %s".formatted(snapshot, e), e);
    }
    SnapshotFiles.text(snapshot.resolve("README.md"), text.toString());
  }

  private void describe() throws IOException {
    text.append(
        """
        # FaceSweep's demo checkpoint

        A tiny latent diffusion model in the layout of Stable Diffusion, with a depth ControlNet and a ControlNet for UV
        textures, trained by FaceSweep itself. It knows one head (`builtin:head`), some colours and a few words of shape, so
        that a whole sweep runs on a laptop with real gradients. It is no model of real people. Apache-2.0; no data of anyone.

        Made by

            facesweep train demo --out DIR --seed %d --config recipe.conf

        with the recipe beside this file.

        %s| part | parameters | bytes (float16) |
        |---|---|---|
        """
            .formatted(seed, origin.sentence));
    long bytes = 0;
    for (String part :
        List.of("vae", "unet", "text_encoder", SnapshotWriter.DEPTH, SnapshotWriter.TEXTURE)) {
      long own = weightBytes(snapshot.resolve(part));
      bytes += own;
      text.append(String.format(Locale.ROOT, "| `%s` | %.2f M | %,d |%n", part, own / 2e6, own));
    }
    text.append(String.format(Locale.ROOT, "| together | %.2f M | %,d |%n%n", bytes / 2e6, bytes));
    text.append(
        """
        Pictures are %d x %d, latents %d x %d with 4 channels, scaled to deviation 1 (scaling factor 1). The UNet predicts
        velocities. The tokenizer has one token for every word of the captions and spells other words out.

        ## Data

        %,d renders and %,d textures of people made by code: skin (pale, tan, brown, dark), hair (black, brown, blond, red,
        grey, white; short, long, bald), eyes, beard, glasses, age, gender, and one strong trait of shape (nose, jaw, face,
        ears, forehead; 3.2 to 4.8 standard deviations) on most heads. Skin is mottled at several scales and redder on cheeks,
        nose and ears; eyes have iris, pupil and highlight, lids and lashes; brows, hair and beards are of strands; age is lines,
        folds, spots and a receding hairline, youth a few freckles. A third of the captions of coloured pictures say one thing
        alone. Two fifths of the renders are grey, with captions of their shape. The camera is %s to %s radii of the head
        away. Light is random; 15 %% of the coloured renders are unlit. Views are named in 40 %% of the front, 70 %% of the side
        and 90 %% of the back views' captions. These combinations were never shown:
        """
            .formatted(
                recipe.side(),
                recipe.side(),
                recipe.side() / recipe.factor(),
                recipe.side() / recipe.factor(),
                recipe.renders(),
                recipe.textures(),
                recipe.cameraDistance(),
                recipe.cameraDistance() + recipe.cameraSpread()));
    List<String> combinations = new ArrayList<>();
    for (HeldOut out : HeldOut.all()) {
      combinations.add(out.prompt());
    }
    text.append(String.join(", ", combinations)).append(".\n\n");
  }

  private static long weightBytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      long sum = 0;
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }

  private void training() throws IOException {
    text.append(
        "## Training\n\n| net | steps x batch | last losses | figures on held-out data |\n");
    text.append("|---|---|---|---|\n");
    for (Map.Entry<String, String> stage : STAGES.entrySet()) {
      TreeMap<Long, JsonObject> losses = new TreeMap<>();
      JsonObject figures = new JsonObject();
      Path log = work.resolve(stage.getValue()).resolve("log.jsonl");
      for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
        JsonObject entry = JsonParser.parseString(line).getAsJsonObject();
        if (entry.has("loss")) {
          losses.put(entry.get("step").getAsLong(), entry);
        } else {
          figures = entry;
        }
      }
      double loss =
          losses.descendingMap().values().stream()
              .limit(10)
              .mapToDouble(entry -> entry.get("loss").getAsDouble())
              .average()
              .orElse(Double.NaN);
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %d x %d | %.4f | %s |%n",
              stage.getKey().substring(2),
              losses.isEmpty() ? 0 : losses.lastKey(),
              settings(stage.getValue()).batch(),
              loss,
              listed(figures, false)));
      if (stage.getValue().equals(UnetStage.NAME)) {
        margins = listed(figures, true);
      }
    }
    text.append(
        """

        PSNR in dB; sharpness is the variance of the Laplacian after the net as a share of the data's; v_mse is the mean
        squared error of the predicted velocity (without, with, and with another picture's
        control image). How well the UNet tells words apart, as the relative difference of its errors between the right and
        the wrong word, added over both pictures; a word below 0.02 does little in score distillation:

        %s

        """
            .formatted(margins));
  }

  private StageSettings settings(String stage) {
    return switch (stage) {
      case VaeStage.NAME -> recipe.vae();
      case UnetStage.NAME -> recipe.unet();
      case SnapshotWriter.DEPTH -> recipe.depthControl();
      default -> recipe.textureControl();
    };
  }

  /** Figures in one line; margins or all others. */
  private static String listed(JsonObject figures, boolean margins) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, JsonElement> figure : figures.entrySet()) {
      boolean margin = figure.getKey().startsWith("margin_");
      if (margin == margins
          && !figure.getKey().equals("step")
          && figure.getValue().isJsonPrimitive()) {
        parts.add(
            String.format(
                Locale.ROOT,
                margin ? "%s %.3f" : "%s %.4g",
                figure.getKey().replace("margin_", ""),
                figure.getValue().getAsDouble()));
      }
    }
    return String.join(", ", parts);
  }

  private void samples() throws IOException {
    text.append("## Samples\n\n");
    for (Map.Entry<String, String> stage : STAGES.entrySet()) {
      Path folder = work.resolve(stage.getValue());
      Path last = null;
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          last =
              files
                  .filter(f -> f.toString().endsWith(".png"))
                  .sorted()
                  .reduce((a, b) -> b)
                  .orElse(null);
        }
      }
      if (last != null) {
        Path target = snapshot.resolve("samples").resolve(stage.getValue() + ".png");
        Files.createDirectories(target.getParent());
        Files.copy(last, target, StandardCopyOption.REPLACE_EXISTING);
        text.append(
            "%s: ![](samples/%s.png)%n%n".formatted(stage.getKey().substring(2), stage.getValue()));
      }
    }
  }

  private void limits() {
    text.append(
        """
        ## Limits

        Only the words above mean anything. Pictures other than %d x %d, other heads and other styles are outside of what it
        has seen. Small features (eyes, lips) are blurred by the VAE. Which guidance suits it, a small sweep says: begin with 6
        for textures and 15 for the geometry.
        """
            .formatted(recipe.side(), recipe.side()));
  }
}
