package io.facesweep.train;

import io.facesweep.UserException;
import io.facesweep.diffusion.AutoencoderKL;
import io.facesweep.diffusion.UNet2DConditionModel;
import io.facesweep.weights.JsonConfig;

/** The side at which textures are trained on. */
final class TextureSide {
  private static final String SAMPLE_SIZE = "sample_size";
  private static final int USUAL_SAMPLE_SIDE = 64;

  private TextureSide() {}

  /**
   * Returns the side in pixels.
   *
   * @param wanted by the user; 0 for the one that the checkpoint was trained at
   * @param config of the UNet
   * @throws UserException if the nets cannot halve it as often as they do
   */
  static int of(int wanted, JsonConfig config, UNet2DConditionModel unet, AutoencoderKL vae) {
    int factor = vae.config().imageFactor();
    int side = wanted == 0 ? factor * config.positive(SAMPLE_SIZE, USUAL_SAMPLE_SIDE) : wanted;
    int unit = factor << (unet.config().encoder().blockOutChannels().size() - 1);
    if (side < unit || side % unit != 0) {
      throw new UserException(
          "Invalid resolution: %d (expected a multiple of %d for this snapshot)"
              .formatted(side, unit));
    }
    return side;
  }
}
