package io.facesweep.train.demo;

import io.facesweep.train.StageSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides what the demo checkpoint becomes, but for the seed.
 *
 * @param side of pictures and textures, pixels
 * @param renders training pictures
 * @param textures training textures
 * @param cameraDistance of pictures, at least, in radii of the head
 * @param cameraSpread of the distances
 * @param lanes parts of a batch that are computed side by side
 * @param vaeChannels widths of the VAE's levels; each but the first halves the picture
 * @param unetChannels widths of the UNet's levels
 * @param textWidth of the text encoder
 * @param textLayers of the text encoder
 * @param textLength tokens of a caption; what attends to a text attends to its padding too
 * @param marginViews views by which words are judged, 1 to 4
 * @param logEvery steps
 * @param validateEvery steps
 * @param checkpointSeconds between checkpoints
 */
public record DemoRecipe(
    int side,
    int renders,
    int textures,
    double cameraDistance,
    double cameraSpread,
    int lanes,
    List<Integer> vaeChannels,
    List<Integer> unetChannels,
    int textWidth,
    int textLayers,
    int textLength,
    StageSettings vae,
    StageSettings unet,
    StageSettings depthControl,
    StageSettings textureControl,
    int marginViews,
    long logEvery,
    long validateEvery,
    long checkpointSeconds) {

  /** What a snapshot's recipe is called in its directory. */
  static final String FILE = "recipe.conf";

  /**
   * @throws IllegalArgumentException naming the value that is out of range
   */
  public DemoRecipe {
    vaeChannels = List.copyOf(vaeChannels);
    unetChannels = List.copyOf(unetChannels);
    new DemoViews(cameraDistance, cameraSpread);
  }

  /**
   * The recipe of a snapshot that was trained by one.
   *
   * @throws io.facesweep.UserException if it has none
   */
  public static DemoRecipe of(Path snapshot) {
    return RecipeFile.read(snapshot.resolve(FILE), Map.of());
  }

  /** A recipe for a checkpoint like {@code models/demo}: a few hours on two cores. */
  public static DemoRecipe standard() {
    return new DemoRecipe(
        64,
        24_000,
        6_000,
        7,
        1.2,
        2,
        List.of(16, 32, 64),
        List.of(48, 96, 128),
        96,
        2,
        40,
        new StageSettings(5000, 12, 1.2e-3, 100, 0.3, 1e-4, 0.998, 1),
        new StageSettings(8000, 32, 1e-3, 200, 0.3, 1e-3, 0.999, 1),
        new StageSettings(1000, 24, 1e-3, 50, 0.5, 1e-3, 0.995, 1),
        new StageSettings(1000, 24, 1e-3, 50, 0.5, 1e-3, 0.995, 1),
        4,
        50,
        500,
        180);
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
