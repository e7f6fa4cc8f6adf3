package io.facesweep.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.diffusion.Checkpoint;
import io.facesweep.guidance.TextEmbeddings;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.RandomStream;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
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

  @Test
  void aTextOfAllItemsGivesWhatEachHasAmongOthers() {
    try (TensorScope scope = TensorScope.open();
        Checkpoint checkpoint =
            Checkpoint.open(
                GOLDEN.resolve("sd15-like").resolve("model"), DType.FLOAT32, Device.CPU);
        TextEmbeddings embeddings =
            new TextEmbeddings(checkpoint.tokenizer(), checkpoint.textEncoder())) {
      CheckpointDenoiser denoiser = new CheckpointDenoiser(checkpoint, embeddings);
      Tensor latents = RandomStream.of("latents", 1).normal(3, 4, 8, 8);
      Tensor noise = RandomStream.of("noise", 1).normal(3, 4, 8, 8);
      long[] timesteps = {100, 400, 700};
      double[] same = denoiser.errors(latents, noise, timesteps, List.of("a", "a", "a"));
      double[] mixed = denoiser.errors(latents, noise, timesteps, List.of("a", "b", "a"));
      assertThat(same[0]).isCloseTo(mixed[0], within(1e-5 * mixed[0]));
      assertThat(same[2]).isCloseTo(mixed[2], within(1e-5 * mixed[2]));
      assertThat(same[1]).isNotCloseTo(mixed[1], within(1e-5 * mixed[1]));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd15-like", "sd21-like"})
  void severalQuestionsGetTheAnswersThatEachGetsAlone(String family) {
    List<String> asked = new ArrayList<>();
    try (TensorScope scope = TensorScope.open();
        Checkpoint checkpoint =
            Checkpoint.open(GOLDEN.resolve(family).resolve("model"), DType.FLOAT32, Device.CPU);
        TextEmbeddings embeddings =
            new TextEmbeddings(checkpoint.tokenizer(), checkpoint.textEncoder())) {
      CheckpointDenoiser denoiser =
          new CheckpointDenoiser(checkpoint, embeddings, () -> asked.add("asked"));
      Tensor latents = RandomStream.of("latents", 1).normal(2, 4, 8, 8);
      Tensor noise = RandomStream.of("noise", 1).normal(2, 4, 8, 8);
      long[] timesteps = {100, 700};
      List<List<String>> questions =
          List.of(List.of("a", "a"), List.of("a", "b"), List.of("b", "b"));
      List<double[]> together = denoiser.answers(latents, noise, timesteps, questions);
      assertThat(asked).hasSizeGreaterThanOrEqualTo(questions.size());
      for (int i = 0; i < questions.size(); i++) {
        assertThat(together.get(i))
            .isEqualTo(denoiser.errors(latents, noise, timesteps, questions.get(i)));
      }
    }
  }

  @Test
  void aQuestionCanBeEndedBeforeItIsAsked() {
    try (TensorScope scope = TensorScope.open();
        Checkpoint checkpoint =
            Checkpoint.open(
                GOLDEN.resolve("sd15-like").resolve("model"), DType.FLOAT32, Device.CPU);
        TextEmbeddings embeddings =
            new TextEmbeddings(checkpoint.tokenizer(), checkpoint.textEncoder())) {
      AtomicInteger left = new AtomicInteger(2);
      CheckpointDenoiser denoiser =
          new CheckpointDenoiser(
              checkpoint,
              embeddings,
              () -> {
                if (left.getAndDecrement() == 0) {
                  throw new IllegalStateException("no more");
                }
              });
      Tensor latents = RandomStream.of("latents", 1).normal(1, 4, 8, 8);
      List<List<String>> questions = List.of(List.of("a"), List.of("b"), List.of("c"));
      assertThatThrownBy(() -> denoiser.answers(latents, latents, new long[] {100}, questions))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no more");
      assertThat(left).as("the others are not begun").hasValue(-1);
    }
  }

  /** Trials take the embeddings that were made here, whose bits may not depend on that. */
  @Test
  void embeddingsAreThoseThatTrialsMake() {
    Path model = GOLDEN.resolve("sd15-like").resolve("model");
    try (TensorScope scope = TensorScope.open();
        Checkpoint checkpoint = Checkpoint.open(model, DType.FLOAT32, Device.CPU);
        TextEmbeddings first =
            new TextEmbeddings(checkpoint.tokenizer(), checkpoint.textEncoder());
        TextEmbeddings asked =
            new TextEmbeddings(checkpoint.tokenizer(), checkpoint.textEncoder())) {
      Tensor latents = RandomStream.of("latents", 1).normal(1, 4, 8, 8);
      new CheckpointDenoiser(checkpoint, asked)
          .errors(latents, latents, new long[] {100}, List.of("a man"));
      assertThat(asked.of("a man").toFloats()).isEqualTo(first.of("a man").toFloats());
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
