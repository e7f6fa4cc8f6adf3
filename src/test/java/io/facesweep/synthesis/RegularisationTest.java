package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.face.FaceModel;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.tensor.Tensor;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Losses beside score distillation act on what they are about: the decoded texture, the shape. */
class RegularisationTest {
  private static final FaceModel BALL = Toys.ball();
  private static final String TEXTURE =
      """
      phases = texture-only, geometry.coefficients = [0]
      texture { steps = 4, latent-steps = 2, init = noise }
      """;

  /** What it decodes to is symmetric and flat, whatever the latents are. */
  private static final class EvenCodec implements LatentCodec {
    private final ToyCodec codec = new ToyCodec(1);

    @Override
    public int factor() {
      return codec.factor();
    }

    @Override
    public Tensor encode(Tensor images, Tensor posteriorNoise) {
      return codec.encode(images, posteriorNoise);
    }

    @Override
    public Tensor decode(Tensor latents) {
      Tensor mean = latents.meanKeep(2, 3).mul(0.1).add(0.5);
      return codec.decode(mean.add(latents.mul(0)));
    }
  }

  private static TrialResult.Completed run(String settings, LatentCodec codec) {
    SynthesisModels models = Toys.models(new RecordingScoreModel(), codec, BALL);
    return OptionCase.completed(models, Toys.trial("x", 1, settings));
  }

  private static float[] latents(TrialResult.Completed result) {
    return Objects.requireNonNull(result.texture()).latents();
  }

  @Test
  void aTextureThatIsSymmetricHasNoGradientOfTheLossThoughItsLatentsAreNot() {
    TrialResult.Completed weak = run(TEXTURE + "texture.symmetry-weight = 1", new EvenCodec());
    TrialResult.Completed strong = run(TEXTURE + "texture.symmetry-weight = 1000", new EvenCodec());
    assertThat(strong.steps()).allMatch(step -> step.terms().get("symmetry") == 0.0);
    assertThat(latents(strong)).containsExactly(latents(weak));
  }

  @Test
  void aTextureThatIsFlatHasNoGradientOfTheLossThoughItsLatentsAreNot() {
    TrialResult.Completed none = run(TEXTURE, new EvenCodec());
    TrialResult.Completed strong =
        run(TEXTURE + "texture.smoothness-weight = 1000", new EvenCodec());
    assertThat(strong.steps()).allMatch(step -> step.terms().get("smoothness") == 0.0);
    assertThat(latents(strong)).containsExactly(latents(none));
  }

  @Test
  void lossesOfTheTextureActInLatentSpaceToo() {
    String latent = TEXTURE + "texture.latent-steps = 4\n";
    float[] without = latents(run(latent, new ToyCodec(1)));
    float[] with = latents(run(latent + "texture.smoothness-weight = 100", new ToyCodec(1)));
    assertThat(with).isNotEqualTo(without);
  }

  /** Without a gradient, n steps of rate r leave c / (1 + 2 r w)^n. */
  @Test
  void coefficientsShrinkByTheirWeightAlone() {
    int steps = 5;
    double rate = 0.05;
    double weight = 2;
    TrialResult.Completed result =
        run(
            "phases = geometry-only, guidance.scale = 0, geometry { steps = %d, l2-weight = %s, coefficients = [1, -2] }"
                .formatted(steps, weight),
            new ToyCodec(1));
    double left = Math.pow(1 / (1 + 2 * rate * weight), steps);
    float[] coefficients = result.geometry().coefficients();
    assertThat((double) coefficients[0]).isCloseTo(left, within(1e-6));
    assertThat((double) coefficients[1]).isCloseTo(-2 * left, within(1e-6));
    assertThat(coefficients[2]).isZero();
  }

  /** An even pull of Adam, whose steps are as long as the rate, ends at 1 / 2w. */
  @Test
  void coefficientsStayNearTheBoundOfTheirWeightHoweverStrongTheGuidance() {
    TrialResult.Completed result =
        run(
            "phases = geometry-only, guidance.scale = 1000, geometry { steps = 150, l2-weight = 1, light.mode = ambient }",
            new ToyCodec(1));
    for (float coefficient : result.geometry().coefficients()) {
      assertThat(Math.abs(coefficient)).isLessThan(0.6f);
    }
  }
}
