package io.facesweep.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenReadsBack() throws IOException {
    Path file = directory.resolve("w.safetensors");
    float[] many = new float[300_001];
    for (int i = 0; i < many.length; i++) {
      many[i] = i * 0.5f;
    }
    SafetensorsWriter.write(
        file,
        Map.of(
            "many", NamedArray.float32(many, many.length),
            "half", NamedArray.float16(new float[] {1, -0.5f, 65504}, 3, 1),
            "ids", NamedArray.int64(new long[] {-1, 1L << 40}, 2),
            "faces", NamedArray.int32(new int[] {7}, new long[0])),
        Map.of("format", "pt"));
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      assertThat(opened.entries())
          .extracting(SafetensorsFile.Entry::name)
          .containsExactly("ids", "faces", "many", "half");
      assertThat(opened.dataStart() % 8).isZero();
      assertThat(opened.metadata()).containsEntry("format", "pt");
      assertThat(opened.floats("many")).isEqualTo(many);
      assertThat(opened.floats("half")).containsExactly(1, -0.5f, 65504);
      assertThat(opened.entry("half").shape()).containsExactly(3, 1);
      assertThat(opened.longs("ids")).containsExactly(-1, 1L << 40);
      assertThat(opened.longs("faces")).containsExactly(7);
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void replacesAnExistingFile() {
    Path file = directory.resolve("w.safetensors");
    for (float value : new float[] {1, 2}) {
      SafetensorsWriter.write(
          file, Map.of("a", NamedArray.float32(new float[] {value}, 1)), Map.of());
    }
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      assertThat(opened.floats("a")).containsExactly(2);
      assertThat(opened.metadata()).isEmpty();
    }
  }

  @Test
  void refusesWhatItCannotWrite() {
    assertThatThrownBy(
            () ->
                SafetensorsWriter.write(
                    directory.resolve("absent/w.safetensors"), Map.of(), Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Cannot write " + directory.resolve("absent/w.safetensors"));
    assertThatThrownBy(
            () ->
                SafetensorsWriter.write(
                    directory.resolve("w"),
                    Map.of("__metadata__", NamedArray.float32(new float[0], 0)),
                    Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid tensor name: __metadata__");
    assertThatThrownBy(() -> SafetensorsWriter.write(Path.of("/"), Map.of(), Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot write /: it is not a file name");
  }

  @Test
  void refusesShapesAndValuesThatDoNotFit() {
    assertThatThrownBy(() -> NamedArray.float32(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid shape: [2, 3] (expected 5 elements)");
    assertThatThrownBy(() -> NamedArray.float32(new float[6], -2, -3))
        .hasMessage("Invalid shape: [-2, -3] (expected 6 elements)");
    assertThatThrownBy(() -> NamedArray.float16(new float[] {0, 65520}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid value 1: 65520.0 (expected at most 65504 in magnitude to be stored as F16)");
  }
}
