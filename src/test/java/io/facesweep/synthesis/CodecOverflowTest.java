package io.facesweep.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.guidance.LatentCodec;
import io.facesweep.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trials whose VAE overflows in float16. */
class CodecOverflowTest {
  private static final String ADVICE = "set models.vae-dtype = float32 (or bfloat16)";

  /** A codec in float16 one of whose passes gives NaN. */
  private record Overflowing(boolean encodes, boolean decodes) implements LatentCodec {
    private static final ToyCodec TOY = new ToyCodec(1);

    @Override
    public int factor() {
      return TOY.factor();
    }

    @Override
    public boolean isHalf() {
      return true;
    }

    @Override
    public Tensor encode(Tensor images, Tensor posteriorNoise) {
      Tensor latents = TOY.encode(images, posteriorNoise);
      return encodes ? latents.mul(Double.NaN) : latents;
    }

    @Override
    public Tensor decode(Tensor latents) {
      Tensor images = TOY.decode(latents);
      return decodes ? images.mul(Double.NaN) : images;
    }
  }

  private static String failure(LatentCodec codec, String settings, Integer... calls) {
    TrialResult result =
        new Synthesis(
                Toys.models(new RecordingScoreModel().breakAt("", calls), codec, Toys.ball()),
                SynthesisOptions.PLAIN,
                StepListener.NONE)
            .run(List.of(Toys.trial("narrow", 3, settings)))
            .get(0);
    assertThat(result).isInstanceOf(TrialResult.Failed.class);
    return ((TrialResult.Failed) result).failure().message();
  }

  @Test
  void aTrialWhoseLatentsAreNotFiniteSaysWhatToSet() {
    assertThat(
            failure(
                new Overflowing(true, false),
                "phases = geometry-only, geometry.steps = 3, guidance.non-finite-limit = 1",
                0,
                1))
        .startsWith("Cannot go on with trial narrow at geometry step 1")
        .contains("values of the gradient were NaN or infinite")
        .endsWith(
            "; the latents that the VAE gives are not finite, it overflows in float16: " + ADVICE);
  }

  @Test
  void aTrialWhoseTextureCannotBeDecodedSaysWhatToSet() {
    assertThat(
            failure(
                new Overflowing(false, true),
                "phases = texture-only, geometry.coefficients = [1], texture { steps = 2, latent-steps = 2 }"))
        .startsWith("Cannot go on with trial narrow at texture step 1")
        .endsWith(
            ": the VAE decodes its latents to values that are not finite; it overflows in float16: "
                + ADVICE);
  }
}
