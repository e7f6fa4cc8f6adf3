package io.facesweep.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFilesTest {
  @TempDir Path directory;

  private Path weights(String file, String... tensors) {
    Map<String, NamedArray> arrays = new LinkedHashMap<>();
    for (String tensor : tensors) {
      arrays.put(tensor, NamedArray.float32(new float[] {1}, 1));
    }
    SafetensorsWriter.write(directory.resolve(file), arrays, Map.of());
    return directory.resolve(file);
  }

  private void index(String weightMap) throws IOException {
    Files.writeString(
        directory.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":8},\"weight_map\":" + weightMap + "}");
  }

  private void refuses(String... parts) {
    assertThatThrownBy(() -> CheckpointFiles.locate(directory, "model"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContainingAll(parts);
  }

  @Test
  void prefersThePlainFileUnlessTheVariantIsAskedFor() {
    Path fp16 = weights("model.fp16.safetensors", "a");
    assertThat(CheckpointFiles.locate(directory, "model").files()).containsExactly(fp16);
    Path plain = weights("model.safetensors", "a");
    assertThat(CheckpointFiles.locate(directory, "model").files()).containsExactly(plain);
    assertThat(
            CheckpointFiles.locate(directory, "model", CheckpointFiles.Variant.FP16_FIRST).files())
        .containsExactly(fp16);
  }

  @Test
  void followsAShardedIndex() throws IOException {
    Path first = weights("model-00001-of-00002.safetensors", "a", "b");
    Path second = weights("model-00002-of-00002.safetensors", "c");
    index(
        """
        {"a":"model-00001-of-00002.safetensors","b":"model-00001-of-00002.safetensors",
         "c":"model-00002-of-00002.safetensors"}""");
    CheckpointFiles files = CheckpointFiles.locate(directory, "model");
    assertThat(files.files()).containsExactly(first, second);
    assertThat(files.names()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(files.tensor("c").file()).isEqualTo(second);
    assertThat(files.directory()).isEqualTo(directory);
    assertThatThrownBy(() -> files.tensor("d"))
        .isInstanceOf(UserException.class)
        .hasMessage("Cannot find tensor 'd' in %s", directory);
  }

  @Test
  void followsTheFp16VariantOfAShardedIndex() throws IOException {
    Path shard = weights("model.fp16-00001-of-00001.safetensors", "a");
    Files.writeString(
        directory.resolve("model.safetensors.index.fp16.json"),
        "{\"weight_map\":{\"a\":\"model.fp16-00001-of-00001.safetensors\"}}");
    assertThat(CheckpointFiles.locate(directory, "model").files()).containsExactly(shard);
  }

  @Test
  void takesASingleFileByItsPath() {
    Path file = weights("face.safetensors", "mean");
    assertThat(CheckpointFiles.of(file).tensor("mean").file()).isEqualTo(file);
  }

  @Test
  void listsMissingShardsAbsentAndDoubledTensorsTogether() throws IOException {
    weights("one.safetensors", "a", "twice");
    weights("two.safetensors", "twice");
    index(
        """
        {"a":"one.safetensors","b":"one.safetensors","c":"gone.safetensors",
         "twice":"two.safetensors"}""");
    refuses(
        "Cannot read weights by",
        "the shard 'gone.safetensors' is missing",
        "the tensor 'b' is not in its shard 'one.safetensors'",
        "the tensor 'twice' is both in 'one.safetensors' and in 'two.safetensors'");
  }

  @Test
  void refusesShardsOutsideOfTheDirectory() throws IOException {
    for (String name :
        new String[] {
          "../one.safetensors", "/etc/x.safetensors", "a/b.safetensors", "x.pt", "..", ""
        }) {
      index("{\"a\":\"" + name + "\"}");
      refuses(
          "Invalid weight_map.a: \"" + name + "\"",
          "(expected the name of a .safetensors or .bin file in the same directory)");
    }
  }

  @Test
  void refusesAnIndexWithoutWeightMap() throws IOException {
    Files.writeString(directory.resolve("model.safetensors.index.json"), "{}");
    refuses("Invalid weight_map: absent (expected an object)");
    index("{\"a\":1}");
    refuses("Invalid weight_map.a: 1 (expected a string)");
  }

  @Test
  void takesPickledWeightsWhereThereAreNoOthers() throws IOException {
    Path pickled = Path.of("src", "test", "resources", "golden", "torch-zip", "handwritten-ok.bin");
    Path file = Files.copy(pickled, directory.resolve("pytorch_model.bin"));
    assertThat(CheckpointFiles.locate(directory, "model").files()).containsExactly(file);
    Path plain = weights("model.safetensors", "a");
    assertThat(CheckpointFiles.locate(directory, "model").files()).containsExactly(plain);
  }

  @Test
  void followsAnIndexOfPickledShards() throws IOException {
    Path pickled = Path.of("src", "test", "resources", "golden", "torch-zip", "handwritten-ok.bin");
    Path file = Files.copy(pickled, directory.resolve("pytorch_model-00001-of-00001.bin"));
    Files.writeString(
        directory.resolve("pytorch_model.bin.index.json"),
        "{\"weight_map\":{\"weight\":\"pytorch_model-00001-of-00001.bin\"}}");
    assertThat(CheckpointFiles.locate(directory, "model").tensor("weight").file()).isEqualTo(file);
  }

  @Test
  void refusesPickledWeightsThatAreNone() throws IOException {
    Files.writeString(directory.resolve("pytorch_model.bin"), "x");
    refuses("Cannot read " + directory.resolve("pytorch_model.bin"), "expected a zip archive");
  }

  @Test
  void saysWhatItLookedForAndWhatIsThere() throws IOException {
    refuses("Cannot find weights in", "it holds nothing");
    Files.writeString(directory.resolve("config.json"), "{}");
    refuses(
        "expected one of model.safetensors, model.safetensors.index.json, model.fp16.safetensors, model.safetensors.index.fp16.json, pytorch_model.bin, pytorch_model.bin.index.json, pytorch_model.fp16.bin, pytorch_model.bin.index.fp16.json; it holds config.json");
    assertThatThrownBy(() -> CheckpointFiles.locate(directory.resolve("none"), "model"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot read weights from %s: there is no such directory", directory.resolve("none"));
  }
}
