package io.facesweep.synthesis;

import io.facesweep.face.FaceModel;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.tensor.Device;
import java.nio.file.Path;
import java.util.Map;

/** The golden family with SD 1.5's options: random weights, tiny nets. */
final class GoldenModels {
  static final Path FAMILY = Path.of("src/test/resources/golden/sd15-like");

  private GoldenModels() {}

  /**
   * The checkpoint, its ControlNet in every such role, its UNet as texture UNet and as YUV twin.
   */
  static LoadedModels open() {
    return open(Dtype.FLOAT32, Dtype.AUTO);
  }

  /** The same nets in other number formats. */
  static LoadedModels open(Dtype type, Dtype vaeType) {
    return open(type, vaeType, Device.CPU);
  }

  /** The same nets on a device. */
  static LoadedModels open(Dtype type, Dtype vaeType, Device device) {
    String control = FAMILY.resolve("controlnet").toString();
    String model = FAMILY.resolve("model").toString();
    ModelSettings settings =
        new ModelSettings(
            Map.of(
                ModelRole.DIFFUSION, model,
                ModelRole.DEPTH_CONTROLNET, control,
                ModelRole.TEXTURE_CONTROLNET, control,
                ModelRole.NORMAL_CONTROLNET, control,
                ModelRole.LANDMARK_CONTROLNET, control,
                ModelRole.CANNY_CONTROLNET, control,
                ModelRole.TEXTURE_UNET, model,
                ModelRole.TEXTURE_UNET_YUV, model,
                ModelRole.FACE, "builtin:head"),
            type,
            vaeType);
    return LoadedModels.open(settings, device);
  }

  /** The same nets with a face that is quick to render. */
  static SynthesisModels withFace(LoadedModels loaded, FaceModel face) {
    SynthesisModels models = loaded.models();
    return new SynthesisModels(models.scores(), models.codec(), face, models.device());
  }
}
