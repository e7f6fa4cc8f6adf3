package io.facesweep.train.demo;

import io.facesweep.settings.Block;
import io.facesweep.settings.Setting;
import io.facesweep.train.StageSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Everything that decides what the demo checkpoint becomes, but for the seed. */
public record DemoRecipe(
    @Setting(
            doc = "side of pictures and textures",
            unit = "pixels",
            min = 8,
            max = 4096,
            byDefault = "64")
        int side,
    @Setting(doc = "training pictures", min = 1, max = 1e9, byDefault = "24000") int renders,
    @Setting(doc = "training textures", min = 1, max = 1e9, byDefault = "6000") int textures,
    @Setting(
            doc = "pairs of training pictures that differ in one word",
            min = 0,
            max = 1e9,
            byDefault = "4800")
        int pairs,
    @Setting(
            doc = "least camera distance of pictures, in radii of the head",
            above = 1,
            below = 1000,
            byDefault = "7")
        double cameraDistance,
    @Setting(doc = "spread of the distances", min = 0, below = 1000, byDefault = "1.2")
        double cameraSpread,
    @Setting(
            doc = "parts of a batch that are computed side by side",
            min = 1,
            max = 1024,
            byDefault = "2")
        int lanes,
    @Setting(
            doc = "widths of the VAE's levels; each but the first halves the picture",
            min = 1,
            max = 65_536,
            minSize = 1,
            byDefault = "[16, 48, 96]")
        List<Integer> vaeChannels,
    @Setting(
            doc = "widths of the UNet's levels",
            min = 1,
            max = 65_536,
            minSize = 1,
            byDefault = "[48, 112, 144]")
        List<Integer> unetChannels,
    @Setting(doc = "width of the text encoder", min = 1, max = 65_536, byDefault = "96")
        int textWidth,
    @Setting(doc = "layers of the text encoder", min = 1, max = 1000, byDefault = "2")
        int textLayers,
    @Setting(
            doc = "tokens of a caption; what attends to a text attends to its padding too",
            min = 2,
            max = 10_000,
            byDefault = "40")
        int textLength,
    @Block(
            defaults = {
              "steps = 16000",
              "batch = 12",
              "learning-rate = 0.0012",
              "warmup = 200",
              "decay-from = 0.3",
              "weight-decay = 0.0001",
              "averaging = 0.999"
            })
        StageSettings vae,
    @Block(
            defaults = {
              "steps = 80000",
              "batch = 32",
              "warmup = 500",
              "decay-from = 0.2",
              "averaging = 0.9995"
            })
        StageSettings unet,
    @Block(
            defaults = {
              "steps = 4000",
              "batch = 24",
              "warmup = 100",
              "decay-from = 0.4",
              "averaging = 0.998"
            })
        StageSettings depthControl,
    @Block(
            defaults = {
              "steps = 4000",
              "batch = 24",
              "warmup = 100",
              "decay-from = 0.4",
              "averaging = 0.998"
            })
        StageSettings textureControl,
    @Setting(doc = "views by which words are judged", min = 1, max = 4, byDefault = "4")
        int marginViews,
    @Setting(doc = "steps between two lines of the log", min = 1, max = 1e9, byDefault = "50")
        long logEvery,
    @Setting(doc = "steps between two validations", min = 1, max = 1e9, byDefault = "2000")
        long validateEvery,
    @Setting(doc = "seconds between checkpoints", min = 0, max = 1e9, byDefault = "300")
        long checkpointSeconds) {

  /** What a snapshot's recipe is called in its directory. */
  static final String FILE = "recipe.conf";

  public DemoRecipe {
    vaeChannels = List.copyOf(vaeChannels);
    unetChannels = List.copyOf(unetChannels);
  }

  /**
   * The recipe of a snapshot that was trained by one.
   *
   * @throws io.facesweep.UserException if it has none
   */
  public static DemoRecipe of(Path snapshot) {
    return RecipeFile.read(snapshot.resolve(FILE), Map.of());
  }

  /** A recipe for a checkpoint like {@code models/demo}: half a day on two cores. */
  public static DemoRecipe standard() {
    return RecipeFile.read(null, Map.of());
  }

  /** Where pictures are taken from. */
  DemoViews views() {
    return new DemoViews(cameraDistance, cameraSpread);
  }

  /** Pixels of a picture along a side for each latent. */
  int factor() {
    return 1 << (vaeChannels.size() - 1);
  }
}
