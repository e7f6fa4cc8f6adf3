package io.facesweep.synthesis;

import io.facesweep.config.TrialValues;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.settings.TrialSettings;
import io.facesweep.tensor.DeviceDouble;
import io.facesweep.tensor.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the steps of a batch call and copy, on a {@link DeviceDouble} and the golden family. */
public final class DeviceSteps implements AutoCloseable {
  /** Kinds of steps, with the settings of trials that have only such. */
  public enum Kind {
    GEOMETRY("phases = geometry-only"),
    LATENT("phases = texture-only, texture.latent-steps = 5"),
    IMAGE("phases = texture-only"),
    LATENT_CONTROLS(LATENT.settings + ", texture { depth-control = true, prior = canny }"),
    IMAGE_CONTROLS(
        IMAGE.settings
            + ", texture { depth-control = true, prior = canny, light.mode = presets, symmetry-weight = 1, smoothness-weight = 1 }"),
    IMAGE_TEXTURE_UNET(IMAGE.settings + ", texture { prior = texture-unet, prior-yuv = true }"),
    JOINT_ADAN(
        "phases = joint, geometry { optimizer.kind = adan, l2-weight = 1, coefficient-limit = 3 }"),
    GEOMETRY_MIX(
        "phases = geometry-only, geometry { render = mix, optimizer.max-grad-norm = 1e-3 }, guidance { clip-norm = 0.1, timestep = dreamtime, posterior = sample }");

    private final String settings;

    Kind(String settings) {
      this.settings = settings;
    }
  }

  private static final int STEPS = 5;
  private static final String SMALL =
      """
      views.geometry.preset = full-turn, views.texture.preset = full-turn
      geometry { resolution = 64, encode-resolution = 64, steps = 5, coefficients = [1, -1] }
      texture { resolution = 32, render-resolution = 32, steps = 5, latent-steps = 0 }
      """;

  private final DeviceDouble device = DeviceDouble.open();
  private final LoadedModels loaded;

  /** Opens the golden family on the pretended device. */
  public DeviceSteps() {
    String control = GoldenModels.FAMILY.resolve("controlnet").toString();
    String model = GoldenModels.FAMILY.resolve("model").toString();
    loaded =
        LoadedModels.open(
            new ModelSettings(
                Map.of(
                    ModelRole.DIFFUSION, model,
                    ModelRole.DEPTH_CONTROLNET, control,
                    ModelRole.TEXTURE_CONTROLNET, control,
                    ModelRole.TEXTURE_UNET, model,
                    ModelRole.TEXTURE_UNET_YUV, model,
                    ModelRole.FACE, "builtin:head"),
                Dtype.FLOAT32,
                Dtype.FLOAT32),
            DeviceDouble.DEVICE);
  }

  /** The traffic of steps, all but the first, and over how many. */
  public record Counted(Traffic traffic, int steps) {}

  /** Runs a batch of trials and counts. */
  public Counted count(Kind kind, int batch) {
    List<TrialSpec> trials = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      TrialSettings settings = TrialValues.settings(SMALL + kind.settings);
      trials.add(new TrialSpec("trial" + i, "a man", i, settings));
    }
    Traffic counted = new Traffic();
    StepListener listener =
        (trial, record, total) -> {
          if (trial.id().equals("trial0") && record.step() == 0) {
            device.traffic().clear();
          } else if (trial.id().equals("trial0") && record.step() == STEPS - 1) {
            counted.add(device.traffic());
          }
        };
    new Synthesis(loaded.models(), SynthesisOptions.PLAIN, listener)
        .run(trials)
        .forEach(DeviceSteps::requireDone);
    return new Counted(counted, STEPS - 1);
  }

  private static void requireDone(TrialResult result) {
    if (result instanceof TrialResult.Failed failed) {
      throw new IllegalStateException(failed.failure().message());
    }
  }

  @Override
  public void close() {
    loaded.close();
    device.close();
  }
}
