package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.face.FaceModel;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/**
 * A ball that is seen from the front shows the columns of its texture from u = 1/4 to 3/4, less
 * what perspective hides. The codec mixes every latent with every pixel, as a VAE's attention does.
 */
class SeenTexelsTest {
  private static final int SIDE = 32;
  private static final FaceModel BALL = Toys.ball();
  private static final String FRONT =
      """
      phases = texture-only, geometry.coefficients = [0]
      views.texture { azimuth = [0], elevation = [0] }
      texture { steps = 6, latent-steps = 3, init = noise, optimizer.weight-decay = 0.1 }
      """;

  /** The toy codec, each of whose pixels has a little of all latents. */
  private record LeakyCodec(ToyCodec codec) implements LatentCodec {
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
      return codec.decode(latents.mul(0.1).add(latents.meanKeep(1, 2, 3).mul(0.3)).add(0.5));
    }
  }

  private static float[] run(String settings, LatentCodec codec) {
    SynthesisModels models = Toys.models(new RecordingScoreModel(), codec, BALL);
    TrialResult.Completed result = OptionCase.completed(models, Toys.trial("x", 1, settings));
    return Objects.requireNonNull(result.texture()).latents();
  }

  /** The latents that the trial begins with. */
  private static float[] start(String settings) {
    TrialSpec trial = Toys.trial("x", 1, settings);
    SynthesisModels models = Toys.models(new RecordingScoreModel(), new ToyCodec(1), BALL);
    try (TensorScope scope = TensorScope.open()) {
      return TextureStart.values(models, List.of(trial), SynthesisPhase.TEXTURE).toFloats();
    }
  }

  /** How many latents of some columns are not bit for bit what they were. */
  private static long moved(float[] before, float[] after, IntPredicate column) {
    long count = 0;
    for (int i = 0; i < before.length; i++) {
      boolean isMoved = Float.floatToIntBits(before[i]) != Float.floatToIntBits(after[i]);
      count += column.test(i % SIDE) && isMoved ? 1 : 0;
    }
    return count;
  }

  private static boolean isBehind(int column) {
    return column < 6 || column > SIDE - 7;
  }

  @Test
  void whatNoCameraHasSeenStaysAsItWas() {
    float[] before = start(FRONT);
    float[] after = run(FRONT, new LeakyCodec(new ToyCodec(1)));
    assertThat(moved(before, after, SeenTexelsTest::isBehind)).isZero();
    assertThat(moved(before, after, column -> column == SIDE / 2)).isGreaterThan(4 * SIDE / 2);
  }

  @Test
  void aTurnOfTheCameraLetsTheRestMove() {
    String turned = FRONT + "views.texture.azimuth = [180]\n";
    float[] after = run(turned, new LeakyCodec(new ToyCodec(1)));
    assertThat(moved(start(turned), after, column -> column < 4)).isPositive();
    assertThat(moved(start(turned), after, column -> column == SIDE / 2)).isZero();
  }

  @Test
  void aPriorLooksAtAllOfTheTexture() {
    String prior = FRONT + "texture.prior = canny\n";
    float[] after = run(prior, new LeakyCodec(new ToyCodec(1)));
    assertThat(moved(start(prior), after, SeenTexelsTest::isBehind)).isEqualTo(12L * 4 * SIDE);
  }

  @Test
  void theMirrorImageOfWhatIsSeenFollowsTheSymmetryLoss() {
    String side = FRONT + "views.texture.azimuth = [60]\n";
    String symmetric = side + "texture.symmetry-weight = 1\n";
    LatentCodec codec = new LeakyCodec(new ToyCodec(1));
    IntPredicate hidden = column -> column >= 2 && column <= 6; // 60 degrees to the other side
    assertThat(moved(start(side), run(side, codec), hidden)).isZero();
    assertThat(moved(start(symmetric), run(symmetric, codec), hidden)).isPositive();
  }

  /** The number of steps in latent and in image space is the same, so are their views. */
  @Test
  void aTrialSeesTheSameAloneAndBesideAnother() {
    SynthesisModels models =
        Toys.models(new RecordingScoreModel(), new LeakyCodec(new ToyCodec(1)), BALL);
    TrialSpec own = Toys.trial("x", 1, FRONT);
    TrialSpec mate = Toys.trial("y", 2, FRONT + "views.texture.azimuth = [90, 180]\n");
    List<TrialResult> both =
        new Synthesis(models, SynthesisOptions.PLAIN, StepListener.NONE).run(List.of(mate, own));
    TrialResult.Completed result = (TrialResult.Completed) both.get(1);
    assertThat(Objects.requireNonNull(result.texture()).latents())
        .containsExactly(run(FRONT, new LeakyCodec(new ToyCodec(1))));
  }
}
