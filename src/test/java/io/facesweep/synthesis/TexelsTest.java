package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.UserException;
import io.facesweep.config.TrialValues;
import io.facesweep.face.FaceModel;
import io.facesweep.guidance.LatentCodec;
import io.facesweep.render.Camera;
import io.facesweep.render.RenderedViews;
import io.facesweep.render.TextureWrap;
import io.facesweep.tensor.Autograd;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Textures whose texels are optimised themselves. */
class TexelsTest {
  private static final FaceModel BALL = Toys.ball();
  private static final double[] AZIMUTHS = {0, 90, 180};
  private static final int SIDE = 32;
  private static final String TEXELS =
      "phases = texture-only, geometry.coefficients = [0], texture { parameter = rgb, steps = 6 }\n";

  /** A codec that counts, and cannot decode. */
  private static final class EncoderAlone implements LatentCodec {
    private final ToyCodec codec = new ToyCodec(1);
    private int encodes;

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
      throw new UnsupportedOperationException("nothing is decoded");
    }
  }

  private static TextureOutcome run(SynthesisModels models, String settings) {
    TrialSpec trial = Toys.trial("x", 1, settings);
    return Objects.requireNonNull(OptionCase.completed(models, trial).texture());
  }

  private static TextureOutcome run(String settings) {
    return run(Toys.models(new RecordingScoreModel(), new EncoderAlone(), BALL), settings);
  }

  private static float[] start(String settings) {
    SynthesisModels models = Toys.models(new RecordingScoreModel(), new EncoderAlone(), BALL);
    return new Synthesis(models, SynthesisOptions.PLAIN, StepListener.NONE)
        .startAlbedo(Toys.trial("x", 1, TEXELS + settings));
  }

  @Test
  void startAtTheFixedTextureAtGreyOrAtNoise() {
    assertThat(start("texture.init = zeros")).hasSize(3 * SIDE * SIDE).containsOnly(0.5f);
    assertThat(start("texture.init = fixed-texture")).isEqualTo(SkinTexture.of(BALL, SIDE));
    float[] noise = start("texture.init = noise");
    double sum = 0;
    for (float texel : noise) {
      assertThat(texel).isBetween(0f, 1f);
      sum += texel;
    }
    assertThat(sum / noise.length).isCloseTo(0.5, within(0.02));
    assertThat(noise).isEqualTo(start("texture.init = noise"));
  }

  @Test
  void nothingIsDecodedAndEachStepEncodesARender() {
    EncoderAlone codec = new EncoderAlone();
    SynthesisModels models = Toys.models(new RecordingScoreModel(), codec, BALL);
    TextureOutcome outcome = run(models, TEXELS + "texture.latent-steps = 5");
    assertThat(codec.encodes).isEqualTo(6);
    assertThat(outcome.latents()).isEmpty();
    assertThat(outcome.latentSize()).isZero();
    assertThat(outcome.albedo()).hasSize(3 * SIDE * SIDE);
  }

  @Test
  void stayWithinColours() {
    TextureOutcome outcome =
        run(TEXELS + "texture { init = noise, optimizer.learning-rate = 5, optimizer.eps = 1e-8 }");
    float least = 1;
    float greatest = 0;
    for (float texel : outcome.albedo()) {
      least = Math.min(least, texel);
      greatest = Math.max(greatest, texel);
    }
    assertThat(least).isZero();
    assertThat(greatest).isLessThanOrEqualTo(1);
  }

  /** As with latents: a ball from the front shows the middle half of its texture. */
  @Test
  void whatNoCameraHasSeenStaysAsItWas() {
    String front =
        TEXELS
            + "views.texture { azimuth = [0], elevation = [0] }\n"
            + "texture { init = noise, optimizer.weight-decay = 0.1, smoothness-weight = 1 }\n";
    float[] before =
        new Synthesis(
                Toys.models(new RecordingScoreModel(), new EncoderAlone(), BALL),
                SynthesisOptions.PLAIN,
                StepListener.NONE)
            .startAlbedo(Toys.trial("x", 1, front));
    float[] after = run(front).albedo();
    int moved = 0;
    for (int i = 0; i < before.length; i++) {
      int column = i % SIDE;
      if (column < 6 || column > SIDE - 7) {
        assertThat(after[i]).isEqualTo(before[i]);
      } else {
        moved += after[i] == before[i] ? 0 : 1;
      }
    }
    assertThat(moved).isGreaterThan(1000);
  }

  @Test
  void aPriorLooksAtTheirEncodingAndMovesAll() {
    for (String prior : List.of("canny-controlnet", "texture-unet")) {
      RecordingScoreModel diffusion = new RecordingScoreModel();
      RecordingScoreModel unet = new RecordingScoreModel();
      EncoderAlone codec = new EncoderAlone();
      SynthesisModels models = Toys.models(diffusion, unet, new RecordingScoreModel(), codec, BALL);
      String settings =
          TEXELS
              + "views.texture.azimuth = [0], texture { prior = %s, init = zeros }"
                  .formatted(prior);
      float[] albedo = run(models, settings).albedo();
      assertThat(codec.encodes).isEqualTo(12);
      assertThat(albedo).doesNotContain(0.5f);
      boolean isCanny = prior.equals("canny-controlnet");
      List<?> z = (List<?>) (isCanny ? diffusion.seen(1, 0) : unet.seen(0, 0)).get("z");
      assertThat(z).as("the encoding of grey").allMatch(value -> value.equals(0.5f));
    }
  }

  @Test
  void theTwinSeesThemToo() {
    RecordingScoreModel twin = new RecordingScoreModel();
    SynthesisModels models =
        Toys.models(
            new RecordingScoreModel(), new RecordingScoreModel(), twin, new EncoderAlone(), BALL);
    run(models, TEXELS + "texture { prior = texture-unet, prior-yuv = true }");
    assertThat(twin.calls()).isEqualTo(6);
  }

  @Test
  void areOptimisedTogetherWithTheGeometry() {
    String joint =
        "phases = joint, geometry.steps = 2, texture { parameter = rgb, steps = 2, light.mode ="
            + " presets }";
    TrialResult.Completed result =
        OptionCase.completed(
            Toys.models(new RecordingScoreModel(), new EncoderAlone(), BALL),
            Toys.trial("x", 1, joint));
    assertThat(result.steps()).hasSize(4);
    assertThat(result.geometry().coefficients()).doesNotContain(0f);
    assertThat(Objects.requireNonNull(result.texture()).latents()).isEmpty();
  }

  /** Gradients that are clipped at the render are taken part by part through the codec. */
  @Test
  void haveGradientsOfRendersLossesAndPriorsPartByPart() {
    String all =
        TEXELS
            + "views.texture.azimuth = [90]\n"
            + "texture { prior = texture-unet, prior-yuv = true, symmetry-weight = 1,"
            + " smoothness-weight = 1, init = noise, optimizer.eps = 1 }\n";
    SynthesisModels models =
        Toys.models(
            new RecordingScoreModel(),
            new RecordingScoreModel(),
            new RecordingScoreModel(),
            new EncoderAlone(),
            BALL);
    float[] whole = run(models, all).albedo();
    float[] inParts = run(models, all + "texture.guidance.pixel-clip = 1e8").albedo();
    for (int i = 0; i < whole.length; i++) {
      assertThat(inParts[i]).isCloseTo(whole[i], within(1e-3f));
    }
  }

  @Test
  void recoverAKnownTexture() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor truth = RandomStream.of("texture", 1).uniform(3, 8, 8).mul(0.6).add(0.2);
      ToyScoreModel score = new ToyScoreModel();
      Tensor seen = Tensor.zeros(3, 8, 8);
      for (double azimuth : AZIMUTHS) {
        Tensor leaf = truth.asLeaf();
        Camera camera = new Camera(azimuth, 0, 10, 12.59, Camera.Point.ORIGIN);
        RenderedViews views =
            new Renderers(BALL, Device.CPU).at(SIDE).view(vertices(), List.of(camera));
        Tensor image = views.textured(leaf, TextureWrap.CLAMP, Tensor.zeros(3));
        seen = seen.add(Autograd.gradient(image.sum(), leaf));
        Tensor plain = image.detach();
        float[] latents = new ToyCodec(1).encode(plain, Tensor.zeros(1, 4, SIDE, SIDE)).toFloats();
        score.target(PromptView.of(azimuth).apply("a face"), latents);
      }
      float[] albedo =
          run(
                  Toys.models(score, new EncoderAlone(), BALL),
                  """
                  phases = texture-only, geometry.coefficients = [0], texture.light.mode = ambient
                  texture { parameter = rgb, resolution = 8, render-resolution = 32, steps = 100 }
                  texture.optimizer { decay-every = 30, decay-factor = 0.5, weight-decay = 0 }
                  """)
              .albedo();
      float[] expected = truth.toFloats();
      float[] weights = seen.toFloats();
      int compared = 0;
      for (int i = 0; i < albedo.length; i++) {
        if (weights[i] > 4) {
          compared++;
          assertThat(albedo[i]).isCloseTo(expected[i], within(0.1f));
        }
      }
      assertThat(compared).isGreaterThan(100);
    }
  }

  private static Tensor vertices() {
    return Tensor.of(BALL.vertices(new float[3]), 1, BALL.vertexCount(), 3);
  }

  @Test
  void areReadAsTheyWereStored() {
    SynthesisModels models = Toys.models(new RecordingScoreModel(), new EncoderAlone(), BALL);
    var settings = TrialValues.settings("texture { parameter = rgb, resolution = 8 }").texture();
    float[] stored = SkinTexture.of(BALL, 8);
    assertThat(models.albedo(settings.parameter(), settings.resolution(), stored))
        .isEqualTo(stored);
    assertThatThrownBy(
            () -> models.albedo(settings.parameter(), settings.resolution(), new float[5]))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot make the texture: 5 values of texels (expected 3 x 8 x 8)");
    var latent = TrialValues.settings("texture.resolution = 8").texture();
    assertThatThrownBy(() -> models.albedo(latent.parameter(), latent.resolution(), new float[5]))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot make the texture: 5 latents (expected 4 x 8 x 8)");
  }
}
