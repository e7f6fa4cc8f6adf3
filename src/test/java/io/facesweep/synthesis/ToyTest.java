package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.face.FaceModel;
import io.facesweep.face.FaceModels;
import io.facesweep.render.Camera;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.TextureWrap;
import io.facesweep.settings.LightFrame;
import io.facesweep.settings.LightMode;
import io.facesweep.settings.LightSet;
import io.facesweep.settings.LightSettings;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Trials whose answer is known: the denoiser's score points at images of a face that was chosen.
 */
class ToyTest {
  private static final double[] AZIMUTHS = {0, 90, 180};
  private static final double GREY = 0.5;

  private final FaceModel ball = Toys.ball();

  @Test
  void recoversTheCoefficientsOfAKnownFace() {
    float[] truth = {1.5f, -1, 2};
    ToyScoreModel score = geometryTargets(ball, truth, 32);
    TrialSpec trial =
        Toys.trial(
            "known",
            3,
            "geometry { steps = 150, optimizer.decay-factor = 0.5, optimizer.decay-every = 40 }\n geometry.optimizer.learning-rate = 0.2");

    GeometryOutcome outcome = run(score, ball, trial);

    for (int i = 0; i < truth.length; i++) {
      assertThat(outcome.coefficients()[i]).isCloseTo(truth[i], within(0.1f));
    }
    assertThat(outcome.mesh().vertices()).containsExactly(ball.vertices(outcome.coefficients()));
  }

  @Test
  void movesTheBuiltinHeadTowardsAKnownOne() {
    FaceModel head = FaceModels.open("builtin:head");
    float[] truth = new float[head.identityCount()];
    for (int i = 0; i < 6; i++) {
      truth[i] = i % 2 == 0 ? 1.5f : -1.5f;
    }
    TrialSpec trial =
        Toys.trial("head", 3, "geometry { steps = 60, resolution = 64, encode-resolution = 64 }");

    GeometryOutcome outcome = run(geometryTargets(head, truth, 64), head, trial);

    double before = distance(head.mean().vertices(), head.vertices(truth));
    double after = distance(outcome.mesh().vertices(), head.vertices(truth));
    assertThat(after).isLessThan(0.4 * before);
  }

  @Test
  void recoversAKnownTexture() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor truth = RandomStream.of("texture", 1).uniform(3, 8, 8).mul(0.6).add(0.2);
      ToyScoreModel score = new ToyScoreModel();
      Tensor seen = Tensor.zeros(3, 8, 8);
      for (double azimuth : AZIMUTHS) {
        Tensor leaf = truth.asLeaf();
        Tensor image =
            views(ball, new float[3], azimuth, 32)
                .textured(leaf, TextureWrap.CLAMP, Tensor.zeros(3));
        seen = seen.add(Autograd.gradient(image.sum(), leaf));
        score.target(PromptView.of(azimuth).apply("a face"), latents(image));
      }
      TrialSpec trial =
          Toys.trial(
              "known",
              3,
              "texture { resolution = 8, render-resolution = 32, steps = 100, latent-steps = 50, optimizer.decay-every = 30, optimizer.decay-factor = 0.5, optimizer.weight-decay = 0, light.mode = ambient }\n");

      PhaseResult<TextureOutcome> result =
          new TexturePhase(
                  Toys.models(score, new ToyCodec(1), ball),
                  SynthesisOptions.PLAIN,
                  StepListener.NONE)
              .run(List.of(trial), List.of(new float[3]))
              .get(0);

      float[] albedo = ((PhaseResult.Done<TextureOutcome>) result).outcome().albedo();
      float[] expected = truth.toFloats();
      float[] weights = seen.toFloats();
      int compared = 0;
      double worst = 0;
      double sum = 0;
      for (int i = 0; i < albedo.length; i++) {
        if (weights[i] > 4) {
          compared++;
          worst = Math.max(worst, Math.abs(albedo[i] - expected[i]));
          sum += Math.abs(albedo[i] - expected[i]);
        }
      }
      assertThat(compared).isGreaterThan(100);
      assertThat(sum / compared).isLessThan(0.03);
      assertThat(worst).isLessThan(0.1);
    }
  }

  private static GeometryOutcome run(ToyScoreModel score, FaceModel face, TrialSpec trial) {
    PhaseResult<GeometryOutcome> result =
        new GeometryPhase(
                Toys.models(score, new ToyCodec(1), face),
                SynthesisOptions.PLAIN,
                StepListener.NONE)
            .run(List.of(trial))
            .get(0);
    return ((PhaseResult.Done<GeometryOutcome>) result).outcome();
  }

  /** What the face at the given coefficients looks like from each side, in the trials' light. */
  private static ToyScoreModel geometryTargets(FaceModel face, float[] coefficients, int side) {
    ToyScoreModel score = new ToyScoreModel();
    try (TensorScope scope = TensorScope.open()) {
      LightSampler light =
          new LightSampler(
              new LightSettings(
                  LightMode.PRESETS, List.of(6), 1, LightFrame.CAMERA, LightSet.DIRECTIONAL));
      for (double azimuth : AZIMUTHS) {
        Tensor image =
            views(face, coefficients, azimuth, side)
                .grey(GREY, light.draw(RandomStream.of("any", 0), azimuth), Tensor.zeros(3));
        score.target(PromptView.of(azimuth).apply("a face"), latents(image));
      }
    }
    return score;
  }

  private static RenderedViews views(
      FaceModel face, float[] coefficients, double azimuth, int side) {
    Camera camera = new Camera(azimuth, 0, 10, 12.59, Camera.Point.ORIGIN);
    Tensor vertices = Tensor.of(face.vertices(coefficients), 1, face.vertexCount(), 3);
    return new Renderers(face, Device.CPU).at(side).view(vertices, List.of(camera));
  }

  private static float[] latents(Tensor image) {
    return new ToyCodec(1).encode(image, Tensor.zeros(1)).toFloats();
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(3 * sum / a.length);
  }
}
