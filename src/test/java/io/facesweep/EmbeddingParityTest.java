package io.facesweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.facesweep.diffusion.Checkpoint;
import io.facesweep.diffusion.CheckpointSource;
import io.facesweep.diffusion.EmbeddingFile;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.GradMode;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.JsonConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Runs texts with embeddings of every form against the numbers of diffusers. */
class EmbeddingParityTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final Path FAMILY = GOLDEN.resolve("sd15-like");
  private static final Path FOLDER = FAMILY.resolve("textual-inversion");
  private static final List<String> FILES =
      List.of(
          "fxstyle.pt",
          "oldface3.safetensors",
          "learned_embeds-1.safetensors",
          "learned_embeds-3.bin");
  private static final int LENGTH = 77;

  private static int[] comparable(JsonConfig json) {
    List<Integer> information = json.integers("information_only");
    return IntStream.range(0, json.strings("prompts").size())
        .filter(i -> !information.contains(i))
        .toArray();
  }

  @Test
  void textsWithEmbeddingsHaveTheIdsAndTheNumbersOfDiffusers() {
    JsonConfig json = JsonConfig.read(FOLDER.resolve("textual-inversion.json"));
    CheckpointSource source =
        CheckpointSource.of(FAMILY.resolve("model"))
            .withEmbeddings(
                FILES.stream().map(name -> new EmbeddingFile(FOLDER.resolve(name), null)).toList());
    ParityReport report = new ParityReport();
    double tolerance = JsonConfig.read(GOLDEN.resolve("tolerances.json")).number("text");
    try (Checkpoint checkpoint = Checkpoint.open(source, DType.FLOAT32, DType.FLOAT32, Device.CPU);
        TensorScope scope = TensorScope.open();
        GradMode off = GradMode.disabled();
        Golden golden = new Golden(FOLDER.resolve("expected.safetensors"))) {
      List<String> prompts = json.strings("prompts");
      long[] ids = golden.longs("out.input_ids");
      float[] hidden = golden.floats("out.last_hidden_state");
      int size = hidden.length / prompts.size();
      for (int i : comparable(json)) {
        int[] own = checkpoint.tokenizer().encode(prompts.get(i));
        assertThat(Arrays.stream(own).asLongStream().toArray())
            .as(prompts.get(i))
            .isEqualTo(Arrays.copyOfRange(ids, LENGTH * i, LENGTH * (i + 1)));
        float[] actual = checkpoint.textEncoder().forward(Tensor.of(own, 1, LENGTH)).toFloats();
        float[] expected = Arrays.copyOfRange(hidden, size * i, size * (i + 1));
        report.compare("sd15-like", "embeddings", "prompt " + i, actual, expected, tolerance);
      }
    }
    System.out.println("Worst errors of texts with embeddings against PyTorch");
    System.out.println(report.table());
  }
}
