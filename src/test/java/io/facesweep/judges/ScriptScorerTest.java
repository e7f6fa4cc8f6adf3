package io.facesweep.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facesweep.UserException;
import io.facesweep.judges.ScriptScorer.Preparation;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TorchScript files that PyTorch wrote; their README says how. */
class ScriptScorerTest {
  private static final Path FILES = Path.of("src/test/resources/scorers");
  private static final Preparation PLAIN = preparation(16, 0, 1);

  private TensorScope scope;

  @BeforeEach
  void open() {
    scope = TensorScope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static Preparation preparation(int size, double mean, double deviation) {
    return new Preparation(
        size, List.of(mean, mean, mean), List.of(deviation, deviation, deviation));
  }

  private static List<double[]> answers(String file, Preparation preparation, Tensor pictures) {
    try (ScriptScorer scorer = ScriptScorer.open(FILES.resolve(file), preparation, Device.CPU)) {
      return scorer.answers(pictures);
    }
  }

  /** From 0 to 1 over all its numbers. */
  private static Tensor ramp(int side) {
    float[] values = new float[3 * side * side];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / (values.length - 1f);
    }
    return Tensor.of(values, 1, 3, side, side);
  }

  @Test
  void anEmbeddingIsThatOfPyTorch() {
    double[] vector = answers("embedding.pt", PLAIN, ramp(16)).get(0);
    assertThat(vector)
        .containsExactly(
            new double[] {-0.42225486, 0.09027846, 0.00362217, 0.00405763}, within(1e-6));
  }

  @Test
  void eachPictureHasAnAnswerOfItsOwn() {
    Tensor two = Tensor.cat(0, ramp(16), ramp(16).mul(0.5));
    List<double[]> answers = answers("mean.pt", PLAIN, two);
    assertThat(answers).hasSize(2);
    assertThat(answers.get(0)).containsExactly(new double[] {0.5}, within(1e-6));
    assertThat(answers.get(1)).containsExactly(new double[] {0.25}, within(1e-6));
  }

  @Test
  void channelsAreNormalised() {
    double[] answer = answers("mean.pt", preparation(16, 0.25, 0.5), ramp(16)).get(0);
    assertThat(answer).containsExactly(new double[] {0.5}, within(1e-6));
  }

  @Test
  void picturesOfOtherSizesAreResizedWithoutMoire() {
    float[] stripes = new float[3 * 64 * 64];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = i % 2;
    }
    Tensor fine = Tensor.of(stripes, 1, 3, 64, 64);
    assertThat(answers("mean.pt", PLAIN, fine).get(0)[0]).isCloseTo(0.5, within(1e-3));
    double[] grey = answers("embedding.pt", PLAIN, Tensor.full(0.5, 1, 3, 16, 16)).get(0);
    assertThat(answers("embedding.pt", PLAIN, fine).get(0)).containsExactly(grey, within(1e-2));
  }

  @Test
  void aNetThatNeedsAnotherSizeSaysSo() {
    assertThatThrownBy(() -> answers("embedding.pt", preparation(32, 0, 1), ramp(16)))
        .hasMessageContaining("mat1 and mat2 shapes cannot be multiplied (1x192 and 48x4)");
  }

  @Test
  void refusesAnswersThatAreNoNumberAPicture() {
    assertThatThrownBy(() -> answers("odd.pt", PLAIN, Tensor.ones(1, 3, 16, 16)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "it gave FLOAT32 of shape [1, 3, 16, 16] (expected floating-point numbers, [1], [1, 1]"
                + " or [1, D] for one picture)");
    assertThat(answers("odd.pt", PLAIN, Tensor.zeros(1, 3, 16, 16)).get(0)[0]).isNaN();
  }

  @Test
  void refusesFilesThatAreNoTorchScript(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("net.pt"), "no net");
    assertThatThrownBy(() -> ScriptScorer.open(text, PLAIN, Device.CPU))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            text + " is no TorchScript file (expected what torch.jit.save writes): ");
    Path weights = FILES.resolve("weights.pt");
    assertThatThrownBy(() -> ScriptScorer.open(weights, PLAIN, Device.CPU))
        .isInstanceOf(UserException.class)
        .hasMessage(
            weights + " has no code (expected what torch.jit.save writes, not weights alone)");
    Path damaged = folder.resolve("damaged.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(damaged))) {
      zip.putNextEntry(new ZipEntry("net/code/__torch__.py"));
    }
    assertThatThrownBy(() -> ScriptScorer.open(damaged, PLAIN, Device.CPU))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot open TorchScript file " + damaged + ": it is damaged");
  }
}
