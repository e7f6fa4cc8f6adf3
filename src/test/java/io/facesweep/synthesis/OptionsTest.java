package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModel;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every option changes what it should, and only that: of what the denoiser is asked in the first
 * step (its aspects), and of the result.
 */
class OptionsTest {
  private static final FaceModel BALL = Toys.ball();

  /** What processors may differ by in the results of two steps; an option must do more. */
  private static final double ROUNDING = 1e-6;

  /**
   * @param base settings in both runs
   * @param option settings in the second only
   * @param changed aspects of the first call that differ
   */
  private record Case(String base, String option, Set<String> changed) {}

  @TestFactory
  List<DynamicTest> geometryOptions() {
    String base = "phases = geometry-only, geometry.steps = 2\n";
    return tests(
        of(
            base + "geometry { l2-weight = 1, coefficients = [1] }\n",
            "guidance.scale = 5",
            "guidance"),
        of(base, "guidance.form = conditional", "guidance"),
        of(base, "guidance.weighting = uniform", "guidance"),
        of(base, "guidance.timestep = linear", "timestep"),
        of(base, "guidance.timestep = dreamtime", "timestep"),
        of(base, "guidance { t-max = 0.1, t-min = 0.05 }", "timestep"),
        of(base + "guidance.timestep = dreamtime\n", "guidance.dreamtime.m1 = 600", "timestep"),
        of(base, "guidance.posterior = sample", "z"),
        of(base, "guidance.negative-prompt = ugly", "negative"),
        of(base, "guidance.clip-norm = 0.01"),
        of(base, "view-dependent-prompts = false", "text"),
        of(base, "geometry.l2-weight = 10"),
        of(base, "geometry.coefficient-limit = 0.01"),
        of(base, "geometry.coefficients = [1, 2]", "z"),
        of(base, "geometry.render = normal", "z"),
        of(base, "geometry { render = mix, normal-probability = 1 }", "z"),
        of(base, "geometry.grey-albedo = 0.8", "z"),
        of(base, "geometry.light.presets = [3]", "z"),
        of(base, "geometry.light.intensity = 0.5", "z"),
        of(base, "geometry.light.mode = ambient", "z"),
        of(base, "geometry.optimizer.kind = adan"),
        of(base, "geometry.optimizer.learning-rate = 0.5"),
        of(base + "geometry.coefficients = [1]\n", "geometry.optimizer.weight-decay = 10"),
        of(base, "geometry.optimizer.betas = [0.5, 0.5]"),
        of(base, "geometry.optimizer.eps = 1"),
        of(base, "geometry.optimizer { decay-factor = 0.1, decay-every = 1 }"),
        of(base + "geometry.optimizer.eps = 1\n", "geometry.optimizer.max-grad-norm = 0.001"),
        of(base, "views.background = 0.3", "z"),
        of(base, "views.distance = 8", "z"),
        of(base, "views.fov = 15", "z"),
        of(base, "views.geometry { elevation = [20] }", "z"));
  }

  @TestFactory
  List<DynamicTest> textureOptions() {
    // With the default eps an Adam step does not depend on the gradient's scale, but for rounding.
    String base =
        "phases = texture-only, geometry.coefficients = [0], texture { steps = 2, latent-steps = 1, init = fixed-texture, optimizer.eps = 1 }\nguidance.scale = 1\n";
    // Seen from the side, a texture does not stay symmetric.
    String side = base + "views.texture.azimuth = [90]\n";
    String image = base + "texture.latent-steps = 0\n";
    String depth = base + "texture.depth-control = true\n";
    String canny = base + "texture.prior = canny\n";
    return tests(
        of(base, "guidance.scale = 5", "guidance"),
        of(base, "geometry.coefficients = [2, 1, 2]", "z"),
        of(base, "texture.init = zeros", "z"),
        of(base, "texture.init = noise", "z"),
        of(base, "texture.latent-steps = 2"),
        of(base, "texture.depth-control = true", "DEPTH image", "DEPTH scale"),
        of(depth, "texture.depth-scale = 0.5", "DEPTH scale"),
        of(depth, "texture.depth-convention = far-bright", "DEPTH image"),
        of(base, "texture.prior = canny"),
        of(canny, "texture.prior-weight = 10"),
        of(canny, "texture.prior-guidance-scale = 2"),
        of(canny, "texture.prior-schedule = linear"),
        of(canny, "texture { prior-schedule = log, prior-weight-start = 2 }"),
        of(side, "texture.symmetry-weight = 100"),
        of(base, "texture.smoothness-weight = 100"),
        of(base + "texture.init = noise\n", "texture.wrap = true", "z"),
        of(image, "texture.light.mode = presets", "z"),
        of(image, "texture.light.intensity = 0.5", "z"),
        of(image, "guidance.posterior = sample", "z"),
        of(image, "views.background = 0.5", "z"),
        of(base, "views.background = 0.5", "z"),
        of(base, "texture.optimizer.kind = adam"),
        of(base, "texture.optimizer.learning-rate = 0.5"),
        of(base, "texture.optimizer.weight-decay = 1"),
        of(base, "texture.optimizer { decay-factor = 0.1, decay-every = 1 }"),
        of(base, "views.texture.azimuth = [0]", "text", "z"));
  }

  @TestFactory
  List<DynamicTest> optionsThatThePhaseDoesNotUse() {
    String geometry = "phases = geometry-only, geometry.steps = 2\n";
    String texture =
        "phases = texture-only, geometry.coefficients = [0], texture { steps = 2, latent-steps = 1, init = fixed-texture }\n";
    return List.of(
        unchanged(geometry, "texture { prior = canny, depth-control = true, steps = 9 }"),
        unchanged(geometry, "texture.guidance.scale = 3"),
        unchanged(geometry, "views.texture.azimuth = [1]"),
        unchanged(geometry, "geometry.normal-probability = 1"),
        unchanged(texture, "geometry { steps = 7, l2-weight = 3, guidance.scale = 3 }"),
        unchanged(texture, "views.geometry.azimuth = [1]"),
        unchanged(texture, "texture { prior-weight = 10, prior-prompt = x, depth-scale = 0.1 }"),
        unchanged(texture, "texture.prior-weight-start = 1"));
  }

  @Test
  void priorSeesItsOwnTextEdgesAndTheLatentItself() {
    RecordingScoreModel model = new RecordingScoreModel();
    String settings =
        """
        phases = texture-only, geometry.coefficients = [0]
        texture { steps = 1, latent-steps = 1, init = noise, prior = canny, prior-prompt = pores
                  prior-guidance-scale = 2, prior-control-scale = 0.7 }
        """;
    TrialSpec trial = Toys.trial("x", 1, settings);
    run(model, trial);
    Map<String, Object> prior = model.seen(1, 0);
    assertThat(prior).containsEntry("text", "pores").containsEntry("TEXTURE_EDGES scale", 0.7);
    assertThat(((ScoreGuidance) Objects.requireNonNull(prior.get("guidance"))).scale())
        .isEqualTo(2);
    assertThat(prior.get("timestep")).isEqualTo(model.seen(0, 0).get("timestep"));
    assertThat(prior.get("noise")).isNotEqualTo(model.seen(0, 0).get("noise"));
    assertThat(prior).doesNotContainKey("DEPTH scale");
    assertThat((List<?>) prior.get("z")).hasSize(4 * 32 * 32);
  }

  @Test
  void textureUnetsAreAskedInsteadOfTheDiffusionModel() {
    RecordingScoreModel diffusion = new RecordingScoreModel();
    RecordingScoreModel unet = new RecordingScoreModel();
    RecordingScoreModel twin = new RecordingScoreModel();
    SynthesisModels models =
        new SynthesisModels(diffusion, new ToyCodec(1), unet, twin, BALL, Device.CPU);
    TrialSpec trial =
        Toys.trial(
            "x",
            1,
            "phases = texture-only, geometry.coefficients = [0], texture { steps = 3, latent-steps = 1, prior = texture-unet, prior-yuv = true }");
    TrialResult result =
        new Synthesis(models, SynthesisOptions.PLAIN, StepListener.NONE).run(List.of(trial)).get(0);
    assertThat(diffusion.calls()).isEqualTo(3);
    assertThat(unet.calls()).isEqualTo(3);
    assertThat(twin.calls()).as("image-space steps only").isEqualTo(2);
    assertThat(unet.seen(0, 0))
        .containsEntry("text", "a diffuse texture map of a human face in UV space");
    assertThat(result.steps().get(0).terms()).doesNotContainKey("yuv-weight");
    assertThat(result.steps().get(1).terms()).containsKey("yuv-gradient-norm");
  }

  @Test
  void latentStepsRunNoVae() {
    CountingCodec codec = new CountingCodec();
    SynthesisModels models = Toys.models(new RecordingScoreModel(), codec, BALL);
    TrialSpec trial =
        Toys.trial(
            "x",
            1,
            "phases = texture-only, geometry.coefficients = [0], texture { steps = 5, latent-steps = 3 }");
    new Synthesis(models, SynthesisOptions.PLAIN, StepListener.NONE).run(List.of(trial));
    // One for the background's latent, and two image-space steps; one decode at the end.
    assertThat(codec.encodes).isEqualTo(1 + 2);
    assertThat(codec.decodes).isEqualTo(2 + 1);
  }

  @Test
  void eachTextIsEmbeddedOnce() {
    RecordingScoreModel model = new RecordingScoreModel();
    run(model, Toys.trial("x", 1, "phases = geometry-only, geometry.steps = 20"));
    assertThat(model.texts())
        .containsExactlyInAnyOrder(
            "", "a face, front view", "a face, side view", "a face, back view");
  }

  private static List<DynamicTest> tests(Case... cases) {
    return Arrays.stream(cases)
        .map(one -> DynamicTest.dynamicTest(one.option(), () -> check(one)))
        .toList();
  }

  private static Case of(String base, String option, String... changed) {
    return new Case(base, option, new TreeSet<>(Arrays.asList(changed)));
  }

  private static DynamicTest unchanged(String base, String option) {
    return DynamicTest.dynamicTest(
        option,
        () -> {
          Run before = run(base, "");
          Run after = run(base, option);
          assertThat(after.first()).isEqualTo(before.first());
          assertThat(after.result()).containsExactly(before.result());
        });
  }

  private static void check(Case one) {
    Run before = run(one.base(), "");
    Run after = run(one.base(), one.option());
    Set<String> changed = new TreeSet<>();
    Set<String> all = new TreeSet<>(before.first().keySet());
    all.addAll(after.first().keySet());
    for (String aspect : all) {
      if (!Objects.equals(before.first().get(aspect), after.first().get(aspect))) {
        changed.add(aspect);
      }
    }
    assertThat(changed).isEqualTo(one.changed());
    boolean asksOnly =
        Set.of("timestep", "text", "negative").containsAll(changed) && !changed.isEmpty();
    boolean controlsOnly =
        !changed.isEmpty() && changed.stream().allMatch(a -> a.startsWith("DEPTH"));
    boolean guidanceOnly = changed.equals(Set.of("guidance")) && !one.option().contains("scale");
    if (!asksOnly && !controlsOnly && !guidanceOnly) { // what the recording denoiser heeds
      assertThat(distance(before.result(), after.result())).isGreaterThan(ROUNDING);
    }
  }

  /** Greatest difference of two values at the same place. */
  private static double distance(float[] before, float[] after) {
    assertThat(after).hasSameSizeAs(before);
    double greatest = 0;
    for (int i = 0; i < before.length; i++) {
      greatest = Math.max(greatest, Math.abs(after[i] - before[i]));
    }
    return greatest;
  }

  /** What the denoiser was asked first, and the coefficients or latents that came out. */
  @SuppressWarnings("ArrayRecordComponent") // A result, never compared.
  private record Run(Map<String, Object> first, float[] result) {}

  private static Run run(String base, String option) {
    RecordingScoreModel model = new RecordingScoreModel();
    TrialResult.Completed result = run(model, Toys.trial("x", 1, base + option));
    TextureOutcome texture = result.texture();
    return new Run(
        model.seen(0, 0), texture == null ? result.geometry().coefficients() : texture.latents());
  }

  private static TrialResult.Completed run(RecordingScoreModel model, TrialSpec trial) {
    SynthesisModels models = Toys.models(model, new ToyCodec(1), BALL);
    TrialResult result =
        new Synthesis(models, SynthesisOptions.PLAIN, StepListener.NONE).run(List.of(trial)).get(0);
    assertThat(result).isInstanceOf(TrialResult.Completed.class);
    return (TrialResult.Completed) result;
  }

  private static final class CountingCodec implements LatentCodec {
    private final ToyCodec codec = new ToyCodec(1);
    private int encodes;
    private int decodes;

    @Override
    public int factor() {
      return codec.factor();
    }

    @Override
    public Tensor encode(Tensor images, Tensor posteriorNoise) {
      encodes++;
      return codec.encode(images, posteriorNoise);
    }

    @Override
    public Tensor decode(Tensor latents) {
      decodes++;
      return codec.decode(latents);
    }
  }
}
