package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.diffusion.Checkpoint;
import io.facesweep.guidance.TextEmbeddings;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointDenoiserTest {
  private static final Path GOLDEN = Path.of(System.getProperty("golden.dir"));

  @ParameterizedTest
  @ValueSource(strings = {"sd15-like", "sd21-like"})
  void anItemsErrorIsThatOfItsTextAndTimestepWhateverItsBatch(String family) {
    try (TensorScope scope = TensorScope.open();
        Checkpoint checkpoint =
            Checkpoint.open(GOLDEN.resolve(family).resolve("model"), DType.FLOAT32, Device.CPU);
        TextEmbeddings embeddings =
            new TextEmbeddings(checkpoint.tokenizer(), checkpoint.textEncoder())) {
      CheckpointDenoiser denoiser = new CheckpointDenoiser(checkpoint, embeddings);
      Tensor latents = denoiser.encode(RandomStream.of("images", 1).uniform(2, 3, 64, 64));
      latents.requireShape("latents", 2, 4, 8, 8);
      Tensor noise = RandomStream.of("noise", 1).normal(2, 4, 8, 8);
      double[] both =
          denoiser.errors(latents, noise, new long[] {100, 700}, List.of("a man", "a woman"));
      double[] second =
          denoiser.errors(
              latents.slice(0, 1, 2), noise.slice(0, 1, 2), new long[] {700}, List.of("a woman"));
      double[] otherText =
          denoiser.errors(
              latents.slice(0, 1, 2), noise.slice(0, 1, 2), new long[] {700}, List.of("a man"));

      assertThat(both[1]).isCloseTo(second[0], within(1e-4 * second[0]));
      assertThat(otherText[0]).isNotEqualTo(second[0]);
      assertThat(both[0]).isCloseTo(byHand(checkpoint, latents, noise), within(1e-4 * both[0]));
    }
  }

  /** Step by step for the first item: "a man" at timestep 100. */
  private static double byHand(Checkpoint checkpoint, Tensor latents, Tensor noise) {
    int[] ids = checkpoint.tokenizer().encode("a man");
    Tensor text = checkpoint.textEncoder().forward(Tensor.of(ids, 1, ids.length));
    double alpha = checkpoint.schedule().alphasCumprod(100);
    Tensor clean = latents.slice(0, 0, 1);
    Tensor eps = noise.slice(0, 0, 1);
    Tensor noisy = clean.mul(Math.sqrt(alpha)).add(eps.mul(Math.sqrt(1 - alpha)));
    Tensor output = checkpoint.unet().forward(noisy, new long[] {100}, text);
    Tensor predicted =
        switch (checkpoint.schedule().predictionType()) {
          case EPSILON -> output;
          case V_PREDICTION -> output.mul(Math.sqrt(alpha)).add(noisy.mul(Math.sqrt(1 - alpha)));
        };
    return predicted.sub(eps).square().mean().item();
  }
}
