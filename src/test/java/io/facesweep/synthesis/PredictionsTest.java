package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.config.TrialValues;
import io.facesweep.diffusion.ControlNetModel;
import io.facesweep.guidance.DiffusionDistillation;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.guidance.NoisePredictor;
import io.facesweep.settings.ModelRole;
import io.facesweep.settings.Objective;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How often a step asks the UNets and the VAE, with each objective, each prior, latents and texels:
 * no more than it must.
 */
class PredictionsTest {
  private static final int STEPS = 2;

  /** At timestep 900, of an objective alone. */
  private static final Map<Objective, Integer> EXPECTED =
      Map.of(
          Objective.SDS, 2,
          Objective.CSD, 3, // u is in both of its terms
          Objective.NFSD, 3,
          Objective.BRIDGE, 2,
          Objective.ISM, 8,
          Objective.SDI, 22,
          Objective.ASD, 3);

  private static final String TRIAL =
      """
      phases = texture-only, geometry.coefficients = [0]
      texture { resolution = 32, render-resolution = 32, steps = 2, latent-steps = 2 }
      guidance { t-max = 0.9, t-min = 0.89999
                 csd { negative-weight = 0.5, negative-weight-end = 0.5 } }
      """;

  private static LoadedModels loaded;
  private static ControlNetModel control;

  @BeforeAll
  static void open() {
    loaded = GoldenModels.open();
    control =
        ControlNetModel.open(GoldenModels.FAMILY.resolve("controlnet"), DType.FLOAT32, Device.CPU);
  }

  @AfterAll
  static void close() {
    loaded.close();
    control.close();
  }

  /** The same UNet in each role, counted apart, and a codec that counts. */
  private static final class Counted {
    private final NoisePredictor diffusion =
        predictor(Map.of(ModelRole.TEXTURE_CONTROLNET, control));
    private final NoisePredictor unet = predictor(Map.of());
    private final NoisePredictor twin = predictor(Map.of());
    private final CountingCodec codec = new CountingCodec(loaded.models().codec());

    private static NoisePredictor predictor(Map<ModelRole, ControlNetModel> controls) {
      return new NoisePredictor(
          loaded.checkpoint().unet(), loaded.checkpoint().schedule(), controls);
    }

    private static DiffusionDistillation distillation(NoisePredictor predictor) {
      return new DiffusionDistillation(predictor, loaded.embeddings()::of);
    }

    /** Predictions a step of the diffusion model, the texture UNet and its twin. */
    List<Double> run(String settings) {
      SynthesisModels models =
          Toys.models(
              distillation(diffusion), distillation(unet), distillation(twin), codec, Toys.ball());
      OptionCase.completed(
          models, new TrialSpec("x", "a man", 1, TrialValues.settings(TRIAL + settings)));
      return List.of(
          diffusion.predictions() / (double) STEPS,
          unet.predictions() / (double) STEPS,
          twin.predictions() / (double) STEPS);
    }
  }

  private static final class CountingCodec implements LatentCodec {
    private final LatentCodec codec;
    private int encodes;
    private int decodes;

    CountingCodec(LatentCodec codec) {
      this.codec = codec;
    }

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

  /** From the side, where each of the two views that are left out has a weight. */
  @Test
  void perpNegAddsTwoOtherViews() {
    String side = "views { texture.azimuth = [30, 60], overhead-angle = 90 }\n";
    for (Objective objective : List.of(Objective.SDS, Objective.NFSD, Objective.ISM)) {
      String own = side + "guidance.objective = " + objective.text() + "\n";
      double alone = Objects.requireNonNull(EXPECTED.get(objective));
      assertThat(new Counted().run(own)).as(own).containsExactly(alone, 0.0, 0.0);
      assertThat(new Counted().run(own + "views.conditioning = perp-neg"))
          .as(own)
          .containsExactly(alone + 2, 0.0, 0.0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPriorAddsItsOwnPairWhateverTheObjective(Objective objective) {
    String own = "guidance.objective = " + objective.text() + "\n";
    double alone = Objects.requireNonNull(EXPECTED.get(objective));
    for (String space : List.of("latent-steps = 2", "latent-steps = 0", "parameter = rgb")) {
      String base = own + "texture." + space + "\n";
      double twin = space.equals("latent-steps = 2") ? 0 : 2;
      assertThat(new Counted().run(base)).as(base).containsExactly(alone, 0.0, 0.0);
      assertThat(new Counted().run(base + "texture.prior = canny"))
          .as("canny, " + base)
          .containsExactly(alone + 2, 0.0, 0.0);
      assertThat(new Counted().run(base + "texture { prior = texture-unet, prior-yuv = true }"))
          .as("texture UNet and its twin, " + base)
          .containsExactly(alone, 2.0, twin);
    }
  }

  @Test
  void aSwitchOfObjectivesTakesThePassesOfEach() {
    String settings =
        "guidance { objective = csd, objective-switch = 1, second-objective = bridge }";
    assertThat(new Counted().run(settings).get(0)).isEqualTo((3 + 2) / 2.0);
  }

  @Test
  void aWeightOfZeroAsksForNothing() {
    assertThat(new Counted().run("texture { prior = canny, prior-weight = 0 }"))
        .containsExactly(2.0, 0.0, 0.0);
    assertThat(
            new Counted()
                .run(
                    "guidance { objective = csd, csd { negative-weight = 0, negative-weight-end ="
                        + " 0 } }"))
        .containsExactly(2.0, 0.0, 0.0);
  }

  /** Beside one decoding of latents at the end. */
  @Test
  void theVaeIsRunWhereItMustBe() {
    assertPasses("texture.latent-steps = 2", 1, 0);
    assertPasses("texture { latent-steps = 2, background.mode = random }", STEPS, 0);
    assertPasses("texture.latent-steps = 0", STEPS, STEPS);
    assertPasses("texture { latent-steps = 0, prior = canny }", STEPS, STEPS);
    assertPasses(
        "texture { latent-steps = 0, prior = canny, prior-space = image }", 2 * STEPS, STEPS);
    Counted texels = new Counted();
    texels.run("texture { init = zeros, parameter = rgb, prior = texture-unet, prior-yuv = true }");
    assertThat(texels.codec.encodes).isEqualTo(3 * STEPS);
    assertThat(texels.codec.decodes).isZero();
  }

  private static void assertPasses(String settings, int encodes, int decodes) {
    Counted counted = new Counted();
    counted.run("texture.init = zeros\n" + settings);
    assertThat(counted.codec.encodes).as(settings).isEqualTo(encodes);
    assertThat(counted.codec.decodes).as(settings).isEqualTo(decodes + 1);
  }
}
