package io.facesweep.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import io.facesweep.tensor.DType;
import io.facesweep.tensor.Device;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against transformers' CLIPModel and CLIPImageProcessor, on random weights. */
class ClipModelTest {
  private static final Path DIRECTORY = Path.of("src/test/resources/clip-like");

  private TensorScope scope;
  private ClipModel clip;
  private SafetensorsFile fixture;

  @BeforeEach
  void open() {
    scope = TensorScope.open();
    clip = ClipModel.open(DIRECTORY, DType.FLOAT32, Device.CPU);
    fixture = SafetensorsFile.open(DIRECTORY.resolve("fixture.safetensors"));
  }

  @AfterEach
  void close() {
    fixture.close();
    clip.close();
    scope.close();
  }

  @Test
  void embedsTextsAsTransformersDoes() {
    Tensor ids = Tensor.of(fixture.longs("in.input_ids"), fixture.entry("in.input_ids").shape());
    assertClose(clip.textFeatures(ids), "out.text_features", 5e-6);
  }

  @Test
  void embedsImagesAsTransformersDoes() {
    assertClose(clip.imageFeatures(input("in.prepared")), "out.image_features", 5e-6);
  }

  @Test
  void preparesPicturesAsTransformersDoes() {
    ClipImages images = ClipImages.of(DIRECTORY, 32);
    // There pixels are rounded to 8 bits after each of the two passes of the resize.
    double unit = 1 / 255.0 / 0.26;
    for (String picture : List.of("0", "1")) {
      float[] expected = fixture.floats("out.prepared." + picture);
      float[] actual = images.prepare(input("in.picture." + picture)).toFloats();
      assertThat(actual).hasSameSizeAs(expected);
      double sum = 0;
      for (int i = 0; i < actual.length; i++) {
        double error = Math.abs(actual[i] - expected[i]);
        assertThat(error).isLessThan(3 * unit);
        sum += error;
      }
      assertThat(sum / actual.length).isLessThan(0.6 * unit);
    }
  }

  @Test
  void givesVectorsOfUnitLength() {
    Tensor texts = clip.texts(List.of("a man", "an old woman with a hat"));
    assertThat(texts.shape()).containsExactly(2, 12);
    for (float length : texts.norm(1).toFloats()) {
      assertThat(length).isBetween(1 - 1e-6f, 1 + 1e-6f);
    }
    Tensor images = clip.images(input("in.picture.0"));
    assertThat(images.norm(1).item()).isBetween(1 - 1e-6f, 1 + 1e-6f);
    assertThat(clip.bytes()).isPositive();
    assertThat(clip.fingerprint()).hasSize(64);
  }

  @Test
  void namesWhatItCannotOpen(@TempDir Path folder) throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Path config = folder.resolve("config.json");
    String text = Files.readString(config);
    Files.writeString(config, text.replace("\"patch_size\": 8", "\"patch_size\": 7"));
    assertThatThrownBy(() -> ClipModel.open(folder, DType.FLOAT32, Device.CPU))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("patch_size")
        .hasMessageContaining("a divisor of image_size 32");
    Files.writeString(config, text.replace("\"vocab_size\": 814", "\"vocab_size\": 20"));
    assertThatThrownBy(() -> ClipModel.open(folder, DType.FLOAT32, Device.CPU))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("the tokenizer's ");
    Files.writeString(config, text.replace("\"model_type\": \"clip\"", "\"model_type\": \"blip\""));
    assertThatThrownBy(() -> ClipModel.open(folder, DType.FLOAT32, Device.CPU))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("model_type");
  }

  private Tensor input(String name) {
    return Tensor.of(fixture.floats(name), fixture.entry(name).shape());
  }

  private void assertClose(Tensor actual, String name, double tolerance) {
    float[] expected = fixture.floats(name);
    float[] values = actual.toFloats();
    double worst = 0;
    double scale = 0;
    assertThat(values).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      worst = Math.max(worst, Math.abs(values[i] - expected[i]));
      scale = Math.max(scale, Math.abs(expected[i]));
    }
    assertThat(worst / scale).isLessThan(tolerance);
  }
}
