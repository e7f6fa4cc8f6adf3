package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.config.TrialValues;
import io.facesweep.face.FaceModel;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.settings.ModelNeed;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.PriorKind;
import io.facesweep.tensor.Device;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TexturePriorTest {
  private static final FaceModel BALL = Toys.ball();
  private static final String TEXTURE =
      "phases = texture-only, geometry.coefficients = [0], texture.steps = 2\n";

  private static SynthesisModels models(Map<ModelRole, ? extends ScoreDistillation> scores) {
    return new SynthesisModels(Map.copyOf(scores), new ToyCodec(1), BALL, Device.CPU);
  }

  /** A trial with every model that a kind can ask for. */
  private static TrialSpec trial(PriorKind kind) {
    return Toys.trial(
        "x",
        1,
        TEXTURE
            + "texture { latent-steps = 1, prior = %s, prior-yuv = %s }"
                .formatted(kind.text(), kind == PriorKind.TEXTURE_UNET));
  }

  @ParameterizedTest
  @EnumSource(PriorKind.class)
  void asksTheNetsThatItsSettingsNameAndNoOthers(PriorKind kind) {
    TrialSpec trial = trial(kind);
    RecordingScoreModel diffusion = new RecordingScoreModel();
    Map<ModelRole, RecordingScoreModel> nets = new EnumMap<>(ModelRole.class);
    nets.put(ModelRole.DIFFUSION, diffusion);
    Set<String> shown = new TreeSet<>();
    for (ModelNeed need : ModelNeed.of(trial.settings())) {
      if (need.role().form() == ModelRole.Form.CONTROLNET) {
        shown.add(need.role() + " image");
      } else {
        nets.put(need.role(), new RecordingScoreModel());
      }
    }
    OptionCase.completed(models(nets), trial);
    assertThat(nets.values()).allSatisfy(net -> assertThat(net.calls()).isPositive());
    Set<String> aspects = new TreeSet<>();
    for (int call = 0; call < diffusion.calls(); call++) {
      aspects.addAll(diffusion.seen(call, 0).keySet());
    }
    aspects.removeIf(aspect -> !aspect.endsWith(" image"));
    assertThat(aspects).isEqualTo(shown);
  }

  @Test
  void nothingIsAskedWhereAllWeightsAreZero() {
    RecordingScoreModel unet = new RecordingScoreModel();
    RecordingScoreModel twin = new RecordingScoreModel();
    TrialSpec trial =
        Toys.trial(
            "x",
            1,
            TEXTURE
                + "texture { latent-steps = 0, prior = texture-unet, prior-yuv = true,"
                + " prior-weight = 0, prior-yuv-weight = 0 }");
    TrialResult.Completed result =
        OptionCase.completed(Toys.models(new RecordingScoreModel(), unet, twin, BALL), trial);
    assertThat(unet.calls() + twin.calls()).isZero();
    assertThat(result.steps().get(0).terms())
        .containsEntry("prior-weight", 0.0)
        .containsEntry("yuv-weight", 0.0)
        .doesNotContainKey("prior-gradient-norm");
  }

  @Test
  void theTwinSeesASampleOfThePosteriorWhereTheRendersDo() {
    List<Object> seen = new ArrayList<>();
    for (String posterior : List.of("mean", "sample")) {
      RecordingScoreModel twin = new RecordingScoreModel();
      String settings =
          TEXTURE
              + "texture { latent-steps = 0, prior = texture-unet, prior-yuv = true }\n"
              + "guidance.posterior = "
              + posterior;
      SynthesisModels models =
          Toys.models(new RecordingScoreModel(), new RecordingScoreModel(), twin, BALL);
      OptionCase.completed(models, Toys.trial("x", 1, settings));
      seen.add(twin.seen(0, 0).get("z"));
    }
    assertThat(seen.get(0)).isNotEqualTo(seen.get(1));
  }

  @Test
  void namesTheEdgesThatCannotBeRead() {
    String canny = "texture { resolution = 64, prior = canny-controlnet, prior-edges = \"%s\" }";
    assertThat(
            new CannyPrior()
                .problems(TrialValues.settings(canny.formatted("nowhere.png")).texture(), BALL))
        .singleElement()
        .asString()
        .startsWith("Cannot read texture image nowhere.png");
    assertThat(
            new CannyPrior()
                .problems(TrialValues.settings(canny.formatted("auto")).texture(), BALL))
        .isEmpty();
  }

  @Test
  void namesTheNetThatIsMissing() {
    SynthesisModels models = models(Map.of(ModelRole.DIFFUSION, new RecordingScoreModel()));
    assertThatThrownBy(() -> models.score(ModelRole.TEXTURE_UNET))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot score: models.texture-unet is not loaded");
  }
}
