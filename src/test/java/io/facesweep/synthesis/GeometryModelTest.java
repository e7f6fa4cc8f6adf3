package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.config.TrialValues;
import io.facesweep.face.FaceModel;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.settings.Dtype;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.ModelSettings;
import io.facesweep.tensor.Device;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A diffusion model of the geometry phase's own. */
class GeometryModelTest {
  private static final FaceModel BALL = Toys.ball();
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private static final String SMALL =
      "geometry { steps = 2, resolution = 64, encode-resolution = 64 }, texture { steps = 2,"
          + " latent-steps = 1, resolution = 64, render-resolution = 64 }\n";

  private static LoadedModels open(String diffusion, Map<ModelRole, String> more) {
    Map<ModelRole, String> places = new EnumMap<>(ModelRole.class);
    places.put(ModelRole.DIFFUSION, GOLDEN.resolve(diffusion).resolve("model").toString());
    places.put(ModelRole.FACE, "builtin:head");
    places.putAll(more);
    return LoadedModels.open(new ModelSettings(places, Dtype.FLOAT32, Dtype.AUTO), Device.CPU);
  }

  private static String place(String family, String part) {
    return GOLDEN.resolve(family).resolve(part).toString();
  }

  private static TrialResult.Completed run(SynthesisModels models, String settings) {
    return OptionCase.completed(
        models, new TrialSpec("x", "a man", 1, TrialValues.settings(settings)));
  }

  @Test
  void eachPhaseAsksItsOwnModel() {
    RecordingScoreModel diffusion = new RecordingScoreModel();
    RecordingScoreModel own = new RecordingScoreModel();
    SynthesisModels models =
        new SynthesisModels(
            Map.<ModelRole, ScoreDistillation>of(
                ModelRole.DIFFUSION, diffusion, ModelRole.GEOMETRY_DIFFUSION, own),
            new ToyCodec(1),
            new ToyCodec(2),
            BALL,
            Device.CPU);
    OptionCase.completed(
        models, Toys.trial("x", 1, "geometry.steps = 3, texture { steps = 2, latent-steps = 1 }"));
    assertThat(own.calls()).isEqualTo(3);
    assertThat(diffusion.calls()).isEqualTo(2);
    assertThat((List<?>) Objects.requireNonNull(own.seen(0, 0).get("z"))).hasSize(4 * 16 * 16);
    assertThat(models.ofGeometry().ofGeometry()).isEqualTo(models.ofGeometry());
  }

  @Test
  void aPhaseComesOutAsWithItsModelAlone() {
    TrialResult.Completed both;
    float[] geometry;
    float[] texture;
    String settings = SMALL + "geometry.depth-control = true\n";
    Map<ModelRole, String> control =
        Map.of(ModelRole.DEPTH_CONTROLNET, place("sd21-like", "controlnet"));
    try (LoadedModels loaded =
        open(
            "sd15-like",
            Map.of(
                ModelRole.GEOMETRY_DIFFUSION,
                place("sd21-like", "model"),
                ModelRole.DEPTH_CONTROLNET,
                place("sd21-like", "controlnet")))) {
      both = run(loaded.models(), settings);
    }
    try (LoadedModels loaded = open("sd21-like", control)) {
      geometry = run(loaded.models(), settings).geometry().coefficients();
    }
    assertThat(both.geometry().coefficients()).containsExactly(geometry);
    try (LoadedModels loaded = open("sd15-like", Map.of())) {
      String given =
          SMALL + "phases = texture-only, geometry.coefficients = " + Arrays.toString(geometry);
      texture = Objects.requireNonNull(run(loaded.models(), given).texture()).latents();
    }
    assertThat(Objects.requireNonNull(both.texture()).latents()).containsExactly(texture);
  }

  @Test
  void aControlNetThatDoesNotFitItIsNamed() {
    try (LoadedModels loaded =
        open(
            "sd15-like",
            Map.of(
                ModelRole.GEOMETRY_DIFFUSION,
                place("sd21-like", "model"),
                ModelRole.DEPTH_CONTROLNET,
                place("sd15-like", "controlnet")))) {
      assertThatThrownBy(() -> run(loaded.models(), SMALL + "geometry.depth-control = true"))
          .isInstanceOf(UserException.class)
          .hasMessageContaining(
              "Cannot use geometry.depth-control = true: models.depth-controlnet does not fit"
                  + " models.geometry-diffusion");
    }
  }
}
